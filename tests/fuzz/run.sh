#!/bin/sh
# SPDX-License-Identifier: MIT
# sh tests/fuzz/run.sh [seconds [target...]]
# Builds the fuzz targets with clang++ and runs each for so many seconds (60), FIRECRAWL_JOBS at once (as many as
# there are processors). What they learn is kept in build/fuzz/learned, what they find in build/fuzz/findings. Fails
# if one of them finds something. FIRECRAWL_FUZZ_FLAGS are the compiler's in place of the preset's -O1 -g1.
set -eu
cd "$(dirname "$0")/../.."

seconds=${1:-60}
[ $# -eq 0 ] || shift
targets=$*
[ -n "$targets" ] || targets=$(basename -s .cpp -a tests/fuzz/fuzz_*.cpp)

cmake --preset fuzz ${FIRECRAWL_FUZZ_FLAGS:+"-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=$FIRECRAWL_FUZZ_FLAGS"} >/dev/null
cmake --build --preset fuzz

out=$PWD/build/fuzz
mkdir -p "$out/findings"

# shellcheck disable=SC2016 # the inner shell expands it
run_one='
  target=$1 seconds=$2 out=$3
  seeds=tests/fuzz/corpus/${target#fuzz_}
  mkdir -p "$out/learned/$target"
  if "$out/tests/fuzz/$target" -max_total_time="$seconds" -max_len=8192 -timeout=25 -rss_limit_mb=4096 -verbosity=0 \
    -print_final_stats=1 -dict=tests/fuzz/words.dict -artifact_prefix="$out/findings/$target-" \
    "$out/learned/$target" "$seeds" >"$out/$target.log" 2>&1; then
    printf "%-18s %s inputs\n" "$target" "$(sed -n "s/^stat::number_of_executed_units: *//p" "$out/$target.log")"
  else
    printf "%-18s FAILED\n" "$target"
    tail -n 60 "$out/$target.log"
    exit 1
  fi
'
# shellcheck disable=SC2086 # a list of names, one word each
printf '%s\n' $targets | xargs -P "${FIRECRAWL_JOBS:-$(getconf _NPROCESSORS_ONLN)}" -I '{}' sh -c "$run_one" run_one '{}' "$seconds" "$out"
