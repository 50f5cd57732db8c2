# SPDX-License-Identifier: MIT
# cmake -DINCLUDE_DIR=<include/> -P Rooms.cmake
# The house of the headers: each is in a room, and includes its own room and those above it. Fails on an include that
# goes down, on a header outside a room, on a public header that the list below does not have, on an include of ours
# from which nothing is used, on a public header that defines something in the namespace detail, on bodies (impl/*.ipp)
# that a header includes otherwise than at its end, without FIRECRAWL_COMPILED, and on curl or nlohmann/json in a room that has no
# business with it.
# Reads the headers as clang-format leaves them: what a namespace has begins in the first column.

cmake_minimum_required(VERSION 3.18)

# From the top down. Public headers are named one by one, since each is in front of some room: what it includes of
# detail/ is above it.
set(floors
    config
    detail/base
    cancellation
    impl/models
    impl/webhook_models
    error
    scrape_options
    webhook
    webhook_signature
    batch_scrape
    sitemap
    crawl
    map
    search
    account
    extract
    agent
    parse
    detail/json
    wait_set
    transport
    options
    detail/http
    curl_transport
    testing
    detail/call
    detail/wire
    model_json
    detail/job
    document
    job_models
    job_range
    job
    data_job
    report
    client
    firecrawl
    impl # the bodies of public headers, which include what they need
    src)

set(root "${INCLUDE_DIR}/firecrawl")
set(problems "")
macro(problem text)
  string(APPEND problems "\n  ${text}")
endmacro()

# What is left of a header's text without comments, strings and includes.
function(read_code path result)
  file(READ "${path}" code)
  string(REGEX REPLACE "\"([^\"\\\n]|\\\\.)*\"" "\"\"" code "${code}")
  string(REGEX REPLACE "//[^\n]*" "" code "${code}")
  set(${result}
      "${code}"
      PARENT_SCOPE)
endfunction()

# The names that a header declares: a regular expression, "a|b|c".
function(read_names path result)
  file(READ "${path}" text)
  string(REPLACE ";" " ;" text "${text}")
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  string(REGEX REPLACE "[][]" "" text "${text}") # a bracket would break a list
  set(names "")
  if(text MATCHES "#include <curl/curl.h>") # the one header that does is where others get curl from
    list(APPEND names CURL CURLcode)
  endif()
  string(REGEX MATCHALL "\n(class|struct|enum class|using) [A-Za-z0-9_]+( final)?( :| \\{| =)" found "${text}")
  foreach(match IN LISTS found)
    string(REGEX REPLACE "\n(class|struct|enum class|using) ([A-Za-z0-9_]+).*" "\\2" name "${match}")
    list(APPEND names "${name}")
  endforeach()
  # Functions and constants: the last name in front of the first "(", "=" or "{" of a line in the first column.
  string(REGEX MATCHALL "\n[a-z][^\n({=]*[ &*]([A-Za-z0-9_]+)( = |\\(|\\{)" found "${text}")
  foreach(match IN LISTS found)
    if(NOT match MATCHES "\n(namespace|class|struct|enum|using|template) ")
      string(REGEX REPLACE ".*[ &*]([A-Za-z0-9_]+)( = |\\(|\\{)" "\\1" name "${match}")
      list(APPEND names "${name}")
    endif()
  endforeach()
  string(REGEX MATCHALL "\n#define FIRECRAWL_[A-Z_]+" found "${text}")
  list(TRANSFORM found REPLACE "\n#define " "")
  list(APPEND names ${found})
  list(REMOVE_DUPLICATES names)
  list(JOIN names "|" names)
  set(${result}
      "${names}"
      PARENT_SCOPE)
endfunction()

# The place of a header among the floors; -1 for one that has none.
function(find_floor header result)
  string(REGEX REPLACE "\\.hpp$" "" name "${header}")
  if(name MATCHES "^detail/|\\.ipp$")
    get_filename_component(name "${name}" DIRECTORY)
  endif()
  list(FIND floors "${name}" floor)
  set(${result}
      ${floor}
      PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE headers RELATIVE "${root}" "${root}/*.hpp" "${root}/*.ipp")
list(LENGTH headers count)
if(count EQUAL 0)
  problem("there is no header in ${root}")
endif()

foreach(header IN LISTS headers)
  read_names("${root}/${header}" "names_${header}")
endforeach()

foreach(header IN LISTS headers)
  find_floor("${header}" floor)
  if(floor EQUAL -1)
    problem("${header} is in no room: see Rooms.cmake")
    continue()
  endif()
  get_filename_component(folder "${root}/${header}" DIRECTORY)
  read_code("${root}/${header}" code)
  if(NOT header MATCHES "^detail/|\\.ipp$" AND code MATCHES "\nnamespace detail \\{\n[^}]*\\{")
    problem("${header} is public, and defines something in the namespace detail")
  endif()
  if(NOT header MATCHES "^detail/http/" AND code MATCHES "\n#include <curl/")
    problem("${header} includes curl, which detail/http alone knows")
  endif()
  if(NOT header STREQUAL "detail/base/hmac.hpp" AND code MATCHES "\n#include <openssl/")
    problem("${header} includes OpenSSL, which detail/base/hmac.hpp alone knows")
  endif()
  file(STRINGS "${root}/${header}" openssl REGEX "^#include \".*(hmac|webhook_signature)\\.hpp\"")
  if(openssl AND NOT header STREQUAL "webhook_signature.hpp")
    problem("${header} includes what needs OpenSSL")
  endif()
  if(header MATCHES "^detail/base/" AND code MATCHES "\n#include <nlohmann/")
    problem("${header} includes nlohmann/json, and detail/base knows no JSON")
  endif()

  # A public header has its bodies at its end, for those who compile header-only.
  file(READ "${root}/${header}" text)
  string(REGEX REPLACE "\n#ifndef FIRECRAWL_COMPILED\n#include \"impl/[a-z_]+\\.ipp\"\n#endif\n$" "\n" text "${text}")
  if(NOT header STREQUAL "src.hpp" AND text MATCHES "\n#include \"[^\"]*\\.ipp\"")
    problem("${header} includes bodies, and not at its end for those who compile header-only")
  endif()

  file(STRINGS "${root}/${header}" includes REGEX "^#include \"")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^#include \"([^\"]*)\".*" "\\1" path "${line}")
    get_filename_component(path "${folder}/${path}" ABSOLUTE)
    file(RELATIVE_PATH included "${root}" "${path}")
    if(NOT EXISTS "${path}")
      problem("${header} includes ${included}, which is not there")
      continue()
    endif()
    if(included MATCHES "\\.ipp$")
      continue()
    endif()
    find_floor("${included}" below)
    if(below GREATER floor)
      problem("${header} includes ${included}, which is below it")
    endif()
    if(NOT header MATCHES "^(firecrawl|document|job_models|crawl|map)\\.hpp$" # they hand on what they include
       AND NOT included STREQUAL "config.hpp"
       AND NOT code MATCHES "[^A-Za-z0-9_](${names_${included}})[^A-Za-z0-9_]")
      problem("${header} includes ${included} and uses nothing of it")
    endif()
  endforeach()
endforeach()

if(NOT problems STREQUAL "")
  message(FATAL_ERROR "The headers are not in order:${problems}")
endif()
message(STATUS "${count} headers are in their rooms")
