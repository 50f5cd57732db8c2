#!/bin/sh
# sh cmake/test.sh [ctest-argument...]
# Builds and runs the tests, setting up all they need first. FIRECRAWL_WERROR=ON makes warnings errors.
set -eu
cd "$(dirname "$0")/.."

sh cmake/setup.sh
cmake -S . -B build/test -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON \
  -DFIRECRAWL_WERROR="${FIRECRAWL_WERROR:-OFF}"
cmake --build build/test
cd build/test
exec ctest --output-on-failure -j "$(getconf _NPROCESSORS_ONLN)" "$@"
