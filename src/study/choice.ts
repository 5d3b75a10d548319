// The choice that could have been made: in each window the best of training is traded on the test, beside the benchmark under the same windows.
import type { EvaluatorRequest } from "../engine/evaluator";
import { MahlerError } from "../errors";
import type { Market } from "../market/types";
import type { Evaluate } from "../sweep/run";
import { mostConfigs } from "../sweep/combinations";
import type { Pool } from "../sweep/pool";
import type { Space } from "../sweep/types";
import { returnsOfEquity, rowOf } from "../stats/matrix";
import { walkForward } from "../walkforward";
import type { Curve, WalkForward, WalkForwardSettings } from "../walkforward";
import { configSet, runConfigs } from "../walkforward/configs";
import { createGate } from "../walkforward/gate";
import { stitch } from "../walkforward/stitch";
import type { Leg } from "../walkforward/stitch";
import { parseWindows } from "../windows";
import { pairedGap } from "./paired";
import type { BookSpaces } from "./runs";
import type { Inference } from "./inference";
import type { Choice, Row, Runs, WalkForwardRule } from "./types";

/** Days of a month on average. */
const MONTH = 30.4375;

const settingsOf = (rule: WalkForwardRule): WalkForwardSettings => ({
  windows: { ...parseWindows("study: walk_forward: windows", rule.windows), anchored: rule.anchored }, metric: rule.metric,
  guards: { minTrades: rule.minTrades, maxDrawdown: null, minWinRate: null },
});

export interface ForwardJob {
  spaces: BookSpaces;
  rule: WalkForwardRule;
  runs: Runs;
  pool: Pool;
  inference: Inference;
  signal?: AbortSignal;
  /** Hears of work in runs over the whole range. */
  onDone: (units: number) => void;
}

/** Walks the space forward, and the benchmark. The reason when the range is too short for a window. */
export async function chooseForward(market: Market, job: ForwardJob): Promise<{ choice: Choice } | { reason: string }> {
  const { spaces, rule, runs, pool, signal, inference } = job;
  const space = spaceOf(spaces, rule);
  const settings = settingsOf(rule);
  const host = { evaluate: pool.evaluate, lanes: pool.workers + 1, signal };
  try {
    const forward = await walkForward(market, space, settings, { ...host, onProgress: progressOf(job) });
    const { curve: held, returns: benchmarkReturns } = await holdBenchmark(spaces.named, forward, host);
    const { days, chosen, benchmark } = together(forward.stitched, held, forward.initial);
    const offset = rule.over === "grid" ? spaces.variants.length : 0;
    const picks = forward.windows.map(({ chosen: config }) => (config === null ? null : config + offset));
    const consensus = forward.consensus && { row: forward.consensus.config + offset, windows: forward.consensus.windows };
    const same = (row: number | null): boolean => row !== null && runs.trades[row] === runs.trades[0];
    return { choice: { forward, benchmarkReturns, days, chosen, benchmark, picks, consensus, asBenchmark: picks.filter(same).length, gap: pairedGap(chosen, benchmark, runs.daysPerYear, inference) } };
  } catch (error) {
    if (error instanceof MahlerError && error.kind === "config" && error.subject.startsWith("windows")) return { reason: `${error.subject} ${error.problem}` };
    throw error;
  }
}

const spaceOf = ({ named, grid }: BookSpaces, { over }: WalkForwardRule): Space => (over === "grid" && grid ? grid : named);

/** The benchmark alone: the first entry of the list. */
function only(named: Space): Space {
  return named.mode.kind === "list" ? { ...named, mode: { kind: "list", rows: named.mode.rows.slice(0, 1) } } : named;
}

/** The benchmark through the test windows of the walk-forward: flat at the start of each, positions run off as the choice's do. */
async function holdBenchmark(named: Space, { windows, stitched, initial, options }: WalkForward, { evaluate, lanes, signal }: { evaluate: Evaluate; lanes: number; signal?: AbortSignal }): Promise<{ curve: Curve; returns: number[] }> {
  const set = configSet(only(named));
  const runner = { evaluate, gate: createGate(lanes), signal };
  const legs = await Promise.all(windows.map(async ({ test, runOff }): Promise<Leg> => {
    const own = await runConfigs(set, runner, { window: { start: test.start, end: runOff, equity: true }, ...(options.boundary === "run-off" ? { lastEntry: test.end } : {}) });
    return { test, curve: { days: own.days!, equity: own.equity! } };
  }));
  return { curve: stitch(stitched.days, legs, initial), returns: legs.map(({ curve }) => curve!.equity[curve!.equity.length - 1] / initial - 1) };
}

/** Both accounts' daily returns on the days of the walk-forward. */
const together = ({ days, equity }: Curve, held: Curve, initial: number): { days: Int32Array; chosen: Float64Array; benchmark: Float64Array } => ({
  days, chosen: rowOf(returnsOfEquity(equity, 1, initial), 0), benchmark: rowOf(returnsOfEquity(held.equity, 1, initial), 0),
});

/** How much a walk-forward is, in runs over the whole range: training and test of every window, and the configs held. */
export function forwardWork(rule: WalkForwardRule, spaces: BookSpaces, { start, end }: Pick<EvaluatorRequest, "start" | "end">): { units: number; evaluations: number } {
  const configs = mostConfigs(spaceOf(spaces, rule));
  const [train, ...rest] = rule.windows.split("/").map((part) => Number.parseFloat(part) || 1);
  const test = rest[rest.length - 1];
  const months = (end - start) / MONTH;
  const windows = Math.max(0, Math.floor((months - train - (rest.length > 1 ? rest[0] : 0)) / test) + 1);
  return { units: windows ? configs * (1 + (windows * (train + test)) / months) : 0, evaluations: configs * (2 * windows + 1) };
}

/** The share of a walk-forward that is done → units of work. */
function progressOf({ rule, spaces, runs, onDone }: ForwardJob): (done: number, total: number) => void {
  const { units } = forwardWork(rule, spaces, { start: runs.days[0], end: runs.days[runs.days.length - 1] });
  let told = 0;
  return (done, total) => {
    const now = total > 0 ? (units * done) / total : 0;
    onDone(now - told);
    told = now;
  };
}

/** The row's values in words. */
export const labelOfRow = (rows: readonly Row[], row: number | null): string => (row === null ? "nothing" : rows[row].label);
