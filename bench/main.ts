// npm run bench [-- engine | sweep [words] | workers | windows [words] | null [worlds] | scaling [--plot] | import [rows] | lab [--json]]: every figure of bench/README.md, or one part, measured in one run on this machine.
import { cpus } from "node:os";
import { importBench } from "./import";
import { labBench } from "./lab";
import { join } from "node:path";
import { loadCore } from "../src/node/core";
import { packageRoot } from "../src/node/package";
import { ensureEmbeddedMarket } from "../src/node/simulate";
import { marketBench } from "./market";
import { metricsBench } from "./metrics";
import { nullBench } from "./null";
import { poolBench } from "./pool";
import { pricingBench } from "./pricing";
import { printScaling } from "./scaling";
import { sweepBench } from "./sweep";
import { windowsBench } from "./windows";

const MARKET = "data/embedded";
const million = (value: number): string => `${(value / 1e6).toFixed(2)} M/s`;
const line = (...cells: string[]): void => console.log(`| ${cells.join(" | ")} |`);

const json = process.argv.includes("--json");
if (!json) console.log(`${cpus()[0].model} × ${cpus().length}, Node ${process.version} (V8 ${process.versions.v8}), ${new Date().toISOString().slice(0, 10)}\n`);
const [part, words = ""] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const plot = process.argv.includes("--plot");

if (part !== "import" && part !== "null") await ensureEmbeddedMarket({ dir: MARKET });
if (!part || part === "engine") await engine();
if (!part || part === "sweep") await sweeps();
if (!part || part === "workers") await pools();
if (!part || part === "windows") await windows();
if (part === "null") await nulls(Number(words) || 400);
if (!part || part === "scaling") await printScaling(MARKET, line, plot ? "bench/scaling.svg" : null);
if (!part || part === "lab") await lab();
if (!part || part === "import") await imports(Number(words) || 25_000_000);

async function nulls(worlds: number): Promise<void> {
  const { levels, falseDiscoveries, power, survivors, layers, pbo, fairness, cpuSeconds } = await nullBench(worlds);
  const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
  console.log("");
  line("Share of fair worlds in which something is found", ...levels.map((level) => `at ${percent(level)}`));
  line(...Array<string>(levels.length + 1).fill("---"));
  for (const { method, found } of falseDiscoveries) line(method, ...found.map(percent));
  console.log(`\n${worlds} worlds; at 5 % mahler overfit lets a config survive in ${percent(survivors)}, mahler layers calls one of four layers useful or harmful in ${percent(layers)}; mean PBO ${pbo.toFixed(2)}; largest mean of a config ${fairness.toFixed(1)} standard errors from 0; ${cpuSeconds.toFixed(0)} CPU seconds\n`);
  line("Edge", "named beforehand: found at 5 %", "theory", "among 24, Romano–Wolf: found", "theory", "another config named too");
  line(...Array<string>(6).fill("---"));
  for (const p of power) line(p.edge, percent(p.named), percent(p.namedTheory), percent(p.hidden), percent(p.hiddenTheory), p.others === undefined ? "–" : percent(p.others));
}

async function lab(): Promise<void> {
  const figures = await labBench(MARKET, join(packageRoot(), "dist", "lab"));
  if (json) return console.log(JSON.stringify(figures, null, 2));
  if (!figures) return console.log("\nThe lab was not measured: there is no Chromium here. Install it, or name one with MAHLER_CHROMIUM.");
  const { browser, load, batches, drag, start, embed, weights } = figures;
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
  console.log(`\nThe lab: ${browser}; load average ${load.toFixed(1)} before\n`);
  line("Same configs, same trades", "Node", "page", "page ÷ Node");
  line("---", "---", "---", "---");
  for (const b of batches) line(`${b.configs} configs, three tickers, ${b.workers === 1 ? "one worker" : `${b.workers} workers`}`, `${b.node.toFixed(0)}/s`, `${b.page.toFixed(0)}/s`, b.ratio.toFixed(2));
  console.log("");
  line("The page", "");
  line("---", "---");
  line("frames per second while dragging", drag.framesPerSecond.toFixed(1));
  line("processor time of the page's thread per movement", `${drag.millisecondsPerMovement.toFixed(1)} ms`);
  line("opening the market", `${(start.opened / 1000).toFixed(2)} s`);
  line("from the request for the page to the first curve", `${(start.firstCurve / 1000).toFixed(2)} s`);
  line("the embedded example, from its first byte to its curve", `${(embed.start / 1000).toFixed(1)} s`);
  console.log("");
  line("Code fetched", "files", "raw", "gzip", "brotli");
  line("---", "---", "---", "---", "---");
  for (const w of weights) line(w.when, String(w.files), kilobytes(w.raw), kilobytes(w.gzip), kilobytes(w.brotli));
}

