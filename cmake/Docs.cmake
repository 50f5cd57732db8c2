# SPDX-License-Identifier: MIT
# The target `firecrawl_docs`: the reference from the comments in the headers, README.md as its front page, the guides and
# CONTRIBUTING.md after it. A warning fails it: every public name has a comment, every link leads somewhere.
# On Debian: sh cmake/setup.sh doxygen doxygen-awesome-css

find_package(Doxygen REQUIRED)

# The theme is Doxygen Awesome, of the Debian package doxygen-awesome-css (or FIRECRAWL_DOCS_THEME, a folder).
# Without it the pages look like Doxygen's own.
find_path(FIRECRAWL_DOCS_THEME doxygen-awesome.css PATHS /usr/share /usr/local/share
          PATH_SUFFIXES doxygen-awesome-css)
set(docs_folder "${PROJECT_SOURCE_DIR}/cmake/docs")
set(made_folder "${CMAKE_CURRENT_BINARY_DIR}/docs")

# The page of the examples: what each does is said by its first line after that of the licence.
file(GLOB examples CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*.cpp")
foreach(example IN LISTS examples)
  file(READ "${example}" does LIMIT 300)
  string(REGEX REPLACE "^// SPDX[^\n]*\n" "" does "${does}")
  if(NOT does MATCHES "^// ([^\n]*\\.)\n")
    message(FATAL_ERROR "${example}: the first line does not say what the program does, in a sentence")
  endif()
  set(does "${CMAKE_MATCH_1}")
  get_filename_component(name "${example}" NAME)
  string(APPEND example_rows "| @ref ${name} | ${does} |\n")
  string(APPEND example_pages "/*! @example ${name}\n${does} */\n")
endforeach()
configure_file("${docs_folder}/examples.dox.in" "${made_folder}/examples.dox" @ONLY)

# What Doxygen calls a list of groups changed with its version.
if(DOXYGEN_VERSION VERSION_LESS 1.9.8)
  set(subjects_tab modules)
else()
  set(subjects_tab topics)
endif()
configure_file("${docs_folder}/layout.xml.in" "${made_folder}/layout.xml" @ONLY)

set(DOXYGEN_PROJECT_NAME firecrawl-cpp)
set(DOXYGEN_USE_MDFILE_AS_MAINPAGE "${PROJECT_SOURCE_DIR}/README.md")
set(DOXYGEN_STRIP_FROM_PATH "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}")
set(DOXYGEN_STRIP_FROM_INC_PATH "${PROJECT_SOURCE_DIR}/include")
set(DOXYGEN_EXCLUDE_PATTERNS */detail/* *.ipp)
set(DOXYGEN_EXCLUDE_SYMBOLS detail detail::* *::detail *::detail::*)
set(DOXYGEN_ENABLE_PREPROCESSING YES)
set(DOXYGEN_MACRO_EXPANSION YES)
set(DOXYGEN_EXPAND_ONLY_PREDEF YES)
# Readers know the library as namespace firecrawl; the inline version namespace is the linker's business.
set(DOXYGEN_PREDEFINED "FIRECRAWL_BEGIN_NAMESPACE=namespace firecrawl {" "FIRECRAWL_END_NAMESPACE=}"
                       __cpp_lib_jthread)
set(DOXYGEN_FILTER_PATTERNS "*.hpp=sed -E -f ${docs_folder}/headers.sed" "*.md=sh ${docs_folder}/pages.sh")
set(DOXYGEN_IMAGE_PATH "${PROJECT_SOURCE_DIR}/tests/bench")
set(DOXYGEN_EXAMPLE_PATH "${PROJECT_SOURCE_DIR}/examples")
set(DOXYGEN_BUILTIN_STL_SUPPORT YES)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_SORT_MEMBER_DOCS NO)
set(DOXYGEN_HIDE_SCOPE_NAMES YES)
set(DOXYGEN_INLINE_INHERITED_MEMB YES)
set(DOXYGEN_HIDE_FRIEND_COMPOUNDS YES)
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_GENERATE_LATEX NO)
set(DOXYGEN_GENERATE_TREEVIEW YES)
set(DOXYGEN_TREEVIEW_WIDTH 300)
set(DOXYGEN_LAYOUT_FILE "${made_folder}/layout.xml")
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
if(FIRECRAWL_DOCS_THEME)
  set(DOXYGEN_HTML_EXTRA_STYLESHEET "${FIRECRAWL_DOCS_THEME}/doxygen-awesome.css" "${docs_folder}/theme.css")
  # A button that copies, on each block of code. What goes into the head of a page goes into Doxygen's own.
  set(copy_button doxygen-awesome-fragment-copy-button.js)
  set(DOXYGEN_HTML_EXTRA_FILES "${FIRECRAWL_DOCS_THEME}/${copy_button}")
  set(DOXYGEN_HTML_HEADER "${made_folder}/header.html")
  execute_process(
    COMMAND ${DOXYGEN_EXECUTABLE} -w html "${DOXYGEN_HTML_HEADER}" "${made_folder}/footer.html"
            "${made_folder}/style.css")
  file(READ "${DOXYGEN_HTML_HEADER}" header)
  string(
    REPLACE
      "</head>"
      "<script type=\"text/javascript\" src=\"$relpath^${copy_button}\"></script>
<script type=\"text/javascript\">DoxygenAwesomeFragmentCopyButton.init()</script>
</head>"
      header "${header}")
  file(WRITE "${DOXYGEN_HTML_HEADER}" "${header}")
else()
  message(STATUS "Doxygen Awesome was not found: the pages will look like Doxygen's own")
endif()

doxygen_add_docs(
  firecrawl_docs
  "${PROJECT_SOURCE_DIR}/README.md"
  "${docs_folder}/guides.dox"
  "${docs_folder}/subjects.dox"
  "${PROJECT_SOURCE_DIR}/examples/guides"
  "${made_folder}/examples.dox"
  "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
  "${PROJECT_SOURCE_DIR}/SECURITY.md"
  "${PROJECT_SOURCE_DIR}/CONTRIBUTING.md"
  "${PROJECT_SOURCE_DIR}/cmake/matrix.md"
  "${PROJECT_SOURCE_DIR}/include/firecrawl"
  COMMENT "Documentation: ${CMAKE_CURRENT_BINARY_DIR}/html/index.html")

add_custom_command(
  TARGET firecrawl_docs
  POST_BUILD
  COMMAND ${CMAKE_COMMAND} "-DPAGES=${CMAKE_CURRENT_BINARY_DIR}/html" "-DTHEME=${FIRECRAWL_DOCS_THEME}" -P
          "${docs_folder}/CheckPages.cmake")
