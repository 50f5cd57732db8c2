#!/bin/sh
# SPDX-License-Identifier: MIT
# resume_test.sh RESUME: reads a job of 250 documents in parts, each with a run of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for part in 1 2 3 4; do
  "$1" demo "$folder/token" 100 >>"$folder/urls" 2>"$folder/messages.$part"
  cat "$folder/messages.$part"
done
i=0
while [ $i -lt 250 ]; do
  echo "https://site.example/page/$i"
  i=$((i + 1))
done >"$folder/expected"
cmp "$folder/expected" "$folder/urls"
grep "100 documents, more to come" "$folder/messages.2"
grep "50 documents, the last ones" "$folder/messages.3"
grep "nothing is left" "$folder/messages.4"

# The token of another job is refused.
echo "/v1/batch/scrape/another?skip=100" >"$folder/token"
status=0
"$1" demo "$folder/token" || status=$?
test $status -eq 2