async function imports(rows: number): Promise<void> {
  const { figures, bytesPerRow, loadSeconds, loadBytes } = await importBench(rows);
  console.log("");
  line("Import", "rows", "file", "seconds", "rows/s", "CPU seconds", "memory");
  line(...Array<string>(7).fill("---"));
  for (const f of figures) line(f.name, f.rows.toLocaleString("en-US"), `${f.megabytes.toFixed(0)} MB`, f.seconds.toFixed(1), `${(f.rows / f.seconds / 1e6).toFixed(2)} M`, f.cpu.toFixed(1), `${f.memory.toFixed(0)} MiB`);
  console.log(`\n${bytesPerRow.toFixed(2)} bytes per row; loaded into WebAssembly memory in ${loadSeconds.toFixed(2)} s, ${(loadBytes / 1e6 / loadSeconds).toFixed(0)} MB/s`);
}

async function sweeps(): Promise<void> {
  console.log("");
  line("Sweep", "configs", "screens", "trades per config", "configs/s, compile included", "per CPU second", "× plain day loop", "× TypeScript twin", "compile", "replay per config", "metrics per config", "memory");
  line(...Array<string>(12).fill("---"));
  for (const f of await sweepBench(MARKET, words)) {
    line(
      f.name, String(f.configs), String(f.screens), f.trades.toFixed(0), ((1000 * f.configs) / f.total).toFixed(0), ((1000 * f.configs) / f.cpu).toFixed(0), f.ratioToPlain.toFixed(0), f.ratioToTwin.toFixed(0),
      `${f.compile.toFixed(0)} ms`, `${((1000 * f.replay) / f.configs).toFixed(0)} µs`, `${((1000 * f.measure) / f.configs).toFixed(0)} µs`, `${f.memory.toFixed(0)} MiB`,
    );
  }
}

async function windows(): Promise<void> {
  console.log("");
  line("Train windows of a walk-forward", "configs", "windows", "whole range", "all windows", "× the whole range", "× its sessions", "compile", "replay", "metrics", "everything else");
  line(...Array<string>(11).fill("---"));
  for (const f of await windowsBench(MARKET, words)) {
    const shares = [f.compile, f.replay, f.measure, f.host].map((share) => `${(100 * share).toFixed(0)} %`);
    line(f.name, String(f.configs), String(f.windows), `${(f.whole / 1000).toFixed(2)} s`, `${(f.inWindows / 1000).toFixed(2)} s`, (f.inWindows / f.whole).toFixed(1), f.ideal.toFixed(1), ...shares);
  }
}

async function engine(): Promise<void> {
  line("Pricing kernel", "core", "× the TypeScript twin");
  line("---", "---", "---");
  for (const row of await pricingBench(await loadCore())) line(row.name, million(row.opsPerSecond), row.ratioToTwin.toFixed(1));

  const figures = await marketBench(MARKET);
  console.log("");
  line("Embedded market", "");
  line("---", "---");
  line("chain rows", figures.rows.toLocaleString("en-US"));
  line("bytes per row: rows files / whole dataset", `${figures.bytesPerRow.toFixed(2)} / ${figures.datasetBytesPerRow.toFixed(2)}`);
  line("load into WebAssembly memory (page cache warm)", `${figures.loadMilliseconds.toFixed(0)} ms, ${figures.loadMegabytesPerSecond.toFixed(0)} MB/s`);
  console.log("");
  line("19-year backtest after load", "trades", "prepare once", "backtests/s on one core", "× the TypeScript twin");
  line("---", "---", "---", "---", "---");
  for (const job of figures.runs) line(job.name, String(job.trades), `${job.prepareMilliseconds.toFixed(0)} ms`, job.runsPerSecond.toFixed(1), job.ratioToTwin.toFixed(0));
  console.log("");
  line("Measuring a run", "sessions", "trades", "core", "× the TypeScript metrics");
  line("---", "---", "---", "---", "---");
  for (const row of await metricsBench(MARKET)) line(row.name, String(row.sessions), row.trades.toFixed(0), `${row.kernelMicroseconds.toFixed(1)} µs`, row.ratioToTypeScript.toFixed(0));
}

async function pools(): Promise<void> {
  console.log("");
  line("Workers", "market", "open", "memory added", "configs/s", "CPU ms each", "× one worker");
  line("---", "---", "---", "---", "---", "---", "---");
  for (const { workers, shared, openMilliseconds, megabytes, configsPerSecond, cpuMilliseconds, ratioToOne } of await poolBench(MARKET)) {
    const home = workers === 1 ? "in place" : shared ? "shared" : "a copy each";
    line(String(workers), home, `${openMilliseconds.toFixed(0)} ms`, `${megabytes.toFixed(0)} MB`, configsPerSecond.toFixed(1), cpuMilliseconds.toFixed(2), ratioToOne.toFixed(2));
  }
}
