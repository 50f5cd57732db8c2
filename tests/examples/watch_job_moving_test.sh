#!/bin/sh
# SPDX-License-Identifier: MIT
# watch_job_moving_test.sh WATCH_JOB: watches a job of 250 documents whose listing moves. Each document is there
# once, and a second run from an older cursor repeats none.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

all_once() {
  test "$(wc -l <"$folder/out/documents.jsonl")" -eq 250
  test "$(sort -u "$folder/out/scrape_ids.txt" | wc -l)" -eq 250
}

"$1" demo "$folder/out"
all_once

# As if the server had moved its listing since: it goes on in front of what it has.
sed -i 's|"next":null|"next":"/v1/batch/scrape/demo?skip=40"|' "$folder/out/cursor.json"
"$1" demo "$folder/out"
all_once
