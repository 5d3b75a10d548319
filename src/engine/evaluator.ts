// Many configs on one market range → what a sweep keeps of each. Same bits as `run` and `computeMetrics` for every config, whatever the batch.
import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import type { PackedSpecs } from "../core/packed";
import type { Market } from "../market/types";
import type { FeatureSpec } from "../strategy/spec";
import { withRun, type FinishedRun, type SpecRecords } from "./backtest";
import { evaluateCompiled } from "./compiled";
import { emptyEvaluations, type Evaluations } from "./evaluations";
import { emptyLibrary, holds, noteWindow, replayPart, requestOf, stock, type Library, type Request } from "./library";
import { metricsRecord, metricsScratchBytes, metricsSlots, readEvaluation, type MetricsRecord, type RiskFree } from "./measure";
import { prepare, type Prepared } from "./prepare";
import type { Batch } from "./stage";
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
  const ranges = new Map<string, Range>();
  const rangeOf = (features: FeatureSpec): Range => {
    const key = JSON.stringify(features);
    let range = ranges.get(key);
    if (!range) {
      range = { prepared: prepare(core, market, { tickers, start, end, features }), library: emptyLibrary() };
      ranges.set(key, range);
    }
    return range;
  };
  function* steps(packed: PackedSpecs, days?: RunWindow): Generator<void, Evaluations> {
    const range = rangeOf(packed.features);
    const window = days && windowOf(range.prepared, days, { start, end });
    const request = window && requestOf(range.library, packed);
    if (request) yield* stock(range.library, range.prepared, request);
    const prepared = window?.prepared ?? range.prepared;
    const mark = core.arena.mark();
    try {
      const measures = metricsRecord(prepared, { rates, riskFree });
      const into = emptyEvaluations(packed.count, measures.years, days?.equity ? prepared.timeline.day : undefined);
      if (window && request && holds(request)) yield* replayPart({ prepared: range.prepared, measures, packed, into, part: window.part }, range.library, request);
      else yield* inPieces({ prepared, measures, packed, into }, request);
      return into;
    } finally {
      core.arena.release(mark);
    }
  }
  return { steps, evaluate: (packed, window) => finish(steps(packed, window)) };
}

/** The batch on its own: compiled for it, or through the day loop. */
function* inPieces(batch: Batch, request: Request | undefined): Generator<void, void> {
  const { prepared, measures, packed, into } = batch;
  if (yield* evaluateCompiled(batch)) {
    if (request) noteWindow(request, prepared.timeline.day.length);
    return;
  }
  for (let i = 0; i < packed.count; i++) {
    evaluateOne({ prepared, record: measures }, recordsOf(packed, i), into, i);
    yield;
  }
}

/** All steps at once. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** What all batches of one FeatureSpec share. */
interface Range {
  prepared: Prepared;
  library: Library;
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
function evaluateOne({ prepared, record }: { prepared: Prepared; record: MetricsRecord }, records: SpecRecords, into: Evaluations, index: number): void {
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
