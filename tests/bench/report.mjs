// SPDX-License-Identifier: MIT
// The results as a table (on the screen and in results.md) and as a chart (results.svg).
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.mjs";
import { names } from "./toolchain.mjs";

const seconds = (value) => (value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

function table(head, rows) {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function measurements(jobs, clients, results) {
  const rows = [];
  for (const job of jobs) {
    for (const [key, result] of Object.entries(results[job.title])) {
      const first = key === "curl" || job.calls || job.variant ? "" : seconds(result.first);
      const ratio = (result.seconds / results[job.title].curl.seconds).toFixed(2);
      const title = rows.some((row) => row[0] === job.title) ? "" : job.title;
      rows.push([title || "\u00a0", clients[key].name, seconds(result.seconds), ratio, first, seconds(result.cpu), megabytes(result.peak)]);
    }
  }
  for (const [flavour, decoders] of Object.entries(results.decoding)) {
    for (const [name, { ms, speed }] of Object.entries(decoders)) {
      rows.push([`decoding 10 MB heavy in ${flavour}`, name, `${ms.toFixed(1)} ms`, `${speed.toFixed(0)} MB/s`, "", "", ""]);
    }
  }
  return table(["what", "who", "time", "compared with curl alone", "first document", "CPU time", "peak memory"], rows);
}

// Each promise with what was measured: [what, measured, at most].
function promises({ results }) {
  const large = results["400 MB in 40 pages"];
  const slow = results["20 slow pages (200 ms of server time each)"];
  const link = results["50 MB in 10 pages over 100 Mbit/s"];
  const calls = results["2,000 small status calls"];
  const scrape = results["a scrape of 50 MB"];
  const far_scrape = results["a scrape of 50 MB over 100 Mbit/s"];
  const ratio = (a, b, field = "seconds") => a[field] / b[field];
  const rows = [
    ["400 MB: time compared with curl alone", ratio(large.ours, large.curl), 4],
    ["400 MB: time compared with libcurl + nlohmann DOM", ratio(large.ours, large.dom), 1 / 5],
    ["400 MB: time compared with the JavaScript client", ratio(large.ours, large.js), 1 / 4],
    ["400 MB: memory compared with the JavaScript client", ratio(large.ours, large.js, "peak"), 1 / 12],
    ["400 MB: peak memory, MB", large.ours.peak / 1e6, 48],
    ["1 GB: peak memory compared with 200 MB, MB more", (results["1 GB in 100 pages"].ours.peak - results["200 MB in 20 pages"].ours.peak) / 1e6, 2],
    ["1 GB, parallel 8: peak memory, MB", results["1 GB in 100 pages"].parallel8.peak / 1e6, 128],
    ["first document, parallel 4 compared with default", ratio(large.parallel4, large.ours, "first"), 1.2],
    ["20 slow pages: time compared with curl alone", ratio(slow.ours, slow.curl), 1.03],
    ["the same with page_size and parallel 4", ratio(slow.sized4, slow.curl), 0.32],
    ["the same with page_size and parallel 8", ratio(slow.sized8, slow.curl), 0.22],
    ["the same, stride learned, parallel 4", ratio(slow.parallel4, slow.curl), 0.36],
    ["the same, stride learned, parallel 8", ratio(slow.parallel8, slow.curl), 0.27],
    ["100 Mbit/s: time compared with curl alone", ratio(link.ours, link.curl), 1.02],
    ["a scrape of 50 MB: time compared with curl into a string", ratio(scrape.ours, scrape.kept), 1.3],
    ["the same over 100 Mbit/s", ratio(far_scrape.ours, far_scrape.kept), 1.3],
    ["small status calls compared with curl alone", ratio(calls.ours, calls.curl), 1.15],
    ["progress() if `limit` is ignored: KB read", results.progress.read / 1000, 128],
    ["progress() if `limit` is ignored: KB sent", results.progress.sent / 1000, 128],
  ];
  for (const [flavour, most] of [["text", 1.3], ["links", 2.5], ["metadata", 2.5]]) {
    const decoders = results.decoding[flavour];
    if (decoders) rows.push([`decoding ${flavour} compared with simdjson`, decoders["firecrawl models"].ms / decoders["simdjson models"].ms, most]);
  }
  return limits(rows);
}

const limits = (rows) =>
  table(
    ["what", "measured", "at most", ""],
    rows.map(([what, measured, most]) => [what, measured.toFixed(3), most.toFixed(3), measured <= most ? "kept" : "MISSED"]),
  );

// The last part of results.md, which compile.mjs writes again without the others.
export const compile_heading = "## Compiling";

export function compile_section(times_of, rounds) {
  const rows = [];
  const promised = [];
  for (const [level, times] of Object.entries(times_of)) {
    for (const [name, time] of Object.entries(times)) {
      const ratio = (time / times[name.startsWith("ten_") ? "ten_alone" : "alone"]).toFixed(2);
      rows.push([level, names[name], seconds(time), ratio]);
    }
    const optimized = level.endsWith("-O2");
    promised.push([`${level}: one call, compiled`, times.compiled / times.alone, optimized ? 0.6 : 0.8]);
    promised.push([`${level}: one call, header-only`, times.header_only / times.alone, optimized ? 4 : 2.9]);
  }
  return `${compile_heading}

User CPU time, the best of ${rounds} rounds, of ten files each of them compiled once; compared with as many files that
include curl and nlohmann/json and parse one value. \`sh tests/bench/run.sh compile\` measures this part alone.

${table(["compiler", "what", "user time", "compared"], rows)}

${limits(promised)}
`;
}

// What compile.mjs has written, which takes so long that it is not measured again with the rest.
function compile_part(file) {
  const before = readFileSync(file, "utf8");
  const at = before.indexOf(compile_heading);
  return at === -1 ? "" : before.slice(at);
}

export function report({ jobs, clients, results, rounds, link }) {
  const here = (name) => fileURLToPath(new URL(name, import.meta.url));
  const machine = `${cpus().length} cores, ${cpus()[0].model.trim()}`;
  const pages = results["400 MB in 40 pages"].curl;
  const text = `# Benchmark

${machine}; medians of ${rounds} rounds, interleaved, the small calls best of ${Math.max(rounds, 7)}, with
client and server on a processor each; each run is a process of its own. What the server can send is what curl alone
drains: ${(400 / pages.seconds).toFixed(0)} MB/s. The link: ${link}.
The JavaScript client hands out all documents at once, at the end.

${measurements(jobs, clients, results)}

${promises({ results })}

${compile_part(here("results.md"))}`;
  process.stdout.write(text);
  writeFileSync(here("results.md"), text);
  writeFileSync(here("results.svg"), chart(clients, results));
}
