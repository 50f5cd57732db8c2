# SPDX-License-Identifier: MIT
build_with_cmake(module "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}" -DEXPECTED_VERSION=${VERSION})
