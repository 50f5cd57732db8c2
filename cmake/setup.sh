#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/setup.sh [package...]
# Installs what the tests and the demo are built with, and the packages named, if Debian's apt can; touches
# nothing if all of it is there already.
set -eu

packages="g++ cmake ninja-build make pkg-config libcurl4-openssl-dev ca-certificates \
nlohmann-json3-dev catch2 zlib1g-dev libasio-dev libuv1-dev libssl-dev $*"

if ! command -v apt-get >/dev/null; then
  echo "This is not a Debian system: install by hand what is missing of a C++17 compiler, CMake, Ninja, make," >&2
  echo "pkg-config, libcurl, nlohmann/json, Catch2 and zlib. Going on." >&2
  exit 0
fi

not_installed() {
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf '%s ' "$package"
  done
}

# shellcheck disable=SC2086 # lists of package names, one word each
missing=$(not_installed $packages)
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Not root and no sudo here. As root: apt-get install $missing" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "== installing: $missing"
$as_root apt-get -qq update
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $missing >/dev/null
