#!/bin/sh
# SPDX-License-Identifier: MIT
# watch_job_test.sh WATCH_JOB: watches a job of 250 documents, of which 10 are finished every 20 ms.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fails_with() {
  expected=$1
  status=0
  shift
  "$@" 2>"$folder/messages" || status=$?
  cat "$folder/messages"
  test $status -eq "$expected"
}

# If the standard error is not a terminal: lines.
"$1" demo "$folder/out" >"$folder/result" 2>"$folder/lines"
cat "$folder/lines"
grep '^ *100%  250/250 .*/s  completed$' "$folder/lines"
grep '^job demo: completed, 250 documents in ' "$folder/result"
test "$(wc -l <"$folder/out/documents.jsonl")" -eq 250
test "$(find "$folder/out/markdown" -name '*.md' | wc -l)" -eq 250

# Nothing is left to do, so nothing is asked for.
FIRECRAWL_API_URL=http://127.0.0.1:1 "$1" demo "$folder/out" | grep '^job demo: completed, 250 documents'

# Data that is not its own stays as it is.
fails_with 1 "$1" another "$folder/out"
grep 'is the folder of another job: "demo"' "$folder/messages"
rm "$folder/out/cursor.json"
fails_with 1 "$1" demo "$folder/out"
grep 'no cursor.json' "$folder/messages"
test "$(wc -l <"$folder/out/documents.jsonl")" -eq 250

# A terminal gets a bar, drawn over itself.
if script -qec true /dev/null >/dev/null 2>&1; then
  script -qec "'$1' demo '$folder/terminal'" /dev/null </dev/null >"$folder/screen"
  tr '\r' '\n' <"$folder/screen" >"$folder/drawn"
  cat "$folder/drawn"
  grep '^\[=* *>* *\] ' "$folder/drawn"
  grep '^\[=*\] 100%  250/250 ' "$folder/drawn"
fi
