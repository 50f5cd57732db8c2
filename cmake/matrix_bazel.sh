#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/matrix_bazel.sh folder
# Part of cmake/matrix.sh: builds and runs two programs by the recipe for Bazel, in a folder that it makes.
# Debian's Bazel is 4.2 and downloads what it needs for C++. The package bazel-rules-cc has it, but for a newer Bazel:
# two of its files are mended in a copy.
set -eu
sources=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$1" && mkdir -p "$1" && cd "$1"

cp -r /usr/share/bazel/rules/cc rules_cc
sed -i 's/, "use_cpp_toolchain")/)/; s/use_cpp_toolchain()/["@bazel_tools\/\/tools\/cpp:toolchain_type"]/' \
  rules_cc/cc/private/rules_impl/cc_flags_supplier.bzl rules_cc/cc/private/rules_impl/compiler_flag.bzl

mkdir app && cd app
cp "$sources/cmake/packaging/bazel/BUILD.firecrawl" "$sources/tests/consumers/app.cpp" .
cp "$sources"/tests/consumers/compiled/main.cpp "$sources"/tests/consumers/compiled/reader.?pp \
  "$sources"/tests/consumers/compiled/library.hpp .
cat >WORKSPACE <<EOT
new_local_repository(name = "firecrawl", path = "$sources", build_file = "//:BUILD.firecrawl")
EOT
cat >BUILD <<'EOT'
load("@rules_cc//cc:defs.bzl", "cc_binary")
cc_binary(name = "app", srcs = ["app.cpp"], deps = ["@firecrawl"])
cc_binary(name = "compiled", srcs = ["main.cpp", "reader.cpp", "reader.hpp", "library.hpp"], deps = ["@firecrawl//:compiled"])
EOT

build() {
  bazel --output_user_root="$PWD/../cache" build --override_repository="rules_cc=$PWD/../rules_cc" \
    --override_repository=rules_java=/usr/share/bazel/rules/java --override_repository=platforms=/usr/share/bazel/tools/platforms \
    --override_repository=rules_proto=/usr/share/bazel/rules/proto --spawn_strategy=local --color=no --curses=no \
    --cxxopt=-std=c++17 --cxxopt=-Wall "$@"
}
build //:app //:compiled
for program in app compiled; do "bazel-bin/$program" | grep '^firecrawl .* is here$'; done
bazel --output_user_root="$PWD/../cache" shutdown
echo "result: 2 programs passed"
