#!/bin/sh
# SPDX-License-Identifier: MIT
# sh tests/harvest/run.sh [--quick]
# What takes too long for every change: the whole storm over examples/harvest on both stores, and how fast it is; half an
# hour and more. Installs what it needs. Writes tests/harvest/results.md; fails if a document was lost, or was there
# twice. With --quick it does a little of each in some minutes, to see that it works, and writes its results to
# build/harvest_results/results.md.
set -eu
cd "$(dirname "$0")/../.."

out=build/harvest_results
results=tests/harvest/results.md
storm_jobs=300
most=5000
speed_jobs=40
open_jobs=100000
case "$*" in
  "") ;;
  --quick)
    results=$out/results.md
    storm_jobs=20
    most=1000
    speed_jobs=4
    open_jobs=2000
    ;;
  *)
    echo "usage: sh tests/harvest/run.sh [--quick]" >&2
    exit 2
    ;;
esac
export FIRECRAWL_REQUIRE_TOOLS=1 # a store that is not there is a failure
mkdir -p "$out"

sh cmake/setup.sh libcli11-dev libsqlite3-dev libpq-dev libcpp-httplib-dev libssl-dev postgresql libfaketime
cmake --preset bench -DFIRECRAWL_BUILD_EXAMPLES=ON >/dev/null
cmake --build build/bench --target firecrawl_harvest firecrawl_storm firecrawl_harvest_figures
folder=build/bench/examples/harvest
harvest=$folder/harvest
faketime=$(find /usr/lib -name libfaketime.so.1 | head -n 1)
[ -n "$faketime" ] || { echo "libfaketime is missing" >&2; exit 1; }

# storm STORE [option...]: prints a line of the table
storm() {
  echo "== storm, $*" >&2
  "$folder/tests/storm" "$harvest" --jobs "$storm_jobs" --most "$most" --line 1 --store "$@"
}
# figures WHAT [argument...]: the same
figures() {
  echo "== $*" >&2
  "$folder/tests/harvest_figures" "$harvest" "$@"
}

{
  echo "| store | documents | jobs | seconds | a second | workers killed | stopped | restarts | requests failed | |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  storm sqlite
  storm postgres
  storm postgres --faketime "$faketime"
} >"$out/storm"
{
  echo "| | documents a second |"
  echo "| --- | --- |"
  figures reader "$speed_jobs"
  for store in sqlite postgres; do
    for workers in 1 2 4; do figures speed "$store" "$workers" "$speed_jobs"; done
  done
} >"$out/speed"
{
  echo "| | median, ms | 99 of 100, ms |"
  echo "| --- | --- | --- |"
  for store in sqlite postgres; do figures claims "$store" "$open_jobs"; done
} >"$out/claims"

{
  echo "# Harvest: the storm, and how fast it is"
  echo
  echo "\`sh tests/harvest/run.sh\` on $(getconf _NPROCESSORS_ONLN) processors wrote this. Server, database and workers share them."
  echo
  echo "## The storm"
  echo
  echo "8 workers, of which a random one is killed every second, and each fifth time stopped for longer than its lease" \
    "instead; a server that fails 20 % of all requests; a database that crashes twice. At the end each document is compared" \
    "with what the server has served: none is missing, none is there twice."
  echo
  cat "$out/storm"
  echo
  echo "## Documents a second"
  echo
  echo "$speed_jobs jobs of 1,000 documents of about 600 bytes, on a server that answers at once. The stores wait for the disk."
  echo
  cat "$out/speed"
  echo
  echo "## A claim"
  echo
  cat "$out/claims"
} | tee "$results"
