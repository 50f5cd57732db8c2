#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/matrix_wine.sh build-for-windows build-for-linux
# Part of cmake/matrix.sh: runs under Wine what was compiled for Windows, and the demo server outside of it.
set -eu
windows=$1
linux=$2
sources=$(cd "$(dirname "$0")/.." && pwd)
export WINEDEBUG=-all
cd "$windows"

echo "== the plain consumer"
flags=$(PKG_CONFIG_LIBDIR=/mingw/lib/pkgconfig pkg-config --static --cflags --libs libcurl)
# shellcheck disable=SC2086 # flags, one word each
x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -static -isystem /mingw/include -DCURL_STATICLIB -I "$sources/include" \
  "$sources/tests/consumers/app.cpp" -o app.exe $flags
wine app.exe | grep '^firecrawl .* is here'

echo "== a whole job of the demo server"
rm -rf read*
"$linux/tests/demo_server" -- wine examples/read_job.exe demo 'read/Übersicht' >read.txt
tail -n 1 read.txt
grep -q 'completed, 250 documents read, 250 of 250 URLs done' read.txt
[ "$(find 'read/Übersicht' -name '*.md' -size +0 | wc -l)" = 250 ]

echo "== the same job over https, of a server whose authority is known, and of one whose authority is not"
# shellcheck disable=SC2086 # flags, one word each
x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -static -isystem /mingw/include -DCURL_STATICLIB -I "$sources/include" \
  "$sources/tests/consumers/windows/read_over_tls.cpp" -o read_over_tls.exe $flags
rm -rf tls && mkdir tls && cd tls
key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
# shellcheck disable=SC2086 # options, one word each
for name in known unknown; do
  openssl req -x509 $key -subj "/CN=$name" -keyout "$name.key" -out "$name.pem" -addext keyUsage=critical,keyCertSign 2>log
  openssl req -x509 $key -subj "/CN=localhost" -addext subjectAltName=DNS:localhost -addext basicConstraints=CA:FALSE \
    -CA "$name.pem" -CAkey "$name.key" -keyout "$name.server.key" -out "$name.server.pem" 2>log
done
serve() {
  echo "server { listen 127.0.0.1:$2 ssl; ssl_certificate $1.server.pem; ssl_certificate_key $1.server.key;"
  # shellcheck disable=SC2016 # it is nginx that expands it
  echo 'location / { proxy_pass http://127.0.0.1:8081; proxy_set_header Host $http_host; } }'
}
{
  echo 'pid pid; error_log error.log; events {} http { access_log access.log;'
  serve known 8443 && serve unknown 8444 && echo '}'
} >nginx.conf
nginx -p "$PWD/" -c nginx.conf
trap 'kill "$(cat "$windows/tls/pid")"' EXIT
cd ..
# With a ca_file, since Wine's own part of Schannel looks at no certificate: what curl does itself is what is seen here.
read_over_tls() {
  # shellcheck disable=SC2016 # it is the inner shell that expands
  "$linux/tests/demo_server" --port 8081 -- sh -c 'unset FIRECRAWL_API_URL; exec wine read_over_tls.exe "$1" tls/known.pem' \
    sh "$1" | tr -d '\r' | tee tls/read.txt
}
read_over_tls https://localhost:8443
grep -qx '250 documents' tls/read.txt
read_over_tls https://localhost:8444
grep -q 'trust error.*the authorities in ca_file (tls/known.pem) alone' tls/read.txt

echo "== the tests without a network"
wine tests/unit_tests.exe >tests.txt || { tail -n 100 tests.txt; exit 1; }
tr -d '\r' <tests.txt | sed -n 's/^All tests passed (.* assertions in \([0-9]*\) test cases)$/result: \1 test cases passed/p' | grep .
