#!/bin/sh
# sh cmake/coverage.sh [lowest-percentage]
# Builds the tests with gcc's coverage, runs them and prints what they leave of include/: lines, and branches but
# for those that the compiler adds for exceptions. Pages to click through: build/coverage/html/index.html.
# Exits with 2 (lines), 4 (branches) or 6 where less than so much is covered (95).
set -eu
cd "$(dirname "$0")/.."

sh cmake/setup.sh gcovr
cmake --preset coverage -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
ctest --preset coverage -j "$(getconf _NPROCESSORS_ONLN)"
mkdir -p build/coverage/html
exec gcovr --root . --filter include/ --exclude-throw-branches --exclude-unreachable-branches \
  --html-details build/coverage/html/index.html --txt --print-summary \
  --fail-under-line "${1:-95}" --fail-under-branch "${1:-95}" build/coverage
