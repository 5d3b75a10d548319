// A run as the detector sees it: what it decided, and what each session knew.
import { regimeLabels, resolveSleeves, toRunSpec } from "../config";
import type { Config } from "../config";
import type { Core } from "../core/core";
import { run } from "../engine/backtest";
import { prepare } from "../engine/prepare";
import type { Prepared } from "../engine/prepare";
import type { RunSpec } from "../strategy/spec";
import { rangeOf } from "../run/execute";
import type { Known, Names, Observe, Observed } from "./types";

/** Runs the config on markets; features, ranges and records are made anew each time, from the market given. Memory is released after each run. */
export function configObserver(core: Core, config: Config): Observe {
  return (market) => {
    const mark = core.arena.mark();
    try {
      const spec = toRunSpec(config, config.ticker);
      return observePrepared(prepare(core, market, { tickers: config.ticker, ...rangeOf(market, config), features: spec.features }), spec);
    } finally {
      core.arena.release(mark);
    }
  };
}

/** Runs the spec on a prepared market. */
export function observePrepared(prepared: Prepared, spec: RunSpec): Observed {
  return { days: prepared.timeline.day, output: run(prepared, spec), known: knownBefore(prepared) };
}

/** Names of a config's underlyings, sleeves and regime labels. */
export function namesOf(config: Config): Names {
  return { underlyings: config.ticker, sleeves: resolveSleeves(config).map(({ structure }) => structure), regimes: regimeLabels(config.regime_detector) };
}

/** Per session: every feature, level and correlation that its decisions may read. */
export function knownBefore({ underlyings, timeline, features, correlations }: Prepared): Known[] {
  const at = (column: ArrayLike<number>, index: Int32Array): Float64Array => Float64Array.from(index, (i) => (i < 0 ? NaN : column[i]));
  const symbols = underlyings.map((u) => u.symbol);
  const pairs = symbols.flatMap((a, i) => symbols.slice(i + 1).map((b) => `correlation ${a}/${b}`));
  return [
    ...features.flatMap((columns, i) => Object.entries(columns).map(([name, column]): Known => ({ name, underlying: symbols[i], values: at(column as ArrayLike<number>, timeline.underlyings[i].featureIndex) }))),
    { name: "vix", underlying: null, values: timeline.vix },
    { name: "rate", underlying: null, values: timeline.rate },
    ...correlations.map((column, p): Known => ({ name: pairs[p], underlying: null, values: at(column, timeline.correlationIndex) })),
  ];
}
