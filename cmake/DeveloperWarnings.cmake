# SPDX-License-Identifier: MIT
# How tests and examples are built.

include_guard(GLOBAL)

# firecrawl_add_program(name [EXCLUDE_FROM_ALL] source...)
# The target firecrawl_<name>, which makes the program <name>: targets are named so that none is a parent project's.
function(firecrawl_add_program name)
  add_executable(firecrawl_${name} ${ARGN})
  set_target_properties(firecrawl_${name} PROPERTIES OUTPUT_NAME ${name})
endfunction()

# The warnings. Linked privately to our own programs only: what users switch on is theirs to choose.
add_library(firecrawl_developer_warnings INTERFACE)

if(MSVC)
  target_compile_options(firecrawl_developer_warnings INTERFACE /W4 /permissive- /utf-8
                                                                $<$<BOOL:${FIRECRAWL_WERROR}>:/WX>)
else()
  target_compile_options(
    firecrawl_developer_warnings
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wconversion
              -Wshadow
              -Wold-style-cast
              $<$<BOOL:${FIRECRAWL_WERROR}>:-Werror>)
endif()
