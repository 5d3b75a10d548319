// npm run bench:native: the day loop in C++ and in WebAssembly on the same memory, in turns, with equal outputs.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import * as abi from "../../assembly/abi";
import type { Core } from "../../src/core/core";
import { ensureEmbeddedMarket } from "../../src/node/simulate";
import { buildNative } from "./build";
import { checksum, dumpJobs, type Job } from "./dump";

const MARKET = "data/embedded";
const OUT = "out/native";
/** Both sides take turns, so that a busy neighbour hurts both. */
const ROUNDS = 5;
const RUNS = 15;

interface Figures {
  milliseconds: number;
  checksum: string;
}

const line = (...cells: string[]): void => console.log(`| ${cells.join(" | ")} |`);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The program's output for every job, in order. */
function native(program: string, dump: string, jobs: readonly Job[]): Figures[] {
  const done = spawnSync(program, [dump, String(RUNS), ...jobs.map((job) => String(job.address))], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status ?? done.signal}: ${done.stderr}`);
  return done.stdout.trim().split("\n").map((text, i) => {
    const { status, ...figures } = JSON.parse(text) as Figures & { status: number };
    if (status !== abi.STATUS_OK) throw new Error(`${jobs[i].name}: native status ${status}`);
    return figures;
  });
}

function inCore(core: Core, job: Job): Figures {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    const status = core.kernels.runBacktest(job.address);
    times.push(performance.now() - start);
    if (status !== abi.STATUS_OK) throw new Error(`${job.name}: core status ${status}`);
  }
  return { milliseconds: median(times.slice(1)), checksum: checksum(core, job) };
}

const built = buildNative("bench/native", OUT);
if (!built) {
  console.error("NOT RUN: bench:native found no c++, g++ or clang++; no native figure was measured.");
  process.exit(1);
}
await ensureEmbeddedMarket({ dir: MARKET });
mkdirSync(OUT, { recursive: true });
const dump = join(OUT, "memory.bin");
const { core, jobs } = await dumpJobs(MARKET, dump);
const natives: Figures[][] = jobs.map(() => []);
const cores: Figures[][] = jobs.map(() => []);
for (let round = 0; round < ROUNDS; round++) {
  native(built.program, dump, jobs).forEach((figures, i) => natives[i].push(figures));
  jobs.forEach((job, i) => cores[i].push(inCore(core, job)));
}

console.log(`${cpus()[0].model} × ${cpus().length}, Node ${process.version} (V8 ${process.versions.v8}), ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0].toFixed(1)}`);
console.log(`${built.compiler}, ${built.flags}\n`);
line("19-year day loop", "native /s", "WebAssembly /s", "WebAssembly ÷ native", "outputs");
line("---", "---", "---", "---", "---");
let different = 0;
jobs.forEach((job, i) => {
  const equal = new Set([...natives[i], ...cores[i]].map((figures) => figures.checksum)).size === 1;
  if (!equal) different++;
  const slow = median(cores[i].map((f) => f.milliseconds));
  const fast = median(natives[i].map((f) => f.milliseconds));
  line(job.name, (1000 / fast).toFixed(1), (1000 / slow).toFixed(1), (fast / slow).toFixed(2), equal ? `equal, ${cores[i][0].checksum}` : "DIFFERENT");
});
if (different > 0) {
  console.error(`${different} jobs gave other bits in C++ than in the core`);
  process.exit(1);
}
