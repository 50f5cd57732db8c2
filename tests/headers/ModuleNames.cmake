# SPDX-License-Identifier: MIT
# cmake -DSOURCE_DIR=<this project> -P ModuleNames.cmake
# What a program gets by including the public headers it gets by importing the module, too: cmake/firecrawl.cppm exports
# each of their names.

cmake_minimum_required(VERSION 3.18)

file(READ "${SOURCE_DIR}/cmake/firecrawl.cppm" module)
file(GLOB headers "${SOURCE_DIR}/include/firecrawl/*.hpp" "${SOURCE_DIR}/include/firecrawl/impl/*.hpp")
list(FILTER headers EXCLUDE REGEX "/webhook_signature\\.hpp$") # needs OpenSSL
set(of_detail make_cancellation_state cancel)
set(count 0)
foreach(header IN LISTS headers)
  # What begins a line is in the namespace, and not in a type.
  file(STRINGS "${header}" types REGEX "^(class|struct|enum class|using) [A-Z][A-Za-z]+( : .*)? [{=]")
  list(TRANSFORM types REPLACE "^(class|struct|enum class|using) ([A-Za-z]+).*" "\\2")
  file(STRINGS "${header}" functions REGEX "^[a-z[][^(#=]* [a-z_]+\\(")
  list(TRANSFORM functions REPLACE "^[^(]* ([a-z_]+)\\(.*" "\\1")
  list(REMOVE_ITEM functions ${of_detail})
  foreach(name IN LISTS types functions)
    math(EXPR count "${count} + 1")
    if(NOT module MATCHES "using firecrawl::(testing::)?${name};")
      message(SEND_ERROR "firecrawl.cppm does not export ${name}, of ${header}")
    endif()
  endforeach()
endforeach()
message("${count} declarations")
