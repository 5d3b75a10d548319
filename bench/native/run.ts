// npm run bench:native: the day loop and the compiled replay in C++ and in WebAssembly on the same memory, in turns, with equal outputs.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import * as abi from "../../assembly/abi";
import type { Core } from "../../src/core/core";
import { ensureEmbeddedMarket } from "../../src/node/simulate";
import { JOBS as SWEEPS } from "../sweep";
import { buildNative } from "./build";
import { checksum, dumpJobs, type Job } from "./dump";
import { dumpReplays, replayAll } from "./replays";

const MARKET = "data/embedded";
const OUT = "out/native";
/** Both sides take turns, so that a busy neighbour hurts both. */
const ROUNDS = 5;
const RUNS = 15;
/** Configs of each sweep of bench/sweep.ts, one size of each name. */
const CONFIGS = 200;

interface Figures {
  milliseconds: number;
  checksum: string;
}

const line = (...cells: string[]): void => console.log(`| ${cells.join(" | ")} |`);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
let different = 0;

/** The program's lines of output. */
function native(program: string, ...args: string[]): Figures[] {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${done.status ?? done.signal}: ${done.stderr}`);
  return done.stdout.trim().split("\n").map((text) => {
    const { status, ...figures } = JSON.parse(text) as Figures & { status: number };
    if (status !== abi.STATUS_OK) throw new Error(`${program} ${args.join(" ")}: status ${status}`);
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

/** `each`: backtests per measured time. */
function row(name: string, each: number, natives: readonly Figures[], cores: readonly Figures[]): void {
  const equal = new Set([...natives, ...cores].map((figures) => figures.checksum)).size === 1;
  if (!equal) different++;
  const slow = median(cores.map((f) => f.milliseconds));
  const fast = median(natives.map((f) => f.milliseconds));
  const rate = (milliseconds: number): string => ((1000 * each) / milliseconds).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  line(name, rate(fast), rate(slow), (fast / slow).toFixed(2), equal ? `equal, ${cores[0].checksum}` : "DIFFERENT");
}

async function dayLoops(program: string): Promise<void> {
  const dump = join(OUT, "memory.bin");
  const { core, jobs } = await dumpJobs(MARKET, dump);
  const natives: Figures[][] = jobs.map(() => []);
  const cores: Figures[][] = jobs.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    native(program, "dayloop", dump, String(RUNS), ...jobs.map((job) => String(job.address))).forEach((figures, i) => natives[i].push(figures));
    jobs.forEach((job, i) => cores[i].push(inCore(core, job)));
  }
  jobs.forEach((job, i) => row(job.name, 1, natives[i], cores[i]));
}

async function replays(program: string): Promise<void> {
  const files = { dump: join(OUT, "memory.bin"), configs: join(OUT, "configs.bin") };
  const jobs = SWEEPS.filter((job, i) => SWEEPS.findIndex(([name]) => name === job[0]) === i);
  for (const [name, tickers, , values] of jobs) {
    const { core, replays } = await dumpReplays(MARKET, [name, tickers, CONFIGS, values], files);
    const natives: Figures[] = [];
    const cores: Figures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      natives.push(...native(program, "replay", files.dump, "3", files.configs));
      replayAll(core, replays);
      cores.push(replayAll(core, replays));
    }
    row(`${name}, ${CONFIGS} configs`, CONFIGS, natives, cores);
  }
}

const built = buildNative("bench/native", OUT);
if (!built) {
  console.error("NOT RUN: bench:native found no c++, g++ or clang++; no native figure was measured.");
  process.exit(1);
}
await ensureEmbeddedMarket({ dir: MARKET });
mkdirSync(OUT, { recursive: true });
console.log(`${cpus()[0].model} × ${cpus().length}, Node ${process.version} (V8 ${process.versions.v8}), ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0].toFixed(1)}`);
console.log(`${built.compiler}, ${built.flags}\n`);
line("19-year backtests", "native /s", "WebAssembly /s", "WebAssembly ÷ native", "outputs");
line("---", "---", "---", "---", "---");
await dayLoops(built.program);
await replays(built.program);
if (different > 0) {
  console.error(`${different} jobs gave other bits in C++ than in the core`);
  process.exit(1);
}
