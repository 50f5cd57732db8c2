# SPDX-License-Identifier: MIT
list(JOIN warnings " " all_warnings)
list(JOIN more_warnings " " more)
run(${CMAKE_COMMAND} -S "${consumers}/settings" -B "${WORK_DIR}" -G "Ninja Multi-Config" "-DCMAKE_CXX_COMPILER=${CXX}"
    "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}" "-DCMAKE_CXX_FLAGS=${all_warnings} ${more}")
run(${CMAKE_COMMAND} --build "${WORK_DIR}" --config Debug)
file(RENAME "${WORK_DIR}/Debug/app" "${WORK_DIR}/app")
