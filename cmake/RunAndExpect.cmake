# cmake [-DEXIT_CODE=n] [-DEXPECT=regex] -P RunAndExpect.cmake -- command argument...
# Runs a command and fails unless it exits with EXIT_CODE (0) and prints, on either stream, what EXPECT says.
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

if(NOT DEFINED EXIT_CODE)
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
