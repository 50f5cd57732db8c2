# SPDX-License-Identifier: MIT
# The target firecrawl::module, for `import firecrawl;`: experimental, and only for who turns FIRECRAWL_BUILD_MODULE on.

if(CMAKE_VERSION VERSION_LESS 3.28)
  message(FATAL_ERROR "FIRECRAWL_BUILD_MODULE needs CMake 3.28 or later, and this is ${CMAKE_VERSION}")
endif()

if(TARGET firecrawl_module)
  return()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  message(WARNING "firecrawl::module: g++ 14 fails to read the module that it has made (\"Bad file data\"); clang++ can")
endif()
add_library(firecrawl_module STATIC EXCLUDE_FROM_ALL)
add_library(firecrawl::module ALIAS firecrawl_module)
target_sources(
  firecrawl_module
  PUBLIC FILE_SET
         CXX_MODULES
         BASE_DIRS
         "${CMAKE_CURRENT_LIST_DIR}"
         FILES
         "${CMAKE_CURRENT_LIST_DIR}/firecrawl.cppm")
target_compile_features(firecrawl_module PUBLIC cxx_std_20)
target_link_libraries(firecrawl_module PUBLIC firecrawl::compiled)
set_target_properties(firecrawl_module PROPERTIES UNITY_BUILD OFF CXX_SCAN_FOR_MODULES ON)
if(NOT DEFINED CMAKE_POSITION_INDEPENDENT_CODE)
  set_target_properties(firecrawl_module PROPERTIES POSITION_INDEPENDENT_CODE ON)
endif()
