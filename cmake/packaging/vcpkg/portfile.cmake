# SPDX-License-Identifier: MIT
# A vcpkg port, to be used from a clone: vcpkg install firecrawl-cpp --overlay-ports=cmake/packaging/vcpkg
# Not tested with vcpkg yet; only its manifest is checked. A port for vcpkg's registry would take the source from a
# release (vcpkg_from_github) in place of the clone.

get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS -DFIRECRAWL_BUILD_TESTS=OFF -DFIRECRAWL_BUILD_EXAMPLES=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME firecrawl CONFIG_PATH share/cmake/firecrawl)
vcpkg_fixup_pkgconfig()

# Headers only: the debug half of the tree has nothing that the other has not.
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug")

vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
