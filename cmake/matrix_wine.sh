#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/matrix_wine.sh build-for-windows build-for-linux
# Part of cmake/matrix.sh: runs under Wine what was compiled for Windows, and the demo server outside of it.
set -eu
windows=$1
linux=$2
sources=$(cd "$(dirname "$0")/.." && pwd)
export WINEDEBUG=-all
cd "$windows"

echo "== the plain consumer"
flags=$(PKG_CONFIG_LIBDIR=/mingw/lib/pkgconfig pkg-config --static --cflags --libs libcurl)
# shellcheck disable=SC2086 # flags, one word each
x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -static -isystem /mingw/include -DCURL_STATICLIB -I "$sources/include" \
  "$sources/tests/consumers/app.cpp" -o app.exe $flags
wine app.exe | grep '^firecrawl .* is here'

echo "== a whole job of the demo server"
rm -rf read*
"$linux/tests/demo_server" -- wine examples/read_job.exe demo 'read/Übersicht' >read.txt
tail -n 1 read.txt
grep -q 'completed, 250 documents read, 250 of 250 URLs done' read.txt
[ "$(find 'read/Übersicht' -name '*.md' -size +0 | wc -l)" = 250 ]

echo "== the tests without a network"
wine tests/unit_tests.exe >tests.txt || { tail -n 100 tests.txt; exit 1; }
tr -d '\r' <tests.txt | sed -n 's/^All tests passed (.* assertions in \([0-9]*\) test cases)$/result: \1 test cases passed/p' | grep .
