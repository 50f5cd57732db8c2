// What is measured without a server: decoding alone, and how long the headers take to compile.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];

// {text: {"firecrawl models": {ms, megabytes_a_second}, ...}, links: ..., metadata: ...}
export function decoding(program, rounds) {
  if (!existsSync(program)) return {};
  process.stderr.write("decoding alone\n");
  const output = execFileSync(
    program,
    [
      `--benchmark_repetitions=${rounds}`,
      "--benchmark_enable_random_interleaving=true",
      "--benchmark_report_aggregates_only=true",
      "--benchmark_min_time=0.2",
      "--benchmark_format=json",
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const results = {};
  for (const entry of JSON.parse(output).benchmarks) {
    if (entry.aggregate_name !== "median") continue;
    const [flavour, decoder] = entry.run_name.split("/");
    (results[flavour] ??= {})[decoder] = { ms: entry.cpu_time, speed: entry.bytes_per_second / 1e6 };
  }
  return results;
}

const sources = {
  "curl and nlohmann/json, one value parsed": `
#include <curl/curl.h>
#include <nlohmann/json.hpp>
int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  return argc > 1 ? nlohmann::json::parse(argv[1]).value("total", 0) : 1;
}`,
  "the same, firecrawl/firecrawl.hpp included": `
#include <firecrawl/firecrawl.hpp>
#include <curl/curl.h>
int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  return argc > 1 ? nlohmann::json::parse(argv[1]).value("total", 0) : 1;
}`,
  "firecrawl/firecrawl.hpp, one call": `
#include <firecrawl/firecrawl.hpp>
int main(int argc, char** argv) {
  firecrawl::Client client("fc-key");
  return argc > 1 ? static_cast<int>(client.batch_scrape_job(argv[1]).status().total) : 1;
}`,
  "firecrawl/job_models.hpp alone": `
#include <firecrawl/job_models.hpp>
int main() { return static_cast<int>(firecrawl::JobPage().total); }`,
};

// Seconds to compile each source, as the compiler is called by default and with -O2.
export function compile_times(rounds) {
  const folder = mkdtempSync(`${tmpdir()}/fcbench-`);
  const include = fileURLToPath(new URL("../../include", import.meta.url));
  const names = Object.keys(sources);
  const times = {};
  for (const level of ["-O0", "-O2"]) times[level] = Object.fromEntries(names.map((name) => [name, []]));
  names.forEach((name, i) => writeFileSync(`${folder}/${i}.cpp`, sources[name]));
  for (let round = 0; round < rounds; ++round) {
    for (const level of Object.keys(times)) {
      names.forEach((name, i) => {
        const begin = process.hrtime.bigint();
        execFileSync(process.env.CXX ?? "c++", ["-std=c++17", level, "-I", include, "-c", `${folder}/${i}.cpp`, "-o", `${folder}/out.o`]);
        times[level][name].push(Number(process.hrtime.bigint() - begin) * 1e-9);
      });
    }
    process.stderr.write(`\rcompiling: ${round + 1} of ${rounds} rounds\x1b[K`);
  }
  process.stderr.write("\n");
  rmSync(folder, { recursive: true });
  for (const level of Object.keys(times)) {
    for (const name of names) times[level][name] = median(times[level][name]);
  }
  return times;
}
