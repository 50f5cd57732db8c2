#!/bin/sh
# SPDX-License-Identifier: MIT
# sh tests/long_runs.sh [seconds]
# What takes too long for every change: each fuzz target for so many seconds (3600), all side by side, and with them
# twenty thousand random drains, the fault matrix, the unit tests under valgrind, and the soak. Installs what it needs.
# Writes tests/long_runs.md; fails if something was found.
set -eu
cd "$(dirname "$0")/.."

seconds=${1:-3600}
out=$PWD/build/long_runs
mkdir -p "$out"

sh cmake/setup.sh clang libclang-rt-dev valgrind nginx-light openssl
cmake --preset dev >/dev/null
cmake --build --preset dev --target firecrawl_unit_tests firecrawl_fault_tests
cmake --preset bench >/dev/null
cmake --build build/bench --target firecrawl_soak

FIRECRAWL_JOBS=100 nice -n 10 sh tests/fuzz/run.sh "$seconds" >"$out/fuzz" 2>&1 &
fuzz=$!
trap 'kill $fuzz 2>/dev/null || true' EXIT

failed=0
# run NAME COMMAND...: keeps what it prints in a file of that name.
run() {
  echo "== $1"
  name=$1
  shift
  "$@" >"$out/$name" 2>&1 || { failed=1; echo "$name failed:"; tail -n 40 "$out/$name"; }
}
run valgrind valgrind --error-exitcode=1 --leak-check=full build/dev/tests/unit_tests
run matrix env FIRECRAWL_TABLE=1 build/dev/tests/fault_tests '[matrix],[tls]'
run drains env FIRECRAWL_TABLE=1 FIRECRAWL_DRAINS=5000 build/dev/tests/fault_tests '[random]'
run soak build/bench/tests/soak/soak
echo "== fuzz"
wait $fuzz || failed=1
trap - EXIT
grep -v '^\[' "$out/fuzz" | tail -n 60

last() { sed -n "$2" "$out/$1" | tail -n 1; }
{
  echo "# Long runs"
  echo
  echo "\`sh tests/long_runs.sh $seconds\` on $(getconf _NPROCESSORS_ONLN) processors wrote this. All ran at once, each fuzz target for" \
    "$seconds s by the clock at low priority."
  echo
  echo "| what | figures |"
  echo "| --- | --- |"
  sed -n 's/^## \(.*\): \([0-9]* drains\), \(.*\)/| fault matrix, \1 | \2, \3 |/p' "$out/matrix"
  sed -n 's/^\(HTTP.2 behind nginx\): \(.*\)/| fault matrix, \1 | \2 |/p' "$out/matrix"
  echo "| random drains | $(last drains 's/^random drains so far: //p') |"
  echo "| unit tests under valgrind | $(last valgrind 's/^==[0-9]*== ERROR SUMMARY: \([0-9]* errors\).*/\1/p') |"
  echo "| soak: 20,000 pages, 100,000 calls | $(last soak '/^[A-Z].* to the end.$/s/\.$//p') |"
  sed -n 's/^fuzz_\([a-z_]*\) *\([0-9]*\) inputs$/| fuzz target \1 | \2 inputs, nothing found |/p; s/^fuzz_\([a-z_]*\) *FAILED$/| fuzz target \1 | FAILED |/p' \
    "$out/fuzz" | sort
} | tee tests/long_runs.md
exit $failed
