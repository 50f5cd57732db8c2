# SPDX-License-Identifier: MIT
# cmake [-DEXIT_CODE=n] [-DEXPECT=regex] [-DMOST_LINES=n] -P RunAndExpect.cmake -- command argument...
# Runs a command and fails unless it exits with EXIT_CODE (0) and prints, on either stream, what EXPECT says, in no more
# than MOST_LINES.
# (CTest's own PASS_REGULAR_EXPRESSION ignores the exit code.)

set(command)
set(seen_separator OFF)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  set(argument "${CMAKE_ARGV${index}}")
  if(seen_separator)
    list(APPEND command "${argument}")
  elseif(argument STREQUAL "--")
    set(seen_separator ON)
  endif()
endforeach()

if("${EXIT_CODE}" STREQUAL "")
  set(EXIT_CODE 0)
endif()

execute_process(
  COMMAND ${command}
  RESULT_VARIABLE result
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
message("${output}")
if(NOT result STREQUAL EXIT_CODE)
  message(FATAL_ERROR "exited with ${result}, expected ${EXIT_CODE}")
endif()
if(EXPECT AND NOT output MATCHES "${EXPECT}")
  message(FATAL_ERROR "nothing printed matches: ${EXPECT}")
endif()
if(MOST_LINES)
  string(REGEX MATCHALL "\n" lines "${output}")
  list(LENGTH lines lines)
  if(lines GREATER MOST_LINES)
    message(FATAL_ERROR "${lines} lines were printed, more than ${MOST_LINES}")
  endif()
endif()
