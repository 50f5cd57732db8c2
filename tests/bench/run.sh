#!/bin/sh
# SPDX-License-Identifier: MIT
# sh tests/bench/run.sh [rounds]
# sh tests/bench/run.sh compile [rounds]
# Builds the benchmarks, runs them (five rounds, some ten minutes) and prints one table; writes it to results.md
# and a chart to results.svg, next to this file. Installs what it needs: Debian packages, and one npm package into
# the build folder. Run it on a machine that has nothing else to do. With "compile" it measures how long files take to
# compile, with each compiler that is there, and replaces that part of results.md; half an hour.
set -eu
cd "$(dirname "$0")/../.."
build=build/bench

if [ "${1:-}" = compile ]; then
  command -v node >/dev/null || sh cmake/setup.sh nodejs
  exec node tests/bench/compile.mjs "${2:-3}"
fi

rivals="libbenchmark-dev libsimdjson-dev iproute2"
command -v npm >/dev/null || rivals="$rivals nodejs npm"
if apt-cache show libcpr-dev >/dev/null 2>&1; then rivals="$rivals libcpr-dev"; fi
# shellcheck disable=SC2086 # one word a package
sh cmake/setup.sh $rivals

cmake -S . -B $build -G Ninja -DCMAKE_BUILD_TYPE=Release -DFIRECRAWL_BUILD_EXAMPLES=OFF >/dev/null
cmake --build $build --target firecrawl_benchmarks

mkdir -p $build/js
cp tests/bench/package.json tests/bench/read.mjs $build/js
(cd $build/js && npm install --silent --no-audit --no-fund)

exec node tests/bench/run.mjs "$build" "${1:-5}"
