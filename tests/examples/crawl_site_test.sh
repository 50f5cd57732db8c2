#!/bin/sh
# SPDX-License-Identifier: MIT
# crawl_site_test.sh CRAWL_SITE: crawls a site of 60 pages; is killed on the way, and run again.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

touch "$folder/pages"
"$1" https://a.example "$folder/token" 60 >"$folder/pages" 2>"$folder/messages.1" &
process=$!
while [ "$(wc -l <"$folder/pages")" -lt 1 ]; do sleep 0.01; done
kill -KILL "$process" 2>/dev/null || true
wait "$process" || true

"$1" https://a.example "$folder/token" 60 >>"$folder/pages" 2>"$folder/messages.2"
cat "$folder/messages.1" "$folder/messages.2"
grep -q "started crawl" "$folder/messages.1"
test "$(grep -c "started crawl" "$folder/messages.2")" -eq 0
test "$(cut -f 1 "$folder/pages" | sort -u | wc -l)" -eq 60
cut -f 1 "$folder/pages" | grep -qx "https://a.example/page/59"
cat "$folder/messages.1" "$folder/messages.2" | grep '^ *100%  60/60 .*completed$'

# Nothing is left to do, so nothing is asked for.
FIRECRAWL_API_URL=http://127.0.0.1:1 "$1" https://a.example "$folder/token" 2>"$folder/messages.3"
grep "all was printed" "$folder/messages.3"
