#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/test.sh [ctest-argument...]
# Builds and runs the tests, setting up all they need first. FIRECRAWL_WERROR=ON makes warnings errors.
set -eu
cd "$(dirname "$0")/.."

# nginx and openssl are for the tests of TLS, what follows for the example harvest and its tests.
sh cmake/setup.sh nginx-light openssl libcli11-dev libsqlite3-dev libpq-dev libcpp-httplib-dev libssl-dev postgresql \
  libfaketime
# Debug information would take a fifth longer to compile: for a debugger there is the preset `dev`.
cmake -S . -B build/test -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DCMAKE_UNITY_BUILD=ON \
  -DFIRECRAWL_WERROR="${FIRECRAWL_WERROR:-OFF}" --log-level=WARNING
echo "== building the tests: the first time about five minutes on two processors that have nothing else to do"
cmake --build build/test
echo "== running the tests: some ten minutes; a test of a program that is not here counts as skipped"
cd build/test
# One more than there are processors: many tests wait for a server's silence.
exec ctest --output-on-failure --no-tests=error -j "$(($(getconf _NPROCESSORS_ONLN) + 1))" "$@"
