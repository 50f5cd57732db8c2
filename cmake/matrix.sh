#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/matrix.sh [suite | suite:compiler]...
# Builds and runs the tests under other compilers, standards, processors and versions of the dependencies: each row
# below in a Debian of its own. Writes cmake/matrix.md: rows that are not run now stay as they were. Fails if one that
# was run has failed, or could not be run.
# Needs root, git and debootstrap, and some hours. FIRECRAWL_ROOTS names a folder with <suite>.tar, file systems to
# start from in debootstrap's stead; FIRECRAWL_MATRIX the folder that the file systems are made in (it must be on a
# partition that allows devices; build/matrix), FIRECRAWL_APT_OPTIONS the options that apt-get needs here,
# FIRECRAWL_JOBS how many compilers run at once (as many as there are processors), FIRECRAWL_KEEP=1 keeps what was
# built, and builds on it the next time.
# shellcheck disable=SC2030,SC2031 # rows are run in the subshell of a pipeline, each with its own variables
set -eu
cd "$(dirname "$0")/.."

# shellcheck source=cmake/matrix_foreign.sh
. cmake/matrix_foreign.sh

# suite, compiler, standard library, what the tests are compiled as, which tests. The headers are compiled as C++17,
# 20 and 23 in each row, as far as the compiler knows them. Debian 11's packages are the lowest that the library takes.
# Tests: all, with TLS and HTTP/2 through nginx; unit, with cxx20; cxx20, which is few and takes a minute; module, a
# program that imports the library.
# A processor as compiler is g++ for it, and the tests run under qemu: unit, with those of the portable blocks; loopback,
# with these and those of tests/loopback. mingw is g++ for Windows: windows, what Wine runs of it; headers, for which nothing is
# run. These are in matrix_foreign.sh, and so is bazel: two programs, by the recipe for it.
rows='
bullseye g++-10   libstdc++ 17 all
bookworm g++-11   libstdc++ 17 unit
bookworm g++-12   libstdc++ 20 all
bookworm clang-14 libstdc++ 17 unit
bookworm clang-14 libc++    17 unit
bookworm clang-15 libc++    20 cxx20
bookworm clang-16 libstdc++ 20 cxx20
bookworm clang-16 libc++    20 cxx20
bookworm bazel    libstdc++ 17 bazel
bookworm mingw    libstdc++ 17 windows
bookworm arm64    libstdc++ 17 loopback
bookworm i386     libstdc++ 17 unit
bookworm s390x    libstdc++ 17 unit
bookworm armhf    libstdc++ 17 unit
trixie   g++-14   libstdc++ 23 all
trixie   clang-17 libstdc++ 20 cxx20
trixie   clang-19 libstdc++ 20 module
trixie   clang-19 libc++    20 unit
trixie   mingw    libstdc++ 17 headers
trixie   riscv64  libstdc++ 17 unit
sid      g++-16   libstdc++ 23 all
sid      clang-23 libstdc++ 23 cxx20
sid      clang-23 libc++    23 unit
'
suites="bullseye bookworm trixie sid"
selection=${*:-$suites}
folder=${FIRECRAWL_MATRIX:-$PWD/build/matrix}
jobs=${FIRECRAWL_JOBS:-$(getconf _NPROCESSORS_ONLN)}
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
    fi || { rm -rf "$root" && return 1; }
  fi
  cp /etc/resolv.conf "$root/etc/" && mount -t proc proc "$root/proc" || return
  trap leave_root EXIT
  apt update && apt install --no-install-recommends cmake ninja-build make pkg-config git ca-certificates libcurl4-openssl-dev \
    nlohmann-json3-dev catch2 zlib1g-dev >/dev/null || return
  # What is built is what is here, committed or not, with a name for git to know it by.
  rm -rf "$root/src" && mkdir "$root/src"
  git ls-files -co --exclude-standard | tar -cf - -T - | tar -C "$root/src" -xf -
}

# install_source(package): the source package of the suite, in /sources/<package>.
install_source() {
  [ ! -d "$root/sources/$1" ] || return 0
  in_root sed -i '/^deb-src/d; s/^deb \(.*\)/&\ndeb-src \1/' /etc/apt/sources.list
  apt update && apt install --no-install-recommends dpkg-dev >/dev/null || return
  # shellcheck disable=SC2016 # it is the inner shell that expands
  in_root sh -c 'mkdir -p /sources && cd /tmp && apt-get -qq -o APT::Sandbox::User=root source "$1" &&
    mv "$1"-*/ "/sources/$1"' sh "$1"
}

