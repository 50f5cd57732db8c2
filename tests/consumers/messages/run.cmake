# SPDX-License-Identifier: MIT
# What somebody reads in whose project something is missing: what it is, and what to do.
set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
file(GLOB_RECURSE config "${PREFIX}/firecrawl-config.cmake")
file(COPY "${config}" DESTINATION "${WORK_DIR}/only_the_config")

# expect_message(fault regex option...)
function(expect_message fault regex)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S "${consumers}/messages" -B "${WORK_DIR}/${fault}" -G "${GENERATOR}"
            "-DCMAKE_CXX_COMPILER=${CXX}" -DFAULT=${fault} ${ARGN}
    RESULT_VARIABLE result
    OUTPUT_QUIET
    ERROR_VARIABLE output)
  file(REMOVE_RECURSE "${WORK_DIR}/${fault}")
  string(REGEX REPLACE "[ \n]+" " " words "${output}") # CMake breaks the lines
  if(result EQUAL 0 OR NOT words MATCHES "${regex}")
    message(FATAL_ERROR "${fault}: exit status ${result}, no \"${regex}\" in\n${output}")
  endif()
endfunction()

set(source "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
expect_message(no_json "Install it: Debian, Ubuntu: apt install nlohmann-json3-dev macOS: brew" "${source}")
expect_message(no_json "add_library\\(nlohmann_json::nlohmann_json INTERFACE IMPORTED\\) target_include" "${source}")
expect_message(no_catch2 "or leave the tests out: -DFIRECRAWL_BUILD_TESTS=OFF" "${source}")
expect_message(curl_without_target "found by a FindCURL.cmake that makes no target" "${source}")
expect_message(curl_without_target "found by a FindCURL.cmake that makes no target: make CURL::libcurl of it first")
expect_message(other_target "this build has firecrawl of an unknown version" "${source}")
expect_message(no_such_component "there is no component module: there are compiled and webhook")
expect_message(build_folder "only_the_config is a build folder: install it with cmake --install")
build_with_cmake(messages) # without a fault
