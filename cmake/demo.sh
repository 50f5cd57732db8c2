#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/demo.sh [job-id [folder]]
# Reads a batch scrape job with examples/read_job.cpp, setting up all it needs first. Without a job id, the job
# is one that a server on this machine makes up, and a crawl of examples/crawl_site.cpp is shown, too. With one, and
# FIRECRAWL_API_KEY set, it is a real job of the hosted service, or of the server that FIRECRAWL_API_URL names. The
# documents are written to the folder (out).
set -eu

job=${1:-}
folder=${2:-out}

if [ -n "$job" ] && [ -z "${FIRECRAWL_API_KEY:-}${FIRECRAWL_API_URL:-}" ]; then
  echo "To read job $job, set FIRECRAWL_API_KEY to the key of the account that started it (or FIRECRAWL_API_URL" >&2
  echo "to a server of your own, which may need none)." >&2
  exit 2
fi

# The folder is meant from the folder that the user is in, the rest from the project's root.
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
cd "$(dirname "$0")/.."

sh cmake/setup.sh
targets="firecrawl_demo_server firecrawl_read_job"
[ -n "$job" ] || targets="$targets firecrawl_crawl_site"
echo "== building: about a minute"
# As the preset `demo`: what is built fastest is fast enough.
cmake -S . -B build/demo -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= --log-level=WARNING >/dev/null
# shellcheck disable=SC2086 # names without blanks
cmake --build build/demo --target $targets

if [ -n "$job" ]; then
  echo "== reading job $job from ${FIRECRAWL_API_URL:-the hosted service}"
  exec build/demo/examples/read_job "$job" "$folder"
fi
echo "== reading a made-up job from a server on this machine"
echo "   (a real one: FIRECRAWL_API_KEY=fc-... sh cmake/demo.sh <job-id>)"
build/demo/tests/demo_server -- build/demo/examples/read_job demo "$folder"

echo "== crawling a made-up site, page by page as they are finished, into build/demo/crawl.txt"
rm -f build/demo/crawl-token
build/demo/tests/demo_server --interval-ms 100 --step 3 -- \
  build/demo/examples/crawl_site https://site.example build/demo/crawl-token 60 >build/demo/crawl.txt
echo "== $(wc -l <build/demo/crawl.txt) pages; examples/ has more: a scrape, a map, a search, the account"
