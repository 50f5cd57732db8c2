// SPDX-License-Identifier: MIT
// What is measured without a server: decoding alone, and how long the headers take to compile.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

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

const parse_one = `
#include <curl/curl.h>
#include <nlohmann/json.hpp>
int main(int argc, char** argv) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  return argc > 1 ? nlohmann::json::parse(argv[1]).value("total", 0) : 1;
}`;
const one_call = `
#include <firecrawl/firecrawl.hpp>
int main() { return static_cast<int>(firecrawl::Client::from_env().batch_scrape_job("x").status().total); }`;
const compiled = ["-DFIRECRAWL_COMPILED"];

export const names = {
  alone: "curl and nlohmann/json, one value parsed",
  json: "nlohmann/json included",
  included: "firecrawl/firecrawl.hpp included, compiled",
  header_only: "one call, header-only",
  compiled: "one call, compiled",
  bodies: "firecrawl/src.hpp",
  models: "firecrawl/job_models.hpp alone",
  ten_alone: "ten files: curl and nlohmann/json",
  ten_header_only: "ten files, header-only",
  ten_compiled: "ten files and firecrawl/src.hpp, compiled",
};

// What each compiles: source and options.
const sources = {
  alone: [parse_one, []],
  json: ["#include <nlohmann/json.hpp>\nint main() {}", []],
  included: ["#include <firecrawl/firecrawl.hpp>\nint main() {}", compiled],
  header_only: [one_call, []],
  compiled: [one_call, compiled],
  bodies: ["#include <firecrawl/src.hpp>", compiled],
  models: ["#include <firecrawl/job_models.hpp>\nint main() { return static_cast<int>(firecrawl::JobPage().total); }", []],
};

// Seconds of user time that a command takes.
function user_time(command) {
  const shell = "TIMEFORMAT=%U; time \"$@\"";
  const { status, stderr } = spawnSync("bash", ["-c", shell, "bash", ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  return Number(stderr.trim().split("\n").pop());
}

// {"g++ -O0": {alone: seconds, ...}, ...}: user time, the best of all rounds; of ten files, compiled once.
export function compile_times(rounds) {
  const folder = mkdtempSync(`${tmpdir()}/fcbench-`);
  const include = fileURLToPath(new URL("../../include", import.meta.url));
  const compile = (compiler, level, name) =>
    user_time([compiler, "-std=c++17", level, "-I", include, ...sources[name][1], "-c", `${folder}/${name}.cpp`, "-o", `${folder}/out.o`]);
  for (const name of Object.keys(sources)) writeFileSync(`${folder}/${name}.cpp`, sources[name][0]);
  const there = (compiler) => spawnSync(compiler, ["--version"]).status === 0;
  const times = {};
  for (const compiler of ["g++", "clang++"].filter(there)) {
    for (const level of ["-O0", "-O2"]) {
      process.stderr.write(`compiling with ${compiler} ${level}\n`);
      const best = (times[`${compiler} ${level}`] = Object.fromEntries(Object.keys(sources).map((name) => [name, Infinity])));
      for (let round = 0; round < rounds; ++round) {
        for (const name of Object.keys(sources)) best[name] = Math.min(best[name], compile(compiler, level, name));
      }
      const ten = (name) => Array.from({ length: 10 }, () => compile(compiler, level, name)).reduce((sum, time) => sum + time, 0);
      for (const name of ["alone", "header_only", "compiled"]) best[`ten_${name}`] = ten(name);
      best.ten_compiled += best.bodies;
    }
  }
  rmSync(folder, { recursive: true });
  return times;
}
