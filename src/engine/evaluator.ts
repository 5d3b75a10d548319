// Many configs on one market range → what a sweep keeps of each. Same bits as `run` and `computeMetrics` for every config, whatever the batch.
import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import type { PackedSpecs } from "../core/packed";
import type { Market } from "../market/types";
import type { FeatureSpec } from "../strategy/spec";
import { withRun, type FinishedRun, type SpecRecords } from "./backtest";
import { evaluateCompiled } from "./compiled";
import { emptyEvaluations, type Evaluations } from "./evaluations";
import { metricsRecord, metricsScratchBytes, metricsSlots, readEvaluation, type MetricsRecord, type RiskFree } from "./measure";
import { prepare, type Prepared } from "./prepare";
import { windowOf, type RunWindow } from "./window";

export interface EvaluatorRequest extends RiskFree {
  tickers: readonly string[];
  /** Day numbers, inclusive. */
  start: number;
  end: number;
}

export interface Evaluator {
  /**
   * Runs and measures every spec, over the evaluator's range or over a window of it: then with the bits of an evaluator of the window alone. What windows share,
   * market and features, is prepared once. Throws an engine error when a run cannot be trusted.
   */
  evaluate(packed: PackedSpecs, window?: RunWindow): Evaluations;
  /** The same in small steps, for callers that must breathe in between. One batch at a time: finish it, or `return` the generator, before the next. */
  steps(packed: PackedSpecs, window?: RunWindow): Generator<void, Evaluations>;
}

/**
 * An evaluator over a market range. It keeps the market and its features in the core's memory, once per distinct FeatureSpec: a caller that
 * releases the arena to a mark taken before an `evaluate` drops the evaluator with it.
 */
export function createEvaluator(core: Core, market: Market, { tickers, start, end, rates, riskFree }: EvaluatorRequest): Evaluator {
  const whole = new Map<string, Prepared>();
  const preparedFor = (features: FeatureSpec): Prepared => {
    const key = JSON.stringify(features);
    let prepared = whole.get(key);
    if (!prepared) {
      prepared = prepare(core, market, { tickers, start, end, features });
      whole.set(key, prepared);
    }
    return prepared;
  };
  function* steps(packed: PackedSpecs, window?: RunWindow): Generator<void, Evaluations> {
    const all = preparedFor(packed.features);
    const prepared = window ? windowOf(all, window, { start, end }) : all;
    const mark = core.arena.mark();
    try {
      return yield* stepsOn({ prepared, record: metricsRecord(prepared, { rates, riskFree }) }, packed, window?.equity ?? false);
    } finally {
      core.arena.release(mark);
    }
  }
  return { steps, evaluate: (packed, window) => finish(steps(packed, window)) };
}

function* stepsOn(stage: Stage, packed: PackedSpecs, equity: boolean): Generator<void, Evaluations> {
  const result = emptyEvaluations(packed.count, stage.record.years, equity ? stage.prepared.timeline.day : undefined);
  if (yield* evaluateCompiled({ prepared: stage.prepared, measures: stage.record, packed, into: result })) return result;
  for (let i = 0; i < packed.count; i++) {
    evaluateOne(stage, recordsOf(packed, i), result, i);
    yield;
  }
  return result;
}

/** All steps at once. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** What the configs of a batch share. */
interface Stage {
  prepared: Prepared;
  record: MetricsRecord;
}

/** The records of config `i`. */
function recordsOf({ count, sleeveCount, accounts, sleeves, groups }: PackedSpecs, i: number): SpecRecords {
  const sleeveSlots = sleeveCount * abi.S_SLOTS;
  const underlyings = groups.length / count;
  return {
    account: accounts.subarray(i * abi.A_SLOTS, (i + 1) * abi.A_SLOTS),
    sleeves: sleeves.subarray(i * sleeveSlots, (i + 1) * sleeveSlots),
    groups: groups.subarray(i * underlyings, (i + 1) * underlyings),
  };
}

/** The day loop on one config, then its measures. */
function evaluateOne({ prepared, record }: Stage, records: SpecRecords, into: Evaluations, index: number): void {
  const { kernels } = prepared.core;
  withRun(prepared, records, (run) => {
    pointAtRun(record, run, records.account[abi.A_EQUITY]);
    kernels.compactRun(record.address, run.addresses.equity, run.addresses.trades);
    kernels.measure(record.address);
  });
  readEvaluation(record, into, index);
}

/** Allocates the columns of a finished run, for `compactRun` to fill, and points the record at them. */
export function pointAtRun(record: MetricsRecord, { sessions, chances, trades, addresses }: FinishedRun, equity: number): void {
  const { arena } = record.core;
  const [equityColumn, heat, positions, multiplier] = Array.from({ length: 4 }, () => arena.alloc(sessions * 8));
  const compact = arena.alloc(trades * abi.COMPACT_STRIDE * 8);
  const scratch = arena.alloc(metricsScratchBytes(trades));
  const slots = metricsSlots(record);
  slots[abi.M_EQUITY_PTR] = equityColumn;
  slots[abi.M_HEAT_PTR] = heat;
  slots[abi.M_POSITIONS_PTR] = positions;
  slots[abi.M_MULTIPLIER_PTR] = multiplier;
  slots[abi.M_TRADES] = trades;
  slots[abi.M_TRADES_PTR] = compact;
  slots[abi.M_FUNNEL] = sessions * chances;
  slots[abi.M_FUNNEL_PTR] = addresses.funnel;
  slots[abi.M_SCRATCH_PTR] = scratch;
  arena.view(Float64Array, slots[abi.M_LEVELS_PTR], 1)[0] = equity;
}
