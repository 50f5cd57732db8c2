# SPDX-License-Identifier: MIT
set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
build_with_cmake(found_targets)
