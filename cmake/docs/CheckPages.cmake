# SPDX-License-Identifier: MIT
# cmake -DPAGES=folder -DTHEME=folder-or-empty -P CheckPages.cmake
# Fails unless the pages have what depends on how Doxygen reads headers.sed, pages.sh, subjects.dox and the layout.
cmake_minimum_required(VERSION 3.18...3.31)

# expect(page regex what)
function(expect page regex what)
  file(READ "${PAGES}/${page}" text)
  if(NOT text MATCHES "${regex}")
    message(SEND_ERROR "${page}: ${what}")
  endif()
endfunction()

expect(navtreedata.js "\"index.html\", [^\"]*\"Guides\"" "the guides are not the first in the tree")
expect(index.html "<a class=\"code[^>]*>fc::Client</a>" "names in the code are no links")
expect(index.html "<a class=\"code[^>]*>fc::Client::from_env</a>" "functions in the code are no links")
expect(classfirecrawl_1_1DocumentRange.html ">progress</a>" "the page does not show what a JobRange has")
expect(group__jobs.html "\"classfirecrawl_1_1DocumentRange.html" "DocumentRange has no page, or the subject lacks it")
expect(group__documents.html ">Document</a>" "the subject does not have the classes of its headers")
expect(group__testing.html ">Script</a>" "the subject does not have the classes of its headers")
expect(annotated.html ">JobProgress</a>" "a public struct is not there")
expect(example-programs.html ">read_job.cpp</a>" "an example is not in the table")
if(THEME)
  expect(index.html "CopyButton.init" "blocks of code have no button that copies")
endif()
