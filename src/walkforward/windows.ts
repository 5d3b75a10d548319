// One window: train, perhaps validate, test.
import type { Metric } from "../metrics";
import type { RollingWindow, Span } from "../windows";
import { valueAt, runConfigs } from "./configs";
import type { ConfigSet, Results, Runner } from "./configs";
import { annual, efficiencyOf } from "./efficiency";
import { medianOf, percentileOf, rankCorrelation } from "./ranks";
import { ranking, scaled } from "./select";
import type { Leg } from "./stitch";
import type { Figures, TestFigures, WalkForwardOptions, WindowResult } from "./types";

/** Calendar days between expiry and the last settlement that can follow it: a morning settlement after a long weekend. */
const SETTLEMENT = 7;

export interface Study {
  set: ConfigSet;
  runner: Runner;
  options: WalkForwardOptions;
  metric: Metric;
  /** Initial equity, units. */
  initial: number;
  /** Last session of the data. */
  last: number;
  /** Calendar days that a position of the space can live at most. */
  longestLife: number;
}

export const lengthOf = ({ start, end }: Span): number => end - start + 1;

/** Last day on which positions opened by `end` may live under the boundary. */
export const runOffOf = ({ options, last, longestLife }: Pick<Study, "options" | "last" | "longestLife">, end: number): number => (options.boundary === "mark" ? end : Math.min(last, end + longestLife + SETTLEMENT));

/** Runs one window. The leg is what the stitched account takes of it. */
export async function runWindow(study: Study, window: RollingWindow): Promise<{ result: WindowResult; leg: Leg }> {
  const { train, validate, test } = window;
  const trained = await runConfigs(study.set, study.runner, { window: train });
  const order = ranking(trained, study.metric, study.options.guards);
  const [picked, tested] = await Promise.all([pick(study, window, order), runConfigs(study.set, study.runner, { window: test })]);
  const chosen = picked?.config ?? null;
  const runOff = runOffOf(study, test.end);
  const own = chosen === null ? null : await runConfigs(study.set, study.runner, { window: { start: test.start, end: runOff, equity: true }, configs: [chosen], ...(study.options.boundary === "run-off" ? { lastEntry: test.end } : {}) });
  const trainedFigures = chosen === null ? null : figuresOf(study, trained, chosen, train);
  const testedFigures = own && testFigures(study, { trained, tested, own, chosen: chosen!, test });
  return {
    leg: { test, curve: own && { days: own.days!, equity: own.equity! } },
    result: {
      train, validate, test, runOff, passed: order.length, chosen, cash: chosen === null ? (order.length ? "none passed validation" : "none passed training") : null,
      trainRank: chosen === null ? null : order.indexOf(chosen) + 1, parameters: chosen === null ? {} : study.set.parameters(chosen),
      trained: trainedFigures, validated: picked?.validated ?? null, tested: testedFigures, efficiency: efficiencyOf(trainedFigures, testedFigures),
    },
  };
}

/** The config to trade: the best on training, or the best on validation of the `top` best on training; null when none passes. */
async function pick(study: Study, { train, validate }: RollingWindow, order: readonly number[]): Promise<{ config: number; validated: Figures | null } | null> {
  if (order.length === 0) return null;
  if (!validate) return { config: order[0], validated: null };
  const configs = order.slice(0, study.options.top).sort((a, b) => a - b);
  const results = await runConfigs(study.set, study.runner, { window: validate, configs });
  const [row] = ranking(results, study.metric, scaled(study.options.guards, lengthOf(validate) / lengthOf(train)));
  return row === undefined ? null : { config: configs[row], validated: figuresOf(study, results, row, validate) };
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function figuresOf({ metric, initial }: Study, results: Results, row: number, span: Span): Figures {
  const total = (valueAt(results, row, "net_profit") * 10_000) / initial;
  return { metric: orNull(valueAt(results, row, metric.id)), return: total, annual: annual(total, lengthOf(span)), trades: valueAt(results, row, "trades") };
}

interface Outcome {
  trained: Results;
  /** All configs, marked at the test's last session. */
  tested: Results;
  /** The chosen one alone, under the boundary. */
  own: Results;
  chosen: number;
  test: Span;
}

function testFigures(study: Study, { trained, tested, own, chosen, test }: Outcome): TestFigures {
  const { id, better } = study.metric;
  const column = (results: Results): Float64Array => Float64Array.from({ length: results.count }, (_, row) => valueAt(results, row, id));
  const after = column(tested);
  return {
    ...figuresOf(study, own, 0, test), metric: orNull(after[chosen]), winRate: orNull(valueAt(own, 0, "win_rate")), open: valueAt(own, 0, "open_at_end"),
    percentile: percentileOf(after, after[chosen], better ?? "higher"), correlation: rankCorrelation(column(trained), after), median: medianOf(after),
  };
}
