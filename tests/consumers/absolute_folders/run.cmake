# SPDX-License-Identifier: MIT
# Headers and data in folders of their own outside the prefix, as Nix has them. CMake refuses those that are in the source
# tree, where this test works.
string(RANDOM LENGTH 12 name)
set(outside "/tmp/firecrawl_${name}")
run(${CMAKE_COMMAND} -S "${SOURCE_DIR}" -B "${WORK_DIR}/build" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
    -DFIRECRAWL_BUILD_TESTS=OFF -DFIRECRAWL_BUILD_EXAMPLES=OFF "-DCMAKE_INSTALL_PREFIX=${WORK_DIR}/prefix"
    "-DCMAKE_INSTALL_INCLUDEDIR=${outside}/dev/include" "-DCMAKE_INSTALL_DATADIR=${outside}/data/share")
run(${CMAKE_COMMAND} --install "${WORK_DIR}/build")

find_program(pkg_config NAMES pkg-config pkgconf)
if(pkg_config)
  set(ENV{PKG_CONFIG_PATH} "${outside}/data/share/pkgconfig")
  execute_process(COMMAND ${pkg_config} --cflags-only-I firecrawl OUTPUT_VARIABLE flags)
  if(NOT " ${flags}" MATCHES " -I${outside}/dev/include[ \n]")
    message(FATAL_ERROR "pkg-config says: ${flags}")
  endif()
endif()

set(ENV{CMAKE_PREFIX_PATH} "${outside}/data:$ENV{CMAKE_PREFIX_PATH}")
build_with_cmake(find_package -DEXPECTED_VERSION=${VERSION})
file(REMOVE_RECURSE "${outside}")
