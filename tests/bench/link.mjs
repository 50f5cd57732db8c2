// SPDX-License-Identifier: MIT
// A link of so many megabits a second: a token bucket (tbf) between two network namespaces, if that may be
// had; otherwise the server paces itself.
import { execFileSync } from "node:child_process";

export function link(megabits) {
  const name = `fcbench${process.pid}`;
  const [near, far] = [`fcn${process.pid}`, `fcf${process.pid}`];
  const ip = (...args) => execFileSync("ip", args, { stdio: "pipe" });
  const inside = ["ip", "netns", "exec", name];
  const remove = () => {
    try {
      ip("netns", "del", name);
    } catch {
      // it is gone, or never was
    }
  };
  try {
    ip("netns", "add", name);
    ip("link", "add", near, "type", "veth", "peer", "name", far);
    ip("link", "set", far, "netns", name);
    ip("addr", "add", "10.199.77.1/30", "dev", near);
    ip("link", "set", near, "up");
    const [first, ...rest] = inside;
    const there = (...args) => execFileSync(first, [...rest, ...args], { stdio: "pipe" });
    there("ip", "addr", "add", "10.199.77.2/30", "dev", far);
    there("ip", "link", "set", far, "up");
    there("tc", "qdisc", "add", "dev", far, "root", "tbf", "rate", `${megabits}mbit`, "burst", "32kbit", "latency", "50ms");
    return { address: "10.199.77.2", prefix: inside, server_options: [], remove, description: "tbf between network namespaces" };
  } catch {
    remove();
    return {
      address: "127.0.0.1",
      prefix: [],
      server_options: ["--rate", String(megabits)],
      remove: () => {},
      description: "paced by the server, since no network namespace could be made",
    };
  }
}
