// SPDX-License-Identifier: MIT
// node run.mjs BUILD ROUNDS: runs all measurements but those of compiling, and writes the report. See run.sh.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { link } from "./link.mjs";
import { report } from "./report.mjs";
import { decoding } from "./toolchain.mjs";

const [build, rounds_given] = process.argv.slice(2);
const rounds = Number(rounds_given);
const programs = `${build}/tests/bench`;

const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];

// Each client is a process of its own, so that its peak memory is its own.
const clients = {
  curl: { name: "curl alone", command: [`${programs}/read_curl`] },
  kept: { name: "curl alone, into a string", command: [`${programs}/read_curl`] },
  ours: { name: "firecrawl-cpp", command: [`${programs}/read_firecrawl`] },
  parallel4: { name: "firecrawl-cpp, parallel 4", command: [`${programs}/read_firecrawl`], variant: "parallel=4" },
  parallel8: { name: "firecrawl-cpp, parallel 8", command: [`${programs}/read_firecrawl`], variant: "parallel=8" },
  sized4: { name: "firecrawl-cpp, parallel 4, page_size", command: [`${programs}/read_firecrawl`], variant: "sized=4" },
  sized8: { name: "firecrawl-cpp, parallel 8, page_size", command: [`${programs}/read_firecrawl`], variant: "sized=8" },
  dom: { name: "libcurl + nlohmann DOM", command: [`${programs}/read_dom`] },
  cpr: { name: "cpr + nlohmann DOM", command: [`${programs}/read_cpr`] },
  js: { name: "official JavaScript client", command: [process.execPath, `${build}/js/read.mjs`] },
};
if (!existsSync(`${programs}/read_cpr`)) delete clients.cpr; // Debian 12 has no cpr

const usual = ["curl", "ours", "parallel4", "parallel8", "dom", "cpr", "js"];
const mega = 1e6;
const jobs = [
  { id: "text.40.100.10000000.0", title: "400 MB in 40 pages", bytes: 400 * mega, clients: usual },
  { id: "text.20.100.10000000.0", title: "200 MB in 20 pages", bytes: 200 * mega, clients: ["curl", "ours"] },
  { id: "text.100.100.10000000.0", title: "1 GB in 100 pages", bytes: 1000 * mega, clients: usual },
  {
    id: "text.20.100.10000000.200",
    title: "20 slow pages (200 ms of server time each)",
    bytes: 200 * mega,
    clients: ["curl", "ours", "parallel4", "parallel8", "sized4", "sized8", "dom", "cpr", "js"],
  },
  { id: "text.200.25.40000.0", title: "5,000 small documents in 200 pages", bytes: 8 * mega, clients: usual },
  {
    id: "text.1.1.200.0",
    title: "2,000 small status calls",
    calls: 2000,
    rounds: 7,
    best: true,
    apart: true,
    clients: ["curl", "ours", "dom", "cpr", "js"],
  },
  { id: "text.1.1.50000000.0", title: "a scrape of 50 MB", variant: "scrape", rounds: 7, clients: ["curl", "kept", "ours"] },
  {
    id: "text.1.1.50000000.0",
    title: "a scrape of 50 MB over 100 Mbit/s",
    variant: "scrape",
    over_link: true,
    clients: ["curl", "kept", "ours"],
  },
  { id: "text.10.100.5000000.0", title: "50 MB in 10 pages over 100 Mbit/s", bytes: 50 * mega, over_link: true, clients: usual },
];

// If the scheduler happens to put client and server on one processor, a small call takes half the time, for each
// client. So each is kept on one of its own; the JavaScript client, which has several threads, is not.
const apart = (job, key) => job.apart && cpus().length > 1 && key !== "js";
const keep_server_on = (processors) => execFileSync("taskset", ["-acp", processors, `${server.pid}`], { stdio: "ignore" });

function run_client(key, url, job) {
  const [, pages, documents] = job.id.split(".");
  const client = clients[key];
  const asked = job.calls ? `calls=${job.calls}` : (job.variant ?? client.variant ?? "");
  const variant = key === "kept" ? `${asked}_kept` : asked;
  const [program, ...first] = [...(apart(job, key) ? ["taskset", "-c", "1"] : []), ...client.command];
  const output = execFileSync(program, [...first, url, job.id, pages, documents, variant], { encoding: "utf8" });
  return JSON.parse(output);
}

function measure(job, url) {
  const keys = job.clients.filter((key) => key in clients);
  const runs = Object.fromEntries(keys.map((key) => [key, []]));
  run_client("curl", url, job); // the server makes the job when it is first asked
  const times = Math.max(rounds, job.rounds ?? 0);
  if (apart(job)) keep_server_on("0");
  for (let round = 0; round < times; ++round) {
    for (const key of keys) runs[key].push(run_client(key, url, job));
    process.stderr.write(`\r${job.title}: ${round + 1} of ${times} rounds\x1b[K`);
  }
  process.stderr.write("\n");
  if (apart(job)) keep_server_on(`0-${cpus().length - 1}`);
  return Object.fromEntries(
    keys.map((key) => {
      const of = (field) => runs[key].map((run) => run[field]);
      return [
        key,
        {
          seconds: job.best ? Math.min(...of("seconds")) : median(of("seconds")),
          first: median(of("first")),
          cpu: median(of("cpu")),
          peak: Math.max(...of("peak")),
          documents: of("documents")[0],
        },
      ];
    }),
  );
}

async function start_server(prefix, ...options) {
  const [program, ...rest] = [...prefix, `${programs}/bench_server`, ...options];
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve) => createInterface(child.stdout).once("line", resolve));
  return { port, pid: child.pid, stop: () => child.kill() };
}

// progress() against a server that ignores `limit`: what the client saw, and what its kernel took for it.
async function measure_progress(url) {
  const acknowledged = async () => Number(await (await fetch(`${url}/acknowledged`)).text());
  const job = { id: "text.40.100.10000000.0" };
  const before = await acknowledged();
  const output = execFileSync(`${programs}/read_firecrawl`, [url, job.id, "40", "100", "progress"], { encoding: "utf8" });
  let after = before;
  for (let i = 0; i < 50 && after - before < 1000; ++i) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    after = await acknowledged();
  }
  return { read: JSON.parse(output).read, sent: after - before };
}

const results = {};
const server = await start_server([]);
const url = `http://127.0.0.1:${server.port}`;
const shaped = link(100);
const far = await start_server(shaped.prefix, ...shaped.server_options);
try {
  for (const job of jobs) {
    results[job.title] = measure(job, job.over_link ? `http://${shaped.address}:${far.port}` : url);
  }
  results.progress = await measure_progress(url);
} finally {
  server.stop();
  far.stop();
  shaped.remove();
}
results.decoding = decoding(`${programs}/decode`, rounds);
report({ jobs, clients, results, rounds, link: shaped.description });
