#!/bin/sh
# SPDX-License-Identifier: MIT
# sh tests/harvest/run.sh
# What takes too long for every change: the whole storm over examples/harvest on both stores, and how fast it is.
# Installs what it needs. Writes tests/harvest/results.md; fails if a document was lost, or was there twice.
set -eu
cd "$(dirname "$0")/../.."

sh cmake/setup.sh libcli11-dev libsqlite3-dev libpq-dev libcpp-httplib-dev libssl-dev postgresql libfaketime
cmake --preset bench -DFIRECRAWL_BUILD_EXAMPLES=ON >/dev/null
cmake --build build/bench --target firecrawl_harvest firecrawl_storm firecrawl_harvest_figures
folder=build/bench/examples/harvest
harvest=$folder/harvest
faketime=$(find /usr/lib -name libfaketime.so.1 | head -n 1)
out=build/harvest_results
mkdir -p "$out"

{
  echo "| store | documents | jobs | seconds | a second | workers killed | stopped | restarts | requests failed | |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  "$folder/tests/storm" "$harvest" --store sqlite --line 1
  "$folder/tests/storm" "$harvest" --store postgres --line 1
  "$folder/tests/storm" "$harvest" --store postgres --faketime "$faketime" --line 1
} >"$out/storm"
{
  echo "| | documents a second |"
  echo "| --- | --- |"
  "$folder/tests/harvest_figures" "$harvest" reader
  for store in sqlite postgres; do
    for workers in 1 2 4; do "$folder/tests/harvest_figures" "$harvest" speed $store $workers; done
  done
} >"$out/speed"
{
  echo "| | median, ms | 99 of 100, ms |"
  echo "| --- | --- | --- |"
  for store in sqlite postgres; do "$folder/tests/harvest_figures" "$harvest" claims $store; done
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
  echo "40 jobs of 1,000 documents of about 600 bytes, on a server that answers at once. The stores wait for the disk."
  echo
  cat "$out/speed"
  echo
  echo "## A claim"
  echo
  cat "$out/claims"
} | tee tests/harvest/results.md
