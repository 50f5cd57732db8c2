// SPDX-License-Identifier: MIT
// The chart for the README: bars for time and memory, readable on light and dark pages.

const left = 190;
const width = 760;
const bar = 18;

function panel(top, title, unit, rows) {
  const largest = Math.max(...rows.map((row) => row.value));
  const room = width - left - 90;
  const parts = [`<text class="title" x="0" y="${top + 14}">${title}</text>`];
  rows.forEach(({ name, value, ours }, i) => {
    const y = top + 26 + i * (bar + 6);
    const length = Math.max(2, (value / largest) * room);
    const label = value < 10 ? value.toFixed(2) : value.toFixed(0);
    parts.push(
      `<text class="name" x="${left - 8}" y="${y + 13}">${name}</text>`,
      `<rect class="${ours ? "ours" : "other"}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="2"/>`,
      `<text x="${left + length + 6}" y="${y + 13}">${label} ${unit}</text>`,
    );
  });
  return { height: 26 + rows.length * (bar + 6) + 18, text: parts.join("\n") };
}

export function chart(clients, results) {
  const rows = (title, pick) =>
    Object.entries(results[title]).map(([key, result]) => ({
      name: clients[key].name.replace("firecrawl-cpp, ", "").replace("official ", ""),
      value: pick(result),
      ours: clients[key].name.startsWith("firecrawl-cpp"),
    }));
  const slow = "20 slow pages (200 ms of server time each)";
  const panels = [
    ["400 MB in 40 pages: time", "s", rows("400 MB in 40 pages", (result) => result.seconds)],
    ["400 MB in 40 pages: peak memory", "MB", rows("400 MB in 40 pages", (result) => result.peak / 1e6)],
    [`${slow}: time`, "s", rows(slow, (result) => result.seconds)],
  ];
  let height = 4;
  const drawn = panels.map(([title, unit, values]) => {
    const { height: used, text } = panel(height, title, unit, values);
    height += used;
    return text;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<style>
text { fill: #24292f; } .title { font-weight: 600; } .name { text-anchor: end; }
.ours { fill: #e8590c; } .other { fill: #8c959f; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .other { fill: #6e7681; } }
</style>
${drawn.join("\n")}
</svg>
`;
}
