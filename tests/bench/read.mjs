// SPDX-License-Identifier: MIT
// The official JavaScript client, its v1 interface. Variant calls=N asks for the status N times.
import { readFileSync } from "node:fs";
import Firecrawl from "@mendable/firecrawl-js";

const [base_url, job, , , variant = ""] = process.argv.slice(2);
const calls = variant.startsWith("calls=") ? Number(variant.slice(6)) : 0;

const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
const seconds = () => Number(process.hrtime.bigint() - begin) * 1e-9;

const client = new Firecrawl({ apiKey: "fc-benchmark", apiUrl: base_url }).v1;
let first = 0;
let documents = 0;
let text = 0;
if (calls > 0) {
  for (let i = 0; i < calls; ++i) {
    const status = await client.checkBatchScrapeStatus(job);
    if (documents++ === 0) first = seconds();
    text += status.data.length;
  }
} else {
  const status = await client.checkBatchScrapeStatus(job, true); // true: all pages
  for (const document of status.data) {
    if (documents++ === 0) first = seconds();
    text += Buffer.byteLength(document.markdown ?? "");
  }
}
const end = seconds();
const used = process.cpuUsage(cpu);
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
console.log(JSON.stringify({ seconds: end, first, cpu: (used.user + used.system) * 1e-6, peak, documents, text }));
