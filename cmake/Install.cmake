# SPDX-License-Identifier: MIT
# Headers, CMake package, pkg-config file and licence; and, for those who want it as a package, CPack.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/firecrawl")

install(TARGETS firecrawl EXPORT firecrawl-targets INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/firecrawl" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
# The headers as one file. Made when they are installed, which header-only libraries often are without a build.
set(single_header "${PROJECT_BINARY_DIR}/single/firecrawl_single.hpp")
set(make_single_header "${CMAKE_COMMAND}" "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DOUTPUT=${single_header}" -P
                       "${PROJECT_SOURCE_DIR}/cmake/SingleHeader.cmake")
add_custom_target(
  firecrawl_single_header
  COMMAND ${make_single_header}
  COMMENT "${single_header}")
list(JOIN make_single_header "]==] [==[" make_single_header)
install(
  CODE "execute_process(COMMAND [==[${make_single_header}]==] RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR \"firecrawl_single.hpp could not be made\")
  endif()")
install(FILES "${single_header}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

install(
  EXPORT firecrawl-targets
  NAMESPACE firecrawl::
  DESTINATION "${package_dir}")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/firecrawl-config.cmake.in"
                              "${PROJECT_BINARY_DIR}/firecrawl-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/firecrawl-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${PROJECT_BINARY_DIR}/firecrawl-config.cmake" "${PROJECT_BINARY_DIR}/firecrawl-config-version.cmake"
        DESTINATION "${package_dir}")
# What the component `compiled` is made of.
install(FILES "${PROJECT_SOURCE_DIR}/cmake/Compiled.cmake" DESTINATION "${package_dir}" RENAME firecrawl-compiled.cmake)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/firecrawl.cpp" DESTINATION "${package_dir}")
# The component `webhook`.
install(FILES "${PROJECT_SOURCE_DIR}/cmake/Webhook.cmake" DESTINATION "${package_dir}" RENAME firecrawl-webhook.cmake)

# Folders that are relative to the prefix, as they are unless the user says otherwise, are written so, and the tree can
# be moved. An absolute one, as Nix sets it, is written as it is.
set(pkgconfig_dir "${CMAKE_INSTALL_DATADIR}/pkgconfig")
if(IS_ABSOLUTE "${pkgconfig_dir}")
  set(FIRECRAWL_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH up "${CMAKE_INSTALL_PREFIX}/${pkgconfig_dir}" "${CMAKE_INSTALL_PREFIX}")
  string(REGEX REPLACE "/$" "" FIRECRAWL_PC_PREFIX "\${pcfiledir}/${up}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(FIRECRAWL_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}")
else()
  set(FIRECRAWL_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/firecrawl.pc.in" "${PROJECT_BINARY_DIR}/firecrawl.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/firecrawl.pc" DESTINATION "${pkgconfig_dir}")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

if(FIRECRAWL_IS_TOP_LEVEL)
  include("${PROJECT_SOURCE_DIR}/cmake/packaging/Debian.cmake")
endif()
