#!/bin/sh
# SPDX-License-Identifier: MIT
# demo_server_test.sh DEMO_SERVER SOURCE STATUS: what the tool says to its user. SOURCE is the file with its options,
# STATUS the example.
set -eu
server=$1
source=$2
status=$3
folder=$(mktemp -d)
process=
trap 'rm -rf "$folder"; [ -z "$process" ] || kill "$process" 2>/dev/null || true' EXIT

# says CODE TEXT argument...: exits so, and says what is wrong in two lines.
says() {
  code=0
  "$server" "$@" >"$folder/output" 2>"$folder/error" || code=$?
  cat "$folder/error"
}
refuses() {
  expected=$1
  shift
  says "$@"
  test $code -eq 2
  test ! -s "$folder/output"
  test "$(wc -l <"$folder/error")" -eq 2
  grep -qF -e "demo_server: $expected" "$folder/error"
}

# --help lists every option in the source, and the server takes every option that is listed.
"$server" --help >"$folder/help"
sed -n 's/^  \(--[a-z-]*\) .*/\1/p' "$folder/help" | sort >"$folder/listed"
grep -o '"--[a-z][a-z-]*"' "$source" | tr -d '"' | sort -u >"$folder/taken"
diff "$folder/listed" "$folder/taken"
test "$(wc -l <"$folder/listed")" -gt 15
while read -r option; do
  if grep -q "^  $option  " "$folder/help"; then
    says "$option" -- true
    test $code -eq 0
    refuses "$option takes no value" "$option=1"
  else
    refuses "no value: $option" "$option"
    refuses "no value: $option" "$option" --gzip
  fi
done <"$folder/listed"
awk 'length > 120 { print "too long: " $0; exit 1 }' "$folder/help"

# What is wrong is said, not all that would be right.
refuses "unknown option: --jbo" --jbo demo
refuses "not an option: status (a command comes after --)" status demo
refuses "no command after --" --gzip --
refuses "--documents ten: not a number" --documents ten
refuses "--documents 0: not between 1 and " --documents 0
refuses "--documents 99999999999999999999: not between 1 and " --documents 99999999999999999999
refuses "--fail-status 503,99: not between 200 and 599" --fail-status 503,99
refuses "--port 0: not between 1 and 65535" --port 0
refuses "--port 65536: not between 1 and 65535" --port 65536
refuses "--next sideways: not one of absolute, path" --next=sideways
refuses "--key a b: not made of letters" --key "a b"
refuses "--finished has no meaning with --interval-ms" --interval-ms 10 --finished 5
refuses "--step has no meaning without --interval-ms" --step 5
says --folder "$folder/none"
test $code -eq 1
grep -qF "$folder/none" "$folder/error"

# Without a command it says where it is, and what to export; a program that does so reaches it.
mkfifo "$folder/lines"
"$server" --job seven --documents 7 --key fc-seven >"$folder/lines" &
process=$!
exec 3<"$folder/lines"
read -r first <&3
read -r second <&3
echo "$first"
echo "$second"
case $first in
  "serving job seven (7 documents) at http://127.0.0.1:"*"; Ctrl-C ends it. To use it:") ;;
  *) exit 1 ;;
esac
case $second in
  "export FIRECRAWL_API_URL=http://127.0.0.1:"*" FIRECRAWL_API_KEY=fc-seven") ;;
  *) exit 1 ;;
esac
(
  unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
  eval "$second"
  "$status" seven
) | tee "$folder/status"
grep -q "7 of 7" "$folder/status"
kill -TERM "$process"
wait "$process"
process=

# On the port that it is told, which nobody else may have.
port=${first#*http://127.0.0.1:}
port=${port%%;*}
"$server" --port "$port" >"$folder/lines" &
process=$!
exec 3<"$folder/lines"
read -r first <&3
case $first in
  *" at http://127.0.0.1:$port; "*) ;;
  *) exit 1 ;;
esac
says --port "$port" -- true
test $code -eq 1
grep -qF "cannot listen on port $port: " "$folder/error"
kill -TERM "$process"
wait "$process"
process=
