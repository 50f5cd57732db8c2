# The warnings that tests and examples are built with. Linked privately to our own programs only: what users
# switch on is theirs to choose.

include_guard(GLOBAL)

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
