# SPDX-License-Identifier: MIT
# FIRECRAWL_FETCH_DEPENDENCIES, on a system without the libraries. Nothing is downloaded here: FetchContent is told
# where the sources are.
set(hidden -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON)

# Without the option it is said what to install, and that there is the option.
execute_process(
  COMMAND ${CMAKE_COMMAND} -S "${SOURCE_DIR}" -B "${WORK_DIR}/without" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
          -DFIRECRAWL_BUILD_TESTS=OFF -DFIRECRAWL_BUILD_EXAMPLES=OFF ${hidden}
  RESULT_VARIABLE result
  OUTPUT_QUIET
  ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "firecrawl needs nlohmann/json.*apt install.*-DFIRECRAWL_FETCH_DEPENDENCIES=ON")
  message(FATAL_ERROR "exit status ${result}: ${output}")
endif()

set(sources "${consumers}/fetched_dependencies")
build_with_cmake(
  add_subdirectory
  ${hidden}
  "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}"
  -DFIRECRAWL_FETCH_DEPENDENCIES=ON
  "-DFETCHCONTENT_SOURCE_DIR_NLOHMANN_JSON=${sources}/json"
  "-DFETCHCONTENT_SOURCE_DIR_CURL=${sources}/curl")
foreach(name IN ITEMS nlohmann_json curl)
  if(NOT IS_DIRECTORY "${WORK_DIR}/_deps/${name}-build")
    message(FATAL_ERROR "${name} is not the one that FetchContent has made available")
  endif()
endforeach()