install_compiler() {
  version=${compiler#*-}
  packages=$compiler cxx=$compiler flags=
  case $compiler in
    clang-*) cxx=clang++-$version ;;
  esac
  if [ "$library" = libc++ ]; then
    # The packages of one version shut those of another out: apt takes those away.
    packages="$packages libc++-$version-dev libc++abi-$version-dev" flags=-stdlib=libc++
  elif [ "$compiler" != "${compiler#clang}" ]; then
    packages="$packages g++" # whose libstdc++ it takes
  fi
  [ "$tests" != all ] || packages="$packages nginx-light openssl"
  [ "$tests" != module ] || packages="$packages clang-tools-$version" # which finds what imports what
  # shellcheck disable=SC2086
  apt install --no-install-recommends $packages >/dev/null || return
  own_catch=
  [ "$library" != libc++ ] || compile_catch
}

# Catch2 3.x is a compiled library, and Debian's is compiled for this machine and against libstdc++.
compile_catch() {
  own_catch=
  [ ! -f "$root/usr/include/catch2/catch.hpp" ] || return 0
  install_source catch2
  own_catch="-DFETCHCONTENT_SOURCE_DIR_CATCH2=/sources/catch2 -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON \
-DFIRECRAWL_FETCH_DEPENDENCIES=ON"
}

# clang 17 cannot compile C++23's std::map of libstdc++ 14, whatever is done with it.
standards_of() {
  case $1 in
    'trixie clang-17 libstdc++') echo firecrawl_headers_cxx17 firecrawl_headers_cxx20 ;;
    *) echo firecrawl_standards ;;
  esac
}

# run_ctest(folder option...)
# shellcheck disable=SC2016 # it is the inner shell that expands
run_ctest() {
  in_root FIRECRAWL_REQUIRE_NGINX=1 sh -c 'cd "$1" && shift && exec ctest "$@"' sh "$@" --no-tests=error \
    --output-on-failure -j "$(getconf _NPROCESSORS_ONLN)" --timeout 600
}

build_test() {
  case $tests in
    all) targets=all select='' ;;
    unit) targets="firecrawl_unit_tests firecrawl_cxx20_tests" select='-L ^(unit|cxx20)$' ;;
    cxx20) targets=firecrawl_cxx20_tests select='-L ^cxx20$' ;;
    module) targets='' select='-R ^consumer.module$' ;;
  esac
  # Debug builds fastest; -k 0 shows all that fails, not the first file only.
  # shellcheck disable=SC2046,SC2086 # lists, one word each
  in_root cmake -S /src -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON "-DCMAKE_CXX_COMPILER=$cxx" \
    "-DCMAKE_CXX_FLAGS=$flags" "-DCMAKE_CXX_STANDARD=$standard" -DFIRECRAWL_WERROR=ON $own_catch &&
    in_root ninja -C "$build" -j "$jobs" -k 0 $targets $(standards_of "$suite $compiler $library") &&
    run_ctest "$build" $select
}

# shellcheck disable=SC2016 # it is dpkg-query that expands it
version_of() { in_root dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+~].*//; s/.*really\.//'; }

# What the table calls a row's compiler, as far as it is known before the row is run.
label_of() {
  case $compiler in
    *-*) echo "${compiler%%-*} ${compiler#*-}" ;;
    mingw) echo mingw-w64 ;;
    bazel) echo "g++ by Bazel" ;;
    *) echo "g++ for $compiler" ;;
  esac
}

run_row() {
  log=$folder/$suite-$row.log
  foreign_names # sets kind and triplet
  build=/b/${triplet:-$row}
  echo "== $suite $row"
  [ -n "${FIRECRAWL_KEEP:-}" ] || rm -rf "$root$build" # what a failed run left, with what CMake found then
  if ! "install${kind:-_compiler}" >"$log" 2>&1; then
    result="could not run: $(tail -n 1 "$log" | tr '|' ' ')" known='' name=$(label_of)
  elif "build_test$kind" >>"$log" 2>&1; then
    result=$(awk '/^100% tests passed/ { sum += $NF } /^result: / { said = substr($0, 9) }
      END { print said ? said : sum " tests passed" }' "$log")
  else
    result=failed
  fi
  case $result in could*) ;; *) describe_row ;; esac
  echo "| $suite | $name | $library | $known | $tests | C++$standard | $(version_of libcurl4-openssl-dev) |" \
    "$(version_of nlohmann-json3-dev) | $(version_of catch2) | $(version_of cmake) | $result |" |
    tee "$folder/$suite-$row.line"
  [ "$result" = failed ] || [ -n "${FIRECRAWL_KEEP:-}" ] || rm -rf "$root$build" "$root$build-linux" # what failed stays for a look
}

