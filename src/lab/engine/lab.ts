// The engine behind the page: a market in memory, and what the page asks of it. Needs no browser: tests run it in Node.
import { resolveConfig, toRunSpec } from "../../config";
import type { Config } from "../../config";
import type { Core } from "../../core/core";
import { createEvaluator } from "../../engine/evaluator";
import type { Evaluator, EvaluatorRequest } from "../../engine/evaluator";
import { prepare } from "../../engine/prepare";
import type { Prepared } from "../../engine/prepare";
import { configError } from "../../errors";
import type { Market } from "../../market/types";
import { executeOn, rangeOf } from "../../run/execute";
import type { Execution } from "../../results/execution";
import { equityTable, tradeTable } from "../../results/columns";
import type { RecordedRun } from "../../results/readRun";
import { runRecord } from "../../results/record";
import type { RecordContext } from "../../results/record";
import type { Pool } from "../../sweep/pool";
import type { Evaluate } from "../../sweep/run";
import { evaluatorRequest } from "../../sweep/sweep";
import type { DayReply, DetailReply, PathReply, SpaceReply, SpaceRequest, SweepStep, Values, WalkReply, WalkRequest, WalkStep } from "../protocol";
import { closesBySession, tradeRows } from "./detail";
import { dayInside } from "./inside";
import { pathReply } from "./path";
import { evaluateSpace, spaceOf } from "./evaluate";

export interface Lab {
  /** Evaluates a space in this thread. */
  space(request: SpaceRequest): Promise<SpaceReply>;
  /** Evaluates a space on all workers. */
  sweep(request: SpaceRequest, onStep: (step: SweepStep) => void, signal: AbortSignal): Promise<SpaceReply>;
  /** Walks forward on all workers. Rejects as cancelled when the signal aborts. */
  walk(request: WalkRequest, onStep: (step: WalkStep) => void, signal: AbortSignal): Promise<WalkReply>;
  /** Runs one config by the day loop. */
  detail(values: Values): DetailReply;
  /** A day's chain, candidates and reasons. */
  day(values: Values, day: number, symbol: string): DayReply;
  /** A trade from entry to exit. */
  path(values: Values, id: number): PathReply;
  /** What the page of a run is made of: what its result files hold. No Arrow on the way: its builders compile code, which the page's policy forbids. */
  report(values: Values): Promise<RecordedRun>;
  /** The same as result tables and reports need it. */
  execution(values: Values): Execution;
  close(): Promise<void>;
}

export interface LabHost {
  core: Core;
  market: Market;
  /** What the record of a run says of data and core. */
  context: RecordContext;
  /** Opens workers for a range; null = sweeps run in this thread. */
  openPool: ((request: EvaluatorRequest) => Promise<Pool>) | null;
}

/** A lab on a market. It keeps one range prepared at a time: another choice of tickers, dates or features lets go of the last. */
export function createLab({ core, market, context, openPool }: LabHost): Lab {
  const home = core.arena.mark();
  let evaluator: { key: string; value: Evaluator } | null = null;
  let prepared: { key: string; value: Prepared } | null = null;
  let pool: { key: string; value: Promise<Pool> } | null = null;

  const forget = (): void => {
    core.arena.release(home);
    evaluator = null;
    prepared = null;
  };
  const evaluatorOf = (request: EvaluatorRequest): Evaluator => {
    const key = JSON.stringify(request);
    if (evaluator?.key !== key) {
      forget();
      evaluator = { key, value: createEvaluator(core, market, request) };
    }
    return evaluator.value;
  };
  /** Asks for the evaluator batch by batch: between two of them another range may have taken its place. */
  const inThread = (request: EvaluatorRequest): Evaluate => (packed, window) => evaluatorOf(request).evaluate(packed, window);
  const poolOf = async (request: EvaluatorRequest): Promise<Pool> => {
    const key = JSON.stringify(request);
    if (pool?.key !== key) {
      await closePool();
      pool = { key, value: openPool!(request) };
    }
    return pool.value;
  };
  const closePool = async (): Promise<void> => {
    const open = pool;
    pool = null;
    await (await open?.value.catch(() => undefined))?.close();
  };
  /** The last run: looking inside asks for the same one again and again. */
  let last: { key: string; run: Execution } | null = null;
  const execution = (values: Values): Execution => {
    const key = JSON.stringify(values);
    if (last?.key !== key || !prepared) last = { key, run: execute(values) };
    return last.run;
  };
  const execute = (values: Values): Execution => {
    const config = configOf(values, market);
    const spec = toRunSpec(config, config.ticker);
    const range = { tickers: config.ticker, ...rangeOf(market, config), features: spec.features };
    const key = JSON.stringify(range);
    if (prepared?.key !== key) {
      if (prepared) forget();
      prepared = { key, value: prepare(core, market, range) };
    }
    return executeOn(prepared.value, spec, market, config);
  };

  return {
    execution,
    day: (values, day, symbol) => dayInside(execution(values), prepared!.value, day, symbol),
    path: (values, id) => pathReply(execution(values), prepared!.value, id),
    space(request) {
      const space = spaceOf(request);
      const range = evaluatorRequest(market, space);
      return evaluateSpace(space, { evaluate: inThread(range), lanes: 1, window: { start: range.start, end: range.end, equity: request.equity } });
    },
    async sweep(request, onStep, signal) {
      if (!openPool) return this.space(request);
      const space = spaceOf(request);
      const range = evaluatorRequest(market, space);
      const workers = await poolOf(range);
      return evaluateSpace(space, { evaluate: workers.evaluate, lanes: workers.workers + 1, window: { start: range.start, end: range.end, equity: request.equity }, signal, onStep });
    },
    async walk(request, onStep, signal) {
      const { walkIn } = await import("./walk"); // most visits never walk
      const range = evaluatorRequest(market, spaceOf(request));
      const workers = openPool && (await poolOf(range));
      return walkIn(market, request, { evaluate: workers?.evaluate ?? inThread(range), lanes: workers ? workers.workers + 1 : 1, signal, onStep });
    },
    detail(values) {
      const began = performance.now();
      const run = execution(values);
      const { metrics, funnel } = run;
      return {
        trades: tradeRows(run), metrics: metrics.values, breakdown: metrics.breakdown, stress: metrics.stress, chances: funnel.chances, funnel: funnel.codes,
        closes: closesBySession(prepared!.value), days: prepared!.value.timeline.day.slice(), took: performance.now() - began,
      };
    },
    async report(values) {
      const run = execution(values);
      return { folder: "lab", record: await runRecord(run, context), metrics: { ...run.metrics, counters: run.counters }, funnel: run.funnel, trades: tradeTable(run.ledger), equity: equityTable(run.ledger), marks: run.marks() };
    },
    async close() {
      await closePool();
      forget();
    },
  };
}

/** The config of the values on this market: its own tickers unless some are named. Throws config errors. */
export function configOf(values: Values, market: Market): Config {
  const config = resolveConfig([{ file: null, values: { ...values, break_even: "off" } }]);
  const known = market.underlyings.map(({ symbol }) => symbol);
  const stranger = config.ticker.find((symbol) => !known.includes(symbol));
  if (stranger) throw configError(`ticker = ${stranger}`, "is not in the dataset", `it has ${known.join(", ")}`);
  return config;
}
