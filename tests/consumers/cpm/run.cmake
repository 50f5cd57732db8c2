# SPDX-License-Identifier: MIT
# The line that the README shows for CPM.
file(READ "${SOURCE_DIR}/README.md" readme)
string(REGEX MATCH "CPMAddPackage\\(\"[^)]*\"\\)" line "${readme}")
make_repository("${WORK_DIR}/firecrawl-cpp.git")
string(REGEX REPLACE "\"https://.*#main\"" "\"${WORK_DIR}/firecrawl-cpp.git#v${VERSION}\"" line "${line}")
file(WRITE "${WORK_DIR}/line.cmake" "${line}\n")
build_with_cmake(cpm "-DLINE=${WORK_DIR}/line.cmake")
