// What measuring a finished run costs: the kernel against the TypeScript metrics, over the runs of different configs in turn.
import * as abi from "../assembly/abi";
import { resolveConfig, toRunSpec } from "../src/config";
import { packSpecs } from "../src/core/packed";
import { run, withRun } from "../src/engine/backtest";
import { pointAtRun } from "../src/engine/evaluator";
import { metricsRecord } from "../src/engine/measure";
import { prepare } from "../src/engine/prepare";
import type { Prepared } from "../src/engine/prepare";
import { METRICS } from "../src/metrics";
import { evaluate } from "../src/metrics/metric";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { readDataset } from "../src/store/read";
import type { RunSpec } from "../src/strategy/spec";

export interface MetricsFigures {
  name: string;
  sessions: number;
  /** Mean over the runs. */
  trades: number;
  /** Per run: every metric, yearly changes, reason and exit counts, fingerprint. */
  kernelMicroseconds: number;
  /** The TypeScript metrics' time (metrics alone) over the kernel's. */
  ratioToTypeScript: number;
}

/** As in the speed goals: one underlying, at most 10 positions, targets, stops, time exit. */
const BASE = { ticker: ["SPY"], max_positions: 10, time_exit: 7, max_entries_per_day: 1 };
const TARGETS = [40, 45, 50, 55, 60]; // their columns together fit the second-level cache, as in a sweep
const ROUNDS = 200;

export async function metricsBench(dir: string): Promise<MetricsFigures[]> {
  const core = await loadCore();
  const market = await readDataset(directorySource(dir), core.arena);
  const specs = TARGETS.map((target) => toRunSpec(resolveConfig([{ file: null, values: { ...BASE, profit_target: target } }]), BASE.ticker));
  const prepared = prepare(core, market, { tickers: BASE.ticker, start: 0, end: 40_000, features: specs[0].features });
  return [false, true].map((rates) => measureRuns(prepared, specs, rates));
}

function measureRuns(prepared: Prepared, specs: readonly RunSpec[], rates: boolean): MetricsFigures {
  const { kernels } = prepared.core;
  const { day, rate } = prepared.timeline;
  const ledgers = specs.map((spec) => ({
    ...run(prepared, spec), initial: spec.account.equity, underlyings: BASE.ticker, structures: [""], regimes: [], rates: rates ? rate : null, riskFree: 0,
  }));
  const plain = medianOf(5, () => ledgers.forEach((ledger) => METRICS.forEach((metric) => evaluate(metric, ledger))));
  const kernel = withEveryRun(prepared, specs, rates, [], (records) => medianOf(ROUNDS, () => records.forEach(kernels.measure)));
  return {
    name: rates ? "dated risk-free rate" : "no risk-free rate",
    sessions: day.length,
    trades: ledgers.reduce((sum, { trades }) => sum + trades.length / abi.TRADE_STRIDE, 0) / specs.length,
    kernelMicroseconds: (kernel * 1000) / specs.length,
    ratioToTypeScript: plain / kernel,
  };
}

/** Runs every spec, keeps all their columns, and hands the addresses of their METRICS records to `use`. */
function withEveryRun<T>(prepared: Prepared, specs: readonly RunSpec[], rates: boolean, records: number[], use: (records: number[]) => T): T {
  if (specs.length === 0) return use(records);
  const { accounts: account, sleeves, groups } = packSpecs([specs[0]], BASE.ticker.length);
  return withRun(prepared, { account, sleeves, groups }, (finished) => {
    const record = metricsRecord(prepared, { rates, riskFree: 0 });
    pointAtRun(record, finished, specs[0].account.equity);
    prepared.core.kernels.compactRun(record.address, finished.addresses.equity, finished.addresses.trades);
    return withEveryRun(prepared, specs.slice(1), rates, [...records, record.address], use);
  });
}

/** Median milliseconds of a call. */
function medianOf(rounds: number, call: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[rounds >> 1];
}
