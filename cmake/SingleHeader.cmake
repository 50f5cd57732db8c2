# SPDX-License-Identifier: MIT
# cmake -DSOURCE_DIR=<this project> -DOUTPUT=<file> -P SingleHeader.cmake
# Writes all of include/firecrawl, testing.hpp included, as one header: first what the public headers declare, then the
# bodies, which a file that is compiled with FIRECRAWL_COMPILED has only if it defines FIRECRAWL_SOURCE. What needs
# OpenSSL is there for a file that defines FIRECRAWL_WEBHOOK_SIGNATURE. No copy of it is kept in the project, so none can
# grow stale: installing the library makes it, and so does the target firecrawl_single_header.

cmake_minimum_required(VERSION 3.18)

get_filename_component(include_dir "${SOURCE_DIR}/include" ABSOLUTE)
set(banner "// ----------------------------------------------------------------------------------------------")

# Puts lines of a header after what is there already, under its name.
function(write_part header text)
  string(REGEX REPLACE "\n\n\n+" "\n\n" text "${text}")
  string(REGEX REPLACE "^\n*(.*[^\n])\n*$" "\\1" text "${text}")
  if(text STREQUAL "")
    return()
  endif()
  file(RELATIVE_PATH name "${include_dir}" "${header}")
  set_property(GLOBAL APPEND_STRING PROPERTY text "\n${banner}\n// ${name}\n${banner}\n\n${text}\n")
endfunction()

# Puts a header after what is there already, with what it includes in the place of the include. State is in global
# properties, since the headers are walked by recursion.
function(append_header header)
  get_property(written GLOBAL PROPERTY written)
  if(header IN_LIST written)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY written "${header}")
  get_filename_component(folder "${header}" DIRECTORY)

  set(text "")
  set(depth 0) # of #if
  # Not a list of lines: a bracket or a semicolon in a line would break it.
  file(READ "${header}" rest)
  # The bodies come after all headers.
  string(REGEX REPLACE "\n#ifndef FIRECRAWL_COMPILED\n(#include \"[^\"\n]*\"\n)+#endif\n" "\n" rest "${rest}")
  while(NOT rest STREQUAL "")
    string(FIND "${rest}" "\n" length)
    string(SUBSTRING "${rest}" 0 ${length} line)
    math(EXPR length "${length} + 1")
    string(SUBSTRING "${rest}" ${length} -1 rest)

    if(line MATCHES "^#include \"(.*)\"")
      if(NOT depth EQUAL 0)
        message(FATAL_ERROR "${header}: a header of our own within #if cannot be put into one file")
      endif()
      get_filename_component(included "${folder}/${CMAKE_MATCH_1}" ABSOLUTE)
      if(text MATCHES "(^|\n)[^/\n]") # code: the included header comes between it and the rest
        write_part("${header}" "${text}")
        set(text "")
      endif()
      append_header("${included}")
    elseif(line MATCHES "^#include (<.*>)" AND depth EQUAL 0)
      # Gathered at the top. Those that depend on the platform stay within their #if.
      set_property(GLOBAL APPEND PROPERTY system "#include ${CMAKE_MATCH_1}")
    elseif(line MATCHES "^(#pragma once|/// @file|/// @ingroup|// SPDX-)")
      # one for the whole file, below
    else()
      if(line MATCHES "^ *# *if")
        math(EXPR depth "${depth} + 1")
      elseif(line MATCHES "^ *# *endif")
        math(EXPR depth "${depth} - 1")
      endif()
      string(APPEND text "${line}\n")
    endif()
  endwhile()

  write_part("${header}" "${text}")
endfunction()

append_header("${include_dir}/firecrawl/firecrawl.hpp")
append_header("${include_dir}/firecrawl/testing.hpp")
get_property(declarations GLOBAL PROPERTY text)
get_property(system GLOBAL PROPERTY system)
set_property(GLOBAL PROPERTY text "")
set_property(GLOBAL PROPERTY system "")

# What needs OpenSSL is there for those who ask for it.
append_header("${include_dir}/firecrawl/webhook_signature.hpp")
get_property(signature GLOBAL PROPERTY text)
get_property(signature_system GLOBAL PROPERTY system)
set_property(GLOBAL PROPERTY text "")
set_property(GLOBAL PROPERTY system "")

file(STRINGS "${include_dir}/firecrawl/src.hpp" bodies REGEX "^#include ")
foreach(line IN LISTS bodies)
  string(REGEX REPLACE "^#include \"(.*)\"" "\\1" file "${line}")
  append_header("${include_dir}/firecrawl/${file}")
endforeach()
get_property(bodies GLOBAL PROPERTY text)
get_property(bodies_system GLOBAL PROPERTY system)

file(READ "${SOURCE_DIR}/LICENSE" licence)
string(REGEX REPLACE "\n$" "" licence "${licence}")
string(REPLACE "\n" "\n// " licence "// ${licence}")
string(REGEX REPLACE " +\n" "\n" licence "${licence}")
file(STRINGS "${include_dir}/firecrawl/config.hpp" version REGEX "#define FIRECRAWL_VERSION ")
string(REGEX REPLACE ".*\"(.*)\".*" "\\1" version "${version}")
list(REMOVE_DUPLICATES system)
list(SORT system)
list(REMOVE_DUPLICATES bodies_system)
list(SORT bodies_system)
list(REMOVE_ITEM bodies_system ${system})
list(REMOVE_DUPLICATES signature_system)
list(REMOVE_ITEM signature_system ${system})
list(JOIN system "\n" system)
list(JOIN signature_system "\n" signature_system)
list(JOIN bodies_system "\n" bodies_system)

# A guard and no #pragma once: two libraries may each bring a copy. Together with the headers that it was made from it
# would define everything twice; config.hpp reports that.
file(
  WRITE "${OUTPUT}"
  "// SPDX-License-Identifier: MIT
// firecrawl-cpp ${version} as one file, made by cmake/SingleHeader.cmake: change the headers, not this.
//
${licence}
#ifndef FIRECRAWL_SINGLE_HPP
#define FIRECRAWL_SINGLE_HPP
#ifdef FIRECRAWL_VERSION
#error \"include either firecrawl_single.hpp or the headers under firecrawl/, not both\"
#endif
#if defined(FIRECRAWL_SOURCE) && !defined(FIRECRAWL_COMPILED)
#error \"FIRECRAWL_SOURCE is for programs that compile every file with -DFIRECRAWL_COMPILED\"
#endif

${system}
${declarations}
#ifdef FIRECRAWL_WEBHOOK_SIGNATURE
${signature_system}
${signature}
#endif
#if !defined(FIRECRAWL_COMPILED) || defined(FIRECRAWL_SOURCE)
${bodies_system}
${bodies}
#endif
#endif
")
