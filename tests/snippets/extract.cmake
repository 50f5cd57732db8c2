# SPDX-License-Identifier: MIT
# cmake -DFOLDER=folder -P extract.cmake file...
# Takes the C++ out of README.md, the guides (```cpp blocks) and the headers' comments (@code blocks), and writes it
# into the folder as something that compiles:
#
# - a block with a main function becomes program_<file>.cpp, as it is; a file has one at most;
# - every other block becomes a test case of snippets.cpp, a member function of snippets::Context (context.hpp),
#   which has a server and what the text around the block takes for granted: client, job, use(), save().
#
# A line `<!-- snippet: … -->` above a block changes that: `declarations` (functions or types: placed before the test
# cases that follow), `running` (the job is running: see context.hpp), `twice`
# (run a second time, as a program that is started again), `throws TYPE` (this exception, on a machine that does not
# have what the snippet names), `skip`.

# C++ is full of what CMake takes for lists: strings are never left unquoted here.
set(fragments "")
set(preamble "")

function(fail line text)
  message(FATAL_ERROR "${file}:${line}: ${text}")
endfunction()

# Adds a block to `fragments` or writes it into a program.
macro(end_block)
  if(option STREQUAL "skip")
  elseif(code MATCHES "(^|\n)int main\\(")
    if(DEFINED program_of_${name})
      fail(${first_line} "a second program in this file")
    endif()
    set(program_of_${name} "#line ${first_line} \"${file}\"\n${code}")
    file(WRITE "${FOLDER}/program_${name}.cpp" "${program_of_${name}}")
  elseif(option STREQUAL "declarations")
    string(APPEND fragments "#line ${first_line} \"${file}\"\n${code}\n")
  else()
    set(fixture Context)
    if(option STREQUAL "running")
      set(fixture Running)
    elseif(option STREQUAL "twice")
      string(PREPEND code "for (int run = 0; run < 2; ++run) {\n#line ${first_line} \"${file}\"\n")
      string(APPEND code "}\n")
    elseif(option MATCHES "^throws (.+)$")
      string(PREPEND code "try {\n#line ${first_line} \"${file}\"\n")
      string(APPEND code "FAIL(\"nothing was thrown\");\n} catch (const ${CMAKE_MATCH_1}&) {\n}\n")
    elseif(NOT option STREQUAL "")
      fail(${first_line} "unknown kind of snippet: ${option}")
    endif()
    # It did what it shows.
    if(code MATCHES "[^a-z_]use\\(" AND NOT code MATCHES "\\.cancel\\(\\)")
      string(APPEND code "CHECK(used > 0);\n")
    endif()
    if(code MATCHES "(^|\n)(for [^\n]*)?std::(cout|cerr|clog) <<")
      string(APPEND code "CHECK(printed());\n")
    endif()
    if(code MATCHES "(job|client)\\.(status|progress|wait|errors|report|cancel|start_batch_scrape|start_crawl|scrape|map|search|request|credit_usage)\\("
       AND NOT code MATCHES "transport = ")
      string(APPEND code "CHECK(server.request_count() > 0);\n")
    endif()
    string(APPEND fragments "TEST_CASE_METHOD(snippets::${fixture}, \"${short}:${first_line}\") {\n"
           "#line ${first_line} \"${file}\"\n${code}}\n\n")
  endif()
  set(option "")
endmacro()

math(EXPR last "${CMAKE_ARGC} - 1")
foreach(argument RANGE 4 ${last})
  set(file "${CMAKE_ARGV${argument}}")
  get_filename_component(short "${file}" NAME)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" rest)
  string(APPEND rest "\n")
  set(number 0)
  set(first_line 0) # of the block at hand; 0: between blocks
  set(option "")
  while(NOT rest STREQUAL "")
    string(FIND "${rest}" "\n" end)
    string(SUBSTRING "${rest}" 0 ${end} line)
    math(EXPR end "${end} + 1")
    string(SUBSTRING "${rest}" ${end} -1 rest)
    math(EXPR number "${number} + 1")

    if(first_line EQUAL 0)
      if(line MATCHES "^<!-- snippet: (.*) -->$")
        set(option "${CMAKE_MATCH_1}")
      elseif(line MATCHES "^```cpp$|^ */// @code$")
        math(EXPR first_line "${number} + 1")
        set(code "")
      endif()
    elseif(line MATCHES "^```$|^ */// @endcode$")
      end_block()
      set(first_line 0)
    else()
      string(REGEX REPLACE "^ */// ?" "" line "${line}")
      string(APPEND code "${line}\n")
    endif()
  endwhile()
  if(NOT first_line EQUAL 0)
    fail(${first_line} "this block does not end")
  endif()
endforeach()

# Includes of fragments go to the top of the file.
string(REGEX MATCHALL "\n#include [^\n]*" includes "${fragments}")
list(REMOVE_DUPLICATES includes)
string(REPLACE ";" "" includes "${includes}")
string(REGEX REPLACE "\n#include [^\n]*" "\n" fragments "${fragments}")
file(WRITE "${FOLDER}/snippets.cpp" "#include \"context.hpp\"\n${includes}\n\n${fragments}")
