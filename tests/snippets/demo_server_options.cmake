# SPDX-License-Identifier: MIT
# cmake -DREADME=file -DSERVER=demo_server -P demo_server_options.cmake
# Fails unless the README shows what `demo_server --help` prints.
file(READ "${README}" readme)
execute_process(
  COMMAND "${SERVER}" --help
  RESULT_VARIABLE result
  OUTPUT_VARIABLE usage)
if(NOT result EQUAL 0 OR usage STREQUAL "")
  message(FATAL_ERROR "${SERVER} --help: ${result}")
endif()
string(FIND "${readme}" "```\n${usage}```\n" place)
if(place EQUAL -1)
  message(FATAL_ERROR "README.md does not show this:\n${usage}")
endif()
