// SPDX-License-Identifier: MIT
// node compile.mjs ROUNDS: measures how long files take to compile, and nothing else; replaces that part of results.md.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile_heading, compile_section } from "./report.mjs";
import { compile_times } from "./toolchain.mjs";

const rounds = Number(process.argv[2]);
const path = fileURLToPath(new URL("results.md", import.meta.url));
const section = compile_section(compile_times(rounds), rounds);
const others = readFileSync(path, "utf8").split(`\n${compile_heading}\n`)[0];
process.stdout.write(section);
writeFileSync(path, `${others}\n${section}`);
