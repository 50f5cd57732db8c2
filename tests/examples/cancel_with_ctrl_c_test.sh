#!/bin/sh
# SPDX-License-Identifier: MIT
# cancel_with_ctrl_c_test.sh PROGRAM: interrupts it while it follows a job of 300 documents, and goes on from the
# token that it prints.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

{
  status=0
  sh -c 'echo $$; exec "$0" demo' "$1" 2>"$folder/messages" || status=$?
  echo $status >"$folder/status"
} | {
  read -r process
  read -r first
  kill -INT "$process"
  echo "$first"
  cat
} >"$folder/urls"
cat "$folder/messages"
test "$(cat "$folder/status")" -eq 130

token=$(sed -n "s/.*to go on from here: .* '\(.*\)'\$/\1/p" "$folder/messages")
before=$(wc -l <"$folder/urls")
"$1" demo "$token" >>"$folder/urls"
echo "$before documents before the token"
test "$before" -lt 300
i=0
while [ $i -lt 300 ]; do
  echo "https://site.example/page/$i"
  i=$((i + 1))
done | cmp - "$folder/urls"