# The compiler's name with its version, and the standards as which it has compiled the headers.
describe_row() {
  case $kind in
    _windows) name="mingw-w64 $(in_root x86_64-w64-mingw32-g++-posix -dumpfullversion)" known="17 20" ;;
    _bazel) name="g++ by Bazel $(version_of bazel-bootstrap)" known=- ;;
    _foreign) name="g++ for $compiler $(in_root "$triplet-g++" -dumpfullversion)" known=- ;;
    *)
      name=$(in_root "$cxx" --version | head -n 1 | sed -E 's/^(Debian )?([a-z+]+)[^ ]*( version|.*\)) ([0-9.]+).*/\2 \4/')
      known=$(in_root sh -c "ninja -C $build -t targets all 2>/dev/null" |
        sed -n 's/^tests\/headers\/firecrawl_headers_cxx\([0-9]*\): phony$/\1/p' | sort | paste -s -d ' ')
      case $(standards_of "$suite $compiler $library") in *_cxx20) known="17 20" ;; esac
      ;;
  esac
}

# each_row(command): with the row's columns in variables.
each_row() {
  echo "$rows" | while read -r suite compiler library standard tests; do
    [ -z "$suite" ] || { row=$compiler-$library-$standard && "$1"; }
  done
}

# The row as it was run now, else as the table has it from before, else the word that it was not run.
write_row() {
  if [ -f "$folder/$suite-$row.line" ]; then
    cat "$folder/$suite-$row.line"
  else
    grep "^| $suite | $(label_of)[ .][^|]*| $library |[^|]*| $tests | C++$standard |" "$folder/before.md" ||
      echo "| $suite | $(label_of) | $library | | $tests | C++$standard | | | | | not run yet |"
  fi
}

write_table() {
  cp cmake/matrix.md "$folder/before.md"
  {
    echo "# What it is known to build with"
    echo
    echo "Each row was run in a Debian of its own by \`sh cmake/matrix.sh\`, which also writes this file. A row that could \
not be run, or was not yet, says so."
    echo "Warnings are errors. All headers are compiled as each standard that is named, the tests as one. If not \
all tests are run, \`unit\` are those without a network, \`cxx20\` those of C++20's part, \`loopback\` those without a \
network and those of \`tests/loopback\`, \`module\` a program with \`import firecrawl;\`, \
\`bazel\` two programs, header-only and compiled, that Bazel builds by its recipe in cmake/packaging."
    echo
    echo "What g++ has compiled *for* another processor is run under qemu, only i386 is run as it is; \`unit\` has the \
tests of the portable blocks, too. \`windows\`: the tests without a network, a program of one file, and a program that \
reads a whole job from a server on Linux, over https too, run under Wine, with a curl that uses Schannel. \`headers\` are compiled only, \
after windows.h."
    echo
    echo "There is no row for musl: Debian has no C++ library for it, and the headers of g++'s own stop at the first \
question for glibc's version (\`__GLIBC_PREREQ\`). So the library was never compiled with it."
    echo
    echo "| Debian | compiler | library | headers as C++ | tests | as | curl | nlohmann/json | Catch2 | CMake | result |"
    echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    each_row write_row
  } >"$folder/matrix.md"
  mv "$folder/matrix.md" cmake/matrix.md
}

selected() {
  for wanted in $selection; do
    case $suite:$compiler in "$wanted" | "$wanted":*) return 0 ;; esac
  done
  return 1
}

run_selected() { [ "$suite" != "$entered" ] || ! selected || { run_row && write_table; }; }

say_no_root() {
  [ "$suite" = "$entered" ] && selected || return 0
  echo "| $suite | $(label_of) | $library | | $tests | C++$standard | | | | | could not run: there is no $suite here |" |
    tee "$folder/$suite-$row.line"
}

rm -f "$folder"/*.line
write_table # with the rows that are new
for entered in $suites; do
  case " $selection" in *" $entered"*) ;; *) continue ;; esac
  suite=$entered
  if enter_root; then each_row run_selected; else each_row say_no_root; fi
  leave_root
done
write_table
! grep -shE '\| (failed|could not run: .*) \|$' "$folder"/*.line
