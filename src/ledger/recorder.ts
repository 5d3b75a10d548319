// From evaluations to trials.
import { packSpecs, type PackedSpecs } from "../core/packed";
import type { Evaluations } from "../engine/evaluations";
import { METRICS } from "../metrics/list";
import type { RunSpec } from "../strategy/spec";
import { joinTrials } from "./count";
import type { Scope, Trials } from "./entry";
import { configKeys } from "./key";
import { tradeListWords } from "./tradeList";

const SHARPE = METRICS.findIndex(({ id }) => id === "sharpe");

/** The trials of a batch: fingerprints and Sharpe ratios as the evaluator gave them. `keys` from `configKeys`, taken before the batch was handed over. */
export const trialsOf = (keys: Uint32Array, { metrics, fingerprints, count }: Evaluations, scope: Scope): Trials => ({
  scope, keys, lists: fingerprints.slice(), sharpe: Float64Array.from({ length: count }, (_, i) => metrics[i * METRICS.length + SHARPE]),
});

/** The one trial of a backtest: its spec over the scope's tickers, its TRADE records, its annual Sharpe ratio. */
export const trialOfRun = (spec: RunSpec, trades: Float64Array, sharpe: number | null, scope: Scope): Trials => ({
  scope, keys: configKeys(packSpecs([spec], scope.tickers.length)), lists: Uint32Array.from(tradeListWords(trades)), sharpe: Float64Array.of(sharpe ?? NaN),
});

type Evaluate<Window> = (packed: PackedSpecs, window?: Window) => Promise<Evaluations> | Evaluations;

export interface Recorder {
  /** The same evaluate, whose every batch is kept. */
  watch<Window extends { start: number; end: number }>(evaluate: Evaluate<Window>): (packed: PackedSpecs, window?: Window) => Promise<Evaluations>;
  /** What was kept since the last call. */
  drain(): Trials[];
}

/** Keeps the trials of every batch until they are written down. A batch over a window has the window's range. */
export function createRecorder(scope: Scope): Recorder {
  let kept: Trials[] = [];
  return {
    watch: (evaluate) => async (packed, window) => {
      const keys = configKeys(packed); // a pool hands the batch's buffers to its worker
      const evaluations = await evaluate(packed, window);
      kept.push(trialsOf(keys, evaluations, window ? { tickers: scope.tickers, start: window.start, end: window.end } : scope));
      return evaluations;
    },
    drain() {
      const all = joinTrials(kept);
      kept = [];
      return all;
    },
  };
}
