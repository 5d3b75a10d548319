// A market and a space in, a table out, without any host: mahler/node and mahler/browser add the workers.
import type { Table } from "apache-arrow";
import type { Core } from "../core/core";
import { createEvaluator } from "../engine/evaluator";
import type { EvaluatorRequest } from "../engine/evaluator";
import type { DayRange } from "../engine/window";
import { MahlerError } from "../errors";
import type { Market } from "../market/types";
import { rangeOf } from "../run/execute";
import { createCollector } from "./collect";
import type { Tally } from "./expand";
import { runSpace } from "./run";
import type { Evaluate, SweepProgress } from "./run";
import type { Space } from "./types";
import type { SweepTable } from "./table";

export interface RunSweepOptions {
  /** Evaluates in this thread with this core; not needed with an `evaluate` of one's own, such as a pool's. */
  core?: Core;
  evaluate?: Evaluate;
  /** Runs on these days, within the space's own range. */
  window?: DayRange;
  /** Batches under way at the same time: for an `evaluate` that runs them side by side. */
  lanes?: number;
  onProgress?: (progress: SweepProgress) => void;
  /** Stops between batches: the sweep then rejects as cancelled. */
  signal?: AbortSignal;
}

export interface SweepResult {
  /** One row per config, in config order: parameters, metrics, reasons, exits, P&L by year, fingerprint. */
  table: Table;
  /** The same as typed columns. */
  columns: SweepTable;
  /** Configs, and combinations left out. */
  tally: Tally;
}

/** What an evaluator of this space needs to know besides the market. Throws when the range holds no data. */
export function evaluatorRequest(market: Market, { base }: Space): EvaluatorRequest {
  const rates = base.risk_free === "curve";
  return { tickers: base.ticker, ...rangeOf(market, base), rates, riskFree: base.risk_free === "curve" ? 0 : base.risk_free / 100 };
}

/** Runs every config of the space on the market. Each row holds the bits that a backtest of that config alone would give. */
export async function runSweep(market: Market, space: Space, { core, evaluate, window, lanes, onProgress, signal }: RunSweepOptions): Promise<SweepResult> {
  const run = evaluate ?? inThread(market, space, core);
  const collector = createCollector(space);
  const { complete, ...tally } = await runSpace(space, { evaluate: run, window: window && { start: window.start, end: window.end }, lanes, onProgress, signal, saveEvery: Infinity, save: (block) => collector.add(block) });
  if (!complete) throw new MahlerError("cancelled", "sweep", "stopped on request", "nothing was kept");
  return { table: collector.arrow(), columns: collector.table(), tally };
}

function inThread(market: Market, space: Space, core: Core | undefined): Evaluate {
  if (!core) throw new MahlerError("engine", "sweep", "has neither a core nor an evaluate", "give one: { core: await loadCore() }");
  const evaluator = createEvaluator(core, market, evaluatorRequest(market, space));
  return (packed, days) => evaluator.evaluate(packed, days);
}
