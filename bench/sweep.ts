// Sweeps on the embedded market: compile once, replay many; compile time and memory apart, against the plain day loop and its TypeScript twin in the same run.
import { S_SLOTS } from "../assembly/abi";
import { resolveConfig, toRunSpec } from "../src/config";
import type { Core } from "../src/core/core";
import { packSpecs, type PackedSpecs } from "../src/core/packed";
import { run } from "../src/engine/backtest";
import { createEvaluator } from "../src/engine/evaluator";
import { prepare } from "../src/engine/prepare";
import type { Market } from "../src/market/types";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { readDataset } from "../src/store/read";
import type { RunSpec } from "../src/strategy/spec";
import { referenceRun } from "../test/reference/dayloop";
import { probe } from "./probe";

export interface SweepFigures {
  name: string;
  configs: number;
  screens: number;
  trades: number;
  /** Milliseconds of the whole evaluation, and of the kernels in it. */
  total: number;
  /** Processor milliseconds of the whole evaluation: what `total` is on a machine with nothing else to do. */
  cpu: number;
  compile: number;
  replay: number;
  measure: number;
  /** MiB of WebAssembly memory that the sweep held beside the market, at the most. */
  memory: number;
  /** Configs per second over the plain day loop's, both in this run; compile included. */
  ratioToPlain: number;
  /** The same over the plain TypeScript twin's, on one config of the job: the one whose day loop takes the median time. */
  ratioToTwin: number;
}

const at = <T>(list: readonly T[], i: number): T => list[Math.floor(i) % list.length];
const TARGETS = [25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];
const STOPS = [50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350, null];

export type Values = Record<string, unknown>;
const BASE: Values = { breakers: false, max_positions: 10, max_entries_per_day: 1, profit_target: 50, time_exit: 7 };
const exits = (i: number): Values => ({ profit_target: at(TARGETS, i), stop_loss: at(STOPS, i / 14) });
/** 11,760 exits. */
const fineExits = (i: number): Values => ({ ...exits(i), time_exit: at([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], i / 196), gamma_exit: at([null, 0, 1, 2, 3, 4], i / 1960) });
/** 576 screens. */
export const entries = (i: number): Values => {
  const low = at([0.05, 0.08, 0.1, 0.12, 0.15, 0.18], i);
  const dte = at([10, 14, 21, 28], i / 24);
  return { min_delta: low, max_delta: low + at([0.05, 0.1, 0.15, 0.2], i / 6), min_dte: dte, max_dte: dte + at([14, 28], i / 96), min_credit: at([10, 15, 20], i / 192) };
};
/** 11,520 screens. */
const fineEntries = (i: number): Values => {
  const low = 0.04 + 0.01 * (i % 12);
  const dte = at([8, 10, 12, 14, 18, 21, 25, 30], i / 72);
  return { min_delta: low, max_delta: low + at([0.04, 0.06, 0.1, 0.14, 0.18, 0.22], i / 12), min_dte: dte, max_dte: dte + at([10, 14, 21, 28], i / 576), min_credit: at([10, 12, 15, 18, 20], i / 2304) };
};
/** The i-th of `count` in an order that meets every kind early. */
const scattered = (i: number, count: number): number => (i * 7919) % count;
const limits = (i: number): Values => ({ max_positions: at([3, 5, 8, 10, 12], i), max_portfolio_heat: at([10, 20, 30], i / 5), max_risk_per_trade: at([1, 2, 3], i / 7) });
const regime = (i: number): Values => ({ use_regime_sizing: true, regime_multipliers: at(["1.0,0.75,0.5,0.4", "1.0,1.0,1.0,1.0", "1.2,0.8,0.5,0.25"], i) });

/** Entries as given, and everything else varied. */
export const everything = (screens: (i: number) => Values) => (i: number): Values => ({ ...screens(i), ...exits(i / 3), ...limits(i), ...regime(i / 11) });

