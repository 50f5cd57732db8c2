#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/matrix.sh [suite...]
# Builds and runs the tests under other compilers, standards and versions of the dependencies: each row below in
# a Debian of its own. Writes cmake/matrix.md from the rows that were run, now or before.
# Needs root, git and debootstrap, and some hours. FIRECRAWL_ROOTS names a folder with <suite>.tar, file systems to
# start from in debootstrap's stead; FIRECRAWL_MATRIX the folder that the file systems are made in (it must be on a
# partition that allows devices; build/matrix), FIRECRAWL_APT_OPTIONS the options that apt-get needs here.
set -eu
cd "$(dirname "$0")/.."

# suite, compiler, standard library, what the tests are compiled as, which tests. The headers are compiled as C++17,
# 20 and 23 in each row, as far as the compiler knows them. Debian 11's packages are the lowest that the library takes.
# Tests: all, with TLS and HTTP/2 through nginx; unit, with cxx20; cxx20, which is few and takes a minute; windows,
# for which nothing is run.
rows='
bullseye g++-10   libstdc++ 17 all
bookworm g++-11   libstdc++ 17 unit
bookworm g++-12   libstdc++ 20 all
bookworm clang-14 libstdc++ 17 unit
bookworm clang-14 libc++    17 unit
bookworm clang-15 libc++    20 cxx20
bookworm clang-16 libstdc++ 20 cxx20
bookworm clang-16 libc++    20 cxx20
bookworm mingw    libstdc++ 17 windows
trixie   g++-14   libstdc++ 23 all
trixie   clang-17 libstdc++ 20 cxx20
trixie   clang-19 libc++    20 unit
trixie   mingw    libstdc++ 17 windows
sid      g++-16   libstdc++ 23 all
sid      clang-23 libstdc++ 23 cxx20
sid      clang-23 libc++    23 unit
'
suites=${*:-bullseye bookworm trixie sid}
folder=${FIRECRAWL_MATRIX:-$PWD/build/matrix}
mkdir -p "$folder"

in_root() { chroot "$folder/$suite" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive "$@" </dev/null; }

# shellcheck disable=SC2086 # options, one word each
apt() { in_root apt-get -qq -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 ${FIRECRAWL_APT_OPTIONS:-} "$@"; }

leave_root() { umount "$folder/$suite/proc" 2>/dev/null || true; }

enter_root() {
  root=$folder/$suite
  if [ ! -d "$root/proc" ]; then
    mkdir -p "$root"
    if [ -f "${FIRECRAWL_ROOTS:-}/$suite.tar" ]; then
      tar -C "$root" -xf "$FIRECRAWL_ROOTS/$suite.tar"
    else
      debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$root"
    fi
  fi
  cp /etc/resolv.conf "$root/etc/"
  mount -t proc proc "$root/proc"
  trap leave_root EXIT
  apt update
  apt install --no-install-recommends cmake ninja-build make pkg-config git ca-certificates libcurl4-openssl-dev \
    nlohmann-json3-dev catch2 zlib1g-dev >/dev/null
  # What is built is what is here, committed or not, with a name for git to know it by.
  rm -rf "$root/src" && mkdir "$root/src"
  git ls-files -co --exclude-standard | tar -cf - -T - | tar -C "$root/src" -xf -
}

install_compiler() {
  version=${compiler#*-}
  packages=$compiler cxx=$compiler flags=
  case $compiler in
    clang-*) cxx=clang++-$version ;;
    mingw) packages="g++ g++-mingw-w64-x86-64-posix" cxx=g++ ;; # the tests are g++'s; only one looks at Windows
  esac
  if [ "$library" = libc++ ]; then
    # The packages of one version shut those of another out: apt takes those away.
    packages="$packages libc++-$version-dev libc++abi-$version-dev" flags=-stdlib=libc++
  elif [ "$compiler" != "${compiler#clang}" ]; then
    packages="$packages g++" # whose libstdc++ it takes
  fi
  [ "$tests" != all ] || packages="$packages nginx-light openssl"
  # shellcheck disable=SC2086
  apt install --no-install-recommends $packages >/dev/null
  # Catch2 3.x is a compiled library, and Debian's is compiled against libstdc++.
  own_catch=
  if [ "$library" = libc++ ] && [ ! -f "$root/usr/include/catch2/catch.hpp" ]; then
    if [ ! -d "$root/catch2" ]; then
      in_root sed -i '/^deb-src/d; s/^deb \(.*\)/&\ndeb-src \1/' /etc/apt/sources.list
      apt update
      apt install --no-install-recommends dpkg-dev >/dev/null
      in_root sh -c 'cd /tmp && apt-get -qq -o APT::Sandbox::User=root source catch2 && mv catch2-*/ /catch2'
    fi
    own_catch="-DFETCHCONTENT_SOURCE_DIR_CATCH2=/catch2 -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON \
-DFIRECRAWL_FETCH_DEPENDENCIES=ON"
  fi
}

