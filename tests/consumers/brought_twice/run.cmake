# SPDX-License-Identifier: MIT
set(config include/firecrawl/config.hpp)
foreach(copy IN ITEMS first second other)
  file(COPY "${SOURCE_DIR}/include" "${SOURCE_DIR}/cmake" "${SOURCE_DIR}/CMakeLists.txt"
       DESTINATION "${WORK_DIR}/${copy}_copy")
endforeach()
file(READ "${WORK_DIR}/other_copy/${config}" text)
string(REPLACE "#define FIRECRAWL_VERSION \"${VERSION}\"" "#define FIRECRAWL_VERSION \"99.1.0\"" text "${text}")
file(WRITE "${WORK_DIR}/other_copy/${config}" "${text}")

# Another version for the second is an error that says so.
execute_process(
  COMMAND ${CMAKE_COMMAND} -S "${consumers}/brought_twice" -B "${WORK_DIR}/other" -G "${GENERATOR}"
          "-DCMAKE_CXX_COMPILER=${CXX}" "-DFIRST_COPY=${WORK_DIR}/first_copy" "-DSECOND_COPY=${WORK_DIR}/other_copy"
  RESULT_VARIABLE result
  ERROR_VARIABLE output)
string(REGEX REPLACE "[ \n]+" " " output "${output}")
if(result EQUAL 0 OR NOT output MATCHES "has firecrawl ${VERSION} already.*is firecrawl 99\\.1\\.0")
  message(FATAL_ERROR "two versions in one build: ${output}")
endif()

set(copies "-DFIRST_COPY=${WORK_DIR}/first_copy" "-DSECOND_COPY=${WORK_DIR}/second_copy")
# If the project itself has found a third, that is for both.
set(path "$ENV{CMAKE_PREFIX_PATH}")
set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:${path}")
run(${CMAKE_COMMAND} -S "${consumers}/brought_twice" -B "${WORK_DIR}/found" -G "${GENERATOR}"
    "-DCMAKE_CXX_COMPILER=${CXX}" ${copies} -DFOUND_BEFORE=ON)
set(ENV{CMAKE_PREFIX_PATH} "${path}")

build_with_cmake(brought_twice ${copies})