const SPY = ["SPY"];
export const ALL = ["SPY", "QQQ", "IWM"];
export type SweepJob = [name: string, tickers: string[], configs: number, values: (i: number) => Values];
const SIZES = [10, 100, 1_000, 10_000];
export const JOBS: SweepJob[] = [
  ...SIZES.map((n): SweepJob => ["SPY, exits only", SPY, n, (i) => fineExits(scattered(i, 11_760))]),
  ...SIZES.map((n): SweepJob => ["SPY, entries only", SPY, n, (i) => fineEntries(scattered(i, 11_520))]),
  ["SPY, 60 entries × 196 exits", SPY, 60 * 196, (i) => ({ ...entries(Math.floor(i / 196) * 9), ...exits(i) })],
  ...SIZES.map((n): SweepJob => ["SPY, everything", SPY, n, everything(entries)]),
  ["SPY + QQQ + IWM, everything, effective heat", ALL, 10_000, (i) => ({ ...everything(entries)(i), max_effective_heat: 15, breakers: false })],
  ["SPY + QQQ + IWM, the same with breakers", ALL, 1_000, (i) => ({ ...everything(entries)(i), max_effective_heat: 15, breakers: true })],
];

/** Specs of a job; combinations that the config layer refuses (a stop that cannot fire) lose their stop. */
export function specsOf(tickers: string[], configs: number, values: (i: number) => Values): RunSpec[] {
  return Array.from({ length: configs }, (_, i) => {
    const layer = { ...BASE, ticker: tickers, ...values(i) };
    try {
      return toRunSpec(resolveConfig([{ file: null, values: layer }]), tickers);
    } catch {
      return toRunSpec(resolveConfig([{ file: null, values: { ...layer, stop_loss: null } }]), tickers);
    }
  });
}

export async function sweepBench(dir: string, filter: string): Promise<SweepFigures[]> {
  const figures: SweepFigures[] = [];
  for (const [name, tickers, configs, values] of JOBS) {
    if (!`${name} ${configs}`.includes(filter)) continue;
    const core = await loadCore();
    const market = await readDataset(directorySource(dir), core.arena);
    figures.push(benchJob(core, market, { name, tickers, specs: specsOf(tickers, configs, values) }));
  }
  return figures;
}

function benchJob(core: Core, market: Market, { name, tickers, specs }: { name: string; tickers: string[]; specs: RunSpec[] }): SweepFigures {
  const range = { tickers, start: 0, end: 40_000 };
  const plain = plainTimes(core, market, range, specs);
  const { core: probed, spent, peak, reset } = probe(core);
  const evaluator = createEvaluator(probed, market, { ...range, rates: false, riskFree: 0 });
  const packed = packSpecs(specs, tickers.length);
  evaluator.evaluate(packSpecs(specs.slice(0, 1), tickers.length)); // prepares the market
  reset();
  const begin = performance.now();
  const used = process.cpuUsage();
  const result = evaluator.evaluate(packed);
  const total = performance.now() - begin;
  const { user, system } = process.cpuUsage(used);
  const each = total / specs.length;
  return {
    name, configs: specs.length, screens: screensOf(packed), trades: result.exits.reduce((sum, n) => sum + n, 0) / specs.length,
    total, cpu: (user + system) / 1000, compile: spent.compileSessions, replay: spent.replay + spent.buildCodes, measure: spent.measure,
    memory: peak() / 2 ** 20, ratioToPlain: plain.core / each, ratioToTwin: plain.twin / each,
  };
}

/** Milliseconds of one plain day loop, the median over configs spread over the job, and of the twin on the median's config. */
function plainTimes(core: Core, market: Market, range: { tickers: string[]; start: number; end: number }, specs: RunSpec[]): { core: number; twin: number } {
  const mark = core.arena.mark();
  const prepared = prepare(core, market, { ...range, features: specs[0].features });
  const times = Array.from({ length: 15 }, (_, k) => {
    const spec = specs[Math.floor((k * specs.length) / 15)];
    return { spec, time: timeOf(() => run(prepared, spec)) };
  });
  const median = times.sort((a, b) => a.time - b.time)[7];
  const { underlyings, timeline, features, correlations } = prepared;
  const twin = timeOf(() => referenceRun({ underlyings, timeline, features, correlations, spec: median.spec }));
  core.arena.release(mark);
  return { core: median.time, twin };
}

function timeOf(work: () => unknown): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

/** Distinct screens among the sleeves. */
export const screensOf = ({ sleeves }: PackedSpecs): number => new Set(Array.from({ length: sleeves.length / S_SLOTS }, (_, k) => sleeves.subarray(k * S_SLOTS + 1, k * S_SLOTS + 15).join())).size;
