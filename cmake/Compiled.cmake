# SPDX-License-Identifier: MIT
# The target firecrawl::compiled: the library as a static one, for programs of many files. Included by this project, and
# installed next to its package file: no binary is installed, and what is compiled here is compiled in the build of
# whoever uses it, with its flags, its standard and its nlohmann/json, and only if something links it.

if(NOT TARGET firecrawl_compiled)
  add_library(firecrawl_compiled STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/firecrawl.cpp")
  add_library(firecrawl::compiled ALIAS firecrawl_compiled)
  target_link_libraries(firecrawl_compiled PUBLIC firecrawl::firecrawl)
  # For all who link it: the headers then only declare.
  target_compile_definitions(firecrawl_compiled PUBLIC FIRECRAWL_COMPILED)
  set_target_properties(firecrawl_compiled PROPERTIES UNITY_BUILD OFF CXX_SCAN_FOR_MODULES OFF)
  if(NOT DEFINED CMAKE_POSITION_INDEPENDENT_CODE)
    set_target_properties(firecrawl_compiled PROPERTIES POSITION_INDEPENDENT_CODE ON) # it may become part of a shared one
  endif()
endif()
