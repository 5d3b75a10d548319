// npm run bench: every figure of bench/README.md, measured in one run on this machine.
import { cpus } from "node:os";
import { loadCore } from "../src/node/core";
import { ensureEmbeddedMarket } from "../src/node/simulate";
import { marketBench } from "./market";
import { poolBench } from "./pool";
import { pricingBench } from "./pricing";

const MARKET = "data/embedded";
const million = (value: number): string => `${(value / 1e6).toFixed(2)} M/s`;
const line = (...cells: string[]): void => console.log(`| ${cells.join(" | ")} |`);

console.log(`${cpus()[0].model} × ${cpus().length}, Node ${process.version} (V8 ${process.versions.v8}), ${new Date().toISOString().slice(0, 10)}\n`);
line("Pricing kernel", "core", "× the TypeScript twin");
line("---", "---", "---");
for (const row of await pricingBench(await loadCore())) line(row.name, million(row.opsPerSecond), row.ratioToTwin.toFixed(1));

await ensureEmbeddedMarket({ dir: MARKET });
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
line("Workers, 32 configs on three tickers", "market", "open", "memory added", "backtests/s", "CPU ms each", "× one worker");
line("---", "---", "---", "---", "---", "---", "---");
for (const { workers, shared, openMilliseconds, megabytes, backtestsPerSecond, cpuMilliseconds, ratioToOne } of await poolBench(MARKET)) {
  const home = workers === 1 ? "in place" : shared ? "shared" : "a copy each";
  line(String(workers), home, `${openMilliseconds.toFixed(0)} ms`, `${megabytes.toFixed(0)} MB`, backtestsPerSecond.toFixed(1), cpuMilliseconds.toFixed(1), ratioToOne.toFixed(2));
}