# clang 17 cannot compile C++23's std::map of libstdc++ 14, whatever is done with it.
standards_of() {
  case $1 in
    'trixie clang-17 libstdc++') echo firecrawl_headers_cxx17 firecrawl_headers_cxx20 ;;
    *) echo firecrawl_standards ;;
  esac
}

configure_build_test() {
  case $tests in
    all) targets=all standards=firecrawl_standards select='' ;;
    unit) targets="firecrawl_unit_tests firecrawl_cxx20_tests" standards=firecrawl_standards select='-L ^(unit|cxx20)$' ;;
    cxx20) targets=firecrawl_cxx20_tests standards=firecrawl_standards select='-L ^cxx20$' ;;
    windows) targets='' standards='' select='-R ^consumer.windows$' ;;
  esac
  [ -z "$standards" ] || standards=$(standards_of "$suite $compiler $library")
  # Debug builds fastest; -k 0 shows all that fails, not the first file only.
  # shellcheck disable=SC2086,SC2016 # lists, one word each; it is the inner shell that expands
  in_root cmake -S /src -B "/build/$row" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON "-DCMAKE_CXX_COMPILER=$cxx" \
    "-DCMAKE_CXX_FLAGS=$flags" "-DCMAKE_CXX_STANDARD=$standard" -DFIRECRAWL_WERROR=ON $own_catch &&
    { [ -z "$targets" ] || in_root ninja -C "/build/$row" -k 0 $targets $standards; } &&
    in_root FIRECRAWL_REQUIRE_NGINX=1 sh -c 'cd "$1" && shift && exec ctest "$@"' sh "/build/$row" \
      --no-tests=error --output-on-failure \
      -j "$(getconf _NPROCESSORS_ONLN)" --timeout 600 $select
}

# shellcheck disable=SC2016 # it is dpkg-query that expands it
version_of() { in_root dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+~].*//; s/.*really\.//'; }

run_row() {
  row=$compiler-$library-$standard
  log=$folder/$suite-$row.log
  echo "== $suite $row"
  result=failed
  rm -rf "$root/build/$row" # what a failed run left, with what CMake found then
  if install_compiler >"$log" 2>&1 && configure_build_test >>"$log" 2>&1; then
    result=$(sed -n 's/^100% tests passed, 0 tests failed out of \([0-9]*\)$/\1 tests passed/p' "$log")
    [ "$compiler" != mingw ] || result="compiles, windows.h first"
  fi
  known=$(in_root sh -c "ninja -C /build/$row -t targets all 2>/dev/null" |
    sed -n 's/^tests\/headers\/firecrawl_headers_cxx\([0-9]*\): phony$/\1/p' | sort | paste -s -d ' ')
  case $(standards_of "$suite $compiler $library") in *_cxx20) known="17 20" ;; esac
  name=$(in_root "$cxx" --version | head -n 1 | sed -E 's/^(Debian )?([a-z+]+)[^ ]*( version|.*\)) ([0-9.]+).*/\2 \4/')
  if [ "$compiler" = mingw ]; then
    name="mingw-w64 $(in_root x86_64-w64-mingw32-g++-posix -dumpfullversion)" known="17 20"
  fi
  echo "| $suite | $name | $library | $known | $tests | C++$standard | $(version_of libcurl4-openssl-dev) |" \
    "$(version_of nlohmann-json3-dev) | $(version_of catch2) | $(version_of cmake) | $result |" |
    tee -a "$folder/$suite.part"
  [ "$result" = failed ] || rm -rf "$root/build/$row" # what failed stays for a look
}

for suite in $suites; do
  enter_root
  : >"$folder/$suite.part"
  echo "$rows" | while read -r row_suite compiler library standard tests; do
    [ "$row_suite" != "$suite" ] || run_row
  done
  leave_root
  mv "$folder/$suite.part" "$folder/$suite.rows"
done

{
  echo "# What it is known to build with"
  echo
  echo "Each row was run in a Debian of its own by \`sh cmake/matrix.sh\`, which also writes this file."
  echo "Warnings are errors. All headers are compiled as each standard that is named, the tests as one. If not \
all tests are run, \`unit\` are those without a network, \`cxx20\` those of C++20's part."
  echo
  echo "| Debian | compiler | library | headers as C++ | tests | as | curl | nlohmann/json | Catch2 | CMake | result |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  for suite in bullseye bookworm trixie sid; do
    [ ! -f "$folder/$suite.rows" ] || cat "$folder/$suite.rows"
  done
} >cmake/matrix.md
! grep -n '| failed |' cmake/matrix.md
