#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/coverage.sh [lowest-percentage]
# Builds the tests with clang's coverage, runs them and prints what they leave of include/: lines, and branches, which
# are the outcomes of each condition that is in the source. Pages to click through: build/coverage/html/index.html.
# Fails if less than so much is covered (95). gcc's branches would be those of the machine's code, most of them
# exceptions on their way out.
set -eu
cd "$(dirname "$0")/.."
build=build/coverage

sh cmake/setup.sh clang llvm libclang-rt-dev nginx-light openssl
cmake --preset coverage -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build --preset coverage
rm -rf "$build/raw"
LLVM_PROFILE_FILE=$PWD/$build/raw/%4m.profraw ctest --preset coverage -j "$(getconf _NPROCESSORS_ONLN)"
llvm-profdata merge -sparse "$build"/raw/*.profraw -o "$build/tests.profdata"

# Programs that include the library. The portable blocks are the same functions compiled in another way.
programs=$(find "$build/tests" "$build/examples" -type f -perm -u+x ! -name '*.so' ! -name '*portable*' |
  while read -r file; do if head -c 4 "$file" | grep -q ELF; then echo "-object $file"; fi; done)
# shellcheck disable=SC2086 # options, one word each
cov() {
  command=$1
  shift
  # The first one is named without the option.
  llvm-cov "$command" ${programs#-object } "$@" -instr-profile="$build/tests.profdata" "$PWD/include"
}
cov show -format=html -show-branches=count -output-dir="$build/html"
cov report >"$build/report.txt"
cat "$build/report.txt"
awk -v least="${1:-95}" '$1 == "TOTAL" { enough = $10 + 0 >= least && $13 + 0 >= least } END { exit !enough }' "$build/report.txt"
