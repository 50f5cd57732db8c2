# SPDX-License-Identifier: MIT
set(configure ${CMAKE_COMMAND} -S "${consumers}/vendored_json" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
              "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
execute_process(COMMAND ${configure} -B "${WORK_DIR}/without" RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "add_library\\(nlohmann_json::nlohmann_json INTERFACE IMPORTED\\)")
  message(FATAL_ERROR "without nlohmann/json: ${output}")
endif()

set(folder "${WORK_DIR}/vendored")
file(COPY "${JSON_HEADERS}/nlohmann" DESTINATION "${folder}")
file(READ "${folder}/nlohmann/json.hpp" text)
file(
  WRITE "${folder}/nlohmann/json.hpp"
  "#define VENDORED_JSON
#define NLOHMANN_JSON_NAMESPACE nlohmann::vendored
#define NLOHMANN_JSON_NAMESPACE_BEGIN namespace nlohmann { inline namespace vendored {
#define NLOHMANN_JSON_NAMESPACE_END }}
${text}")
build_with_cmake(vendored_json "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}" "-DJSON_FOLDER=${folder}")
