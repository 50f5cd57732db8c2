# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Part of cmake/matrix.sh: the rows in which g++ compiles for another processor, or for Windows, and what it has
# made is run here: under qemu, or under Wine; and the row of another build system.
# shellcheck disable=SC2034,SC2154 # kind is for matrix.sh; suite, compiler, root, build, tests and jobs are matrix.sh's

# Sets which functions the row takes (kind), and what compilers and qemu call a processor that Debian calls $compiler.
foreign_names() {
  kind=_foreign triplet='' emulator='' libraries=''
  case $compiler in
    bazel) kind=_bazel ;;
    mingw) kind=_windows triplet=x86_64-w64-mingw32 ;;
    arm64) triplet=aarch64-linux-gnu emulator=aarch64 ;;
    armhf) triplet=arm-linux-gnueabihf emulator=arm ;;
    i386) triplet=i686-linux-gnu libraries=i386-linux-gnu ;; # an amd64 runs it
    riscv64) triplet=riscv64-linux-gnu emulator=riscv64 ;;
    s390x) triplet=s390x-linux-gnu emulator=s390x ;;
    *) kind='' ;;
  esac
  libraries=${libraries:-$triplet}
}

# Only Debian's libraries are of the processor; CMake, Catch2 (headers) and the compiler are this machine's. Where a package
# was built again for one processor alone, files that both have, such as manual pages, differ: the last one is taken.
install_foreign() {
  in_root dpkg --add-architecture "$compiler" && apt update &&
    apt install --no-install-recommends -o Dpkg::Options::=--force-overwrite "g++-$triplet" "libstdc++6:$compiler" \
      "libcurl4-openssl-dev:$compiler" "zlib1g-dev:$compiler" ${emulator:+qemu-user-static} &&
    compile_catch
}

# Optimized a little: without it an emulator takes several times as long.
build_test_foreign() {
  labels="unit portable_blocks"
  [ "$tests" != loopback ] || labels="$labels loopback"
  # shellcheck disable=SC2086 # a list, one word each
  targets=$(printf 'firecrawl_%s_tests ' $labels)
  # shellcheck disable=SC2086 # lists, one word each
  in_root "PKG_CONFIG_LIBDIR=/usr/lib/$libraries/pkgconfig" cmake -S /src -B "$build" -G Ninja -DCMAKE_SYSTEM_NAME=Linux \
    "-DCMAKE_SYSTEM_PROCESSOR=${triplet%%-*}" "-DCMAKE_CXX_COMPILER=/usr/bin/$triplet-g++" \
    ${emulator:+"-DCMAKE_CROSSCOMPILING_EMULATOR=/usr/bin/qemu-$emulator-static"} -DCMAKE_BUILD_TYPE= \
    "-DCMAKE_CXX_FLAGS=-O1 -g0" -DCMAKE_UNITY_BUILD=ON -DFIRECRAWL_WERROR=ON $own_catch &&
    in_root ninja -C "$build" -j "$jobs" -k 0 $targets || return
  # One by one: Catch2 does not say so if a program could not be run to list its tests.
  for label in $labels; do run_ctest "$build" -L "^$label\$" || return; done
}

install_bazel() {
  apt install --no-install-recommends g++ bazel-bootstrap bazel-rules-cc bazel-rules-java bazel-rules-proto bazel-platforms
}
build_test_bazel() { in_root sh /src/cmake/matrix_bazel.sh "$build"; }

# Debian has no curl for Windows: its source package is compiled, with what Windows itself has for TLS.
install_windows() {
  apt install --no-install-recommends g++ g++-mingw-w64-x86-64-posix || return
  [ "$tests" = windows ] || return 0
  apt install --no-install-recommends wine64 wine libgnutls30 nginx-light openssl || return
  [ ! -f "$root/mingw/lib/libcurl.a" ] || return 0
  install_source curl || return
  # Targets of CMake lead to headers beside them. Were those in /usr/include, so would be glibc's.
  in_root sh -c 'mkdir -p /mingw/include /mingw/lib/cmake /mingw/share/cmake &&
    cp -r /usr/include/nlohmann /usr/include/catch2 /mingw/include/ &&
    cp -r /usr/share/cmake/nlohmann_json /mingw/share/cmake/ &&
    cp -r /usr/lib/cmake/Catch2 /mingw/lib/cmake/ && cp /usr/lib/libCatch2*.a /mingw/lib/' &&
    in_root cmake -S /sources/curl -B /b/curl -G Ninja -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_BUILD_TYPE=Release \
      -DCMAKE_C_COMPILER=x86_64-w64-mingw32-gcc-posix -DCMAKE_RC_COMPILER=x86_64-w64-mingw32-windres \
      -DCMAKE_INSTALL_PREFIX=/mingw -DCMAKE_FIND_ROOT_PATH=/usr/x86_64-w64-mingw32 \
      -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DHTTP_ONLY=ON \
      -DCURL_USE_SCHANNEL=ON -DCURL_USE_LIBSSH2=OFF -DUSE_LIBIDN2=OFF -DBUILD_SHARED_LIBS=OFF -DBUILD_CURL_EXE=OFF \
      -DBUILD_TESTING=OFF -DENABLE_MANUAL=OFF &&
    in_root ninja -C /b/curl -j "$jobs" install && rm -rf "$root/b/curl"
}

# The headers with windows.h in front of them are compiled; the tests without a network are run under Wine, as one
# program; a program of one file; and the example read_job, which reads a job of the demo server, over https too.
build_test_windows() {
  in_root cmake -S /src -B "$build-linux" -G Ninja -DCMAKE_BUILD_TYPE= -DFIRECRAWL_WERROR=ON &&
    run_ctest "$build-linux" -R '^consumer.windows$' || return
  [ "$tests" = windows ] || { echo "result: compiles" && return; }
  in_root cmake -S /src -B "$build" -G Ninja -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR=x86_64 \
    -DCMAKE_CXX_COMPILER=x86_64-w64-mingw32-g++-posix -DCMAKE_CROSSCOMPILING_EMULATOR=/usr/bin/wine \
    -DCMAKE_BUILD_TYPE= "-DCMAKE_CXX_FLAGS=-O1 -g0" \
    -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_UNITY_BUILD=ON -DFIRECRAWL_WERROR=ON -DCMAKE_PREFIX_PATH=/mingw &&
    in_root ninja -C "$build" -j "$jobs" -k 0 firecrawl_unit_tests firecrawl_read_job &&
    in_root ninja -C "$build-linux" -j "$jobs" firecrawl_demo_server &&
    in_root sh /src/cmake/matrix_wine.sh "$build" "$build-linux"
}
