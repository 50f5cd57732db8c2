# SPDX-License-Identifier: MIT
# firecrawl_httplib: cpp-httplib, for the examples and tests of webhooks; no target if it is not there.

find_path(FIRECRAWL_HTTPLIB_INCLUDE_DIR httplib.h)
find_library(FIRECRAWL_HTTPLIB_LIBRARY cpp-httplib)
mark_as_advanced(FIRECRAWL_HTTPLIB_INCLUDE_DIR FIRECRAWL_HTTPLIB_LIBRARY)
if(FIRECRAWL_HTTPLIB_INCLUDE_DIR AND NOT TARGET firecrawl_httplib)
  # Where it is a library (Debian), its classes have more members under the macros that it was built with: who
  # includes the header without them gives it objects that are too small. Only its .pc file names the macros.
  if(FIRECRAWL_HTTPLIB_LIBRARY)
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
      pkg_check_modules(FIRECRAWL_HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
    endif()
    if(TARGET PkgConfig::FIRECRAWL_HTTPLIB)
      add_library(firecrawl_httplib INTERFACE)
      target_link_libraries(firecrawl_httplib INTERFACE PkgConfig::FIRECRAWL_HTTPLIB Threads::Threads)
    else()
      message(STATUS "cpp-httplib is left out: pkg-config does not know how ${FIRECRAWL_HTTPLIB_LIBRARY} was built")
    endif()
  else()
    add_library(firecrawl_httplib INTERFACE)
    target_link_libraries(firecrawl_httplib INTERFACE Threads::Threads)
  endif()
  if(TARGET firecrawl_httplib)
    # SYSTEM: its warnings are not ours.
    target_include_directories(firecrawl_httplib SYSTEM INTERFACE "${FIRECRAWL_HTTPLIB_INCLUDE_DIR}")
  endif()
endif()
