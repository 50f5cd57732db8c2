# SPDX-License-Identifier: MIT
build_with_cmake(parent "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
# With all that it can be asked for: what would be built is only looked at.
run(${CMAKE_COMMAND} -S "${consumers}/parent" -B "${WORK_DIR}/all" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
    "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}" -DALL_OF_IT=ON -DFIRECRAWL_BUILD_TESTS=ON -DFIRECRAWL_BUILD_EXAMPLES=ON
    -DFIRECRAWL_INSTALL=OFF)
