// A space and a market in, what would have been earned by choosing from the past alone out.
import { toUnits } from "../units";
import type { Market } from "../market/types";
import { METRICS } from "../metrics";
import type { MetricValue } from "../metrics";
import type { Evaluate } from "../sweep/run";
import type { Space } from "../sweep/types";
import { rollingWindows } from "../windows";
import type { RollingWindow } from "../windows";
import { calendarOf } from "./calendar";
import type { Calendar } from "./calendar";
import { configSet } from "./configs";
import type { ConfigSet, Runner } from "./configs";
import { crossValidate } from "./cpcv";
import { curveValues } from "./curve";
import { pooledEfficiency } from "./efficiency";
import { redFlags } from "./flags";
import { createGate } from "./gate";
import { heldConfigs, outOfSampleDays, rivalsOf } from "./rivals";
import { boundaryOf, metricNamed, withDefaults } from "./settings";
import type { WalkForwardSettings } from "./settings";
import { consensus, stability } from "./stability";
import { overlapping, stitch } from "./stitch";
import type { WalkForward, WindowResult } from "./types";
import { lengthOf, runOffOf, runWindow } from "./windows";
import type { Study } from "./windows";

export interface WalkForwardHost {
  /** Evaluates batches over windows of the space's range: an evaluator's or a pool's. */
  evaluate: Evaluate;
  /** Evaluates what is looked at: all configs over the whole out-of-sample span. For a caller that counts trials; default: `evaluate`. */
  judge?: Evaluate;
  /** Hears what came of it: config numbers, and their results in the same order. */
  onJudged?: Runner["onEvaluated"];
  /** Batches under way at the same time; default 1. */
  lanes?: number;
  signal?: AbortSignal;
  /** Work done and in all, in configs × days; the total is an upper bound. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Walks forward through the market: every window chooses on its training days (and re-ranks on validation) and trades its test days. Each run begins flat with
 * warm indicators and sees nothing behind its window. The result is the same for any number of lanes. Throws config errors for spaces and windows that
 * give nothing; rejects as cancelled when the signal aborts.
 */
export const walkForward = (market: Market, space: Space, settings: WalkForwardSettings, host: WalkForwardHost): Promise<WalkForward> => walkOn(calendarOf(market, space), space, settings, host);

/** The same on a calendar: what `evaluate` runs on is its own matter. */
export async function walkOn(calendar: Calendar, space: Space, settings: WalkForwardSettings, host: WalkForwardHost): Promise<WalkForward> {
  const { days } = calendar;
  const filled = withDefaults(settings);
  const windows = rollingWindows({ ...filled.windows, first: days[0], last: days[days.length - 1] }, days);
  const options = { ...filled, boundary: boundaryOf(settings.boundary, windows) };
  const set = configSet(space);
  const metric = metricNamed(options.metric);
  const initial = toUnits(space.base.equity);
  const lanes = host.lanes ?? 1;
  const study: Study = { set, options, metric, initial, last: days[days.length - 1], longestLife: Math.max(...set.longestLife), runner: { evaluate: host.evaluate, gate: createGate(lanes), signal: host.signal } };
  study.runner.onDone = meter(workOf(study, windows, days), host);

  const inTurn = createGate(lanes + 1); // results of all configs are held for so many windows
  const [outcomes, cpcv] = [await Promise.all(windows.map((window) => inTurn(() => runWindow(study, window)))), options.cpcv && (await crossValidate(study, options.cpcv, calendar, lengthOf(windows[0].train)))];
  const results = outcomes.map(({ result }) => result);
  const held = await heldConfigs(study, results, { evaluate: host.judge ?? host.evaluate, onEvaluated: host.onJudged });
  const legs = outcomes.map(({ leg }) => leg);
  const curve = stitch(outOfSampleDays(calendar, [...legs, ...held.map(({ leg }) => leg)]), legs, initial);
  const values = { ...curveValues(curve, initial, calendar), ...tradeValues(results) };
  const rest = {
    options, metric: { id: metric.id, label: metric.label, unit: metric.unit, better: metric.better!, definition: metric.definition }, ...tallyOf(set), initial,
    overlapping: overlapping(windows.map(({ test }) => test)), longestLife: study.longestLife, windows: results, stitched: curve, values, efficiency: overall(results),
    stability: stability(space, results), consensus: consensus(set, results), rivals: rivalsOf(study, held, { curve, values, trades: values.trades.value ?? 0 }, calendar), cpcv,
  };
  return { ...rest, flags: redFlags(rest) };
}

const tallyOf = ({ tally }: ConfigSet): Pick<WalkForward, "configs" | "rejected" | "invalid"> => ({ configs: tally.configs, rejected: tally.rejected, invalid: tally.invalid });

/** Of the windows that chose: all their in-sample and out-of-sample returns. */
function overall(windows: readonly WindowResult[]): WalkForward["efficiency"] {
  const chose = windows.filter(({ chosen }) => chosen !== null);
  return pooledEfficiency(chose.map(({ trained, train }) => ({ return: trained!.return, days: lengthOf(train) })), chose.map(({ tested, test }) => ({ return: tested!.return, days: lengthOf(test) })));
}

/** Trades of all windows taken together. */
function tradeValues(windows: readonly WindowResult[]): Record<string, MetricValue> {
  const tested = windows.flatMap((window) => (window.tested ? [window.tested] : []));
  const sum = (of: (figures: (typeof tested)[number]) => number): number => tested.reduce((total, figures) => total + of(figures), 0);
  const trades = sum((figures) => figures.trades);
  const wins = sum((figures) => Math.round(figures.trades * (figures.winRate ?? 0)));
  return { trades: pooled("trades", trades), win_rate: pooled("win_rate", trades ? wins / trades : null), open_at_end: pooled("open_at_end", sum((figures) => figures.open)) };
}

function pooled(id: string, value: number | null): MetricValue {
  const { unit, label, definition } = METRICS.find((metric) => metric.id === id)!;
  return { value, unit, label, definition: `${definition}; over all test windows`, ...(value === null ? { reason: "no closed trades" } : {}) };
}

/** Configs × days of everything that may run. */
function workOf(study: Study, windows: readonly RollingWindow[], days: Int32Array): number {
  const { set: { count }, options: { top, cpcv } } = study;
  const each = windows.reduce((sum, { train, validate, test }) => sum + count * (lengthOf(train) + lengthOf(test)) + (validate ? Math.min(top, count) * lengthOf(validate) : 0) + runOffOf(study, test.end) - test.start, 0);
  const whole = lengthOf({ start: windows[0].test.start, end: windows[windows.length - 1].test.end });
  return each + (count + 3) * whole + (cpcv ? 4 * count * (days[days.length - 1] - days[0]) : 0);
}

function meter(total: number, { onProgress }: WalkForwardHost): Study["runner"]["onDone"] {
  let done = 0;
  return (configs, window) => onProgress?.((done += configs * lengthOf(window)), Math.max(done, total));
}
