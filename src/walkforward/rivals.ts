// What the walk-forward must beat: one config held over the whole out-of-sample span.
import type { MetricValue } from "../metrics";
import type { Span } from "../windows";
import type { Calendar } from "./calendar";
import { runConfigs, valueAt } from "./configs";
import type { Runner } from "./configs";
import { curveValues } from "./curve";
import { evidenceBetween, evidenceOf } from "./evidence";
import { ranking, scaled } from "./select";
import { stitch } from "./stitch";
import type { Leg } from "./stitch";
import type { Curve, Rival, WindowResult } from "./types";
import { lengthOf, runOffOf } from "./windows";
import type { Study } from "./windows";

interface Held {
  name: Rival["name"];
  note: string;
  config: number;
  leg: Leg;
  trades: number;
}

/** The configs to compare with, run over the span under the same boundary. The best and the median are known only afterwards. `judge` evaluates all configs over the span. */
export async function heldConfigs(study: Study, windows: readonly WindowResult[], judge: Pick<Runner, "evaluate" | "onEvaluated">): Promise<Held[]> {
  const span: Span = { start: windows[0].test.start, end: windows[windows.length - 1].test.end };
  const all = await runConfigs(study.set, { ...study.runner, ...judge }, { window: span });
  const traded = ranking(all, study.metric, { minTrades: 1, maxDrawdown: null, minWinRate: null });
  const guarded = ranking(all, study.metric, scaled(study.options.guards, lengthOf(span) / lengthOf(windows[0].train)));
  const first = windows.find(({ chosen }) => chosen !== null);
  const picks = [
    { name: "first choice kept" as const, note: first ? `chosen on ${first === windows[0] ? "the first" : "an early"} training window and never changed: no hindsight` : "", config: first?.chosen, start: first?.test.start ?? span.start },
    { name: "median config" as const, note: `the middle one of all configs by ${study.metric.label} over this span`, config: traded[traded.length >> 1], start: span.start },
    { name: "best in hindsight" as const, note: `the best of all configs by ${study.metric.label} over this span: nobody could have known`, config: guarded[0], start: span.start },
  ];
  return Promise.all(picks.flatMap(({ config, start, ...rest }) => (config === undefined || config === null ? [] : [hold(study, config, { start, end: span.end }).then((held) => ({ ...rest, ...held }))])));
}

async function hold(study: Study, config: number, test: Span): Promise<Pick<Held, "config" | "leg" | "trades">> {
  const lastEntry = study.options.boundary === "run-off" ? { lastEntry: test.end } : {};
  const own = await runConfigs(study.set, study.runner, { window: { start: test.start, end: runOffOf(study, test.end), equity: true }, configs: [config], ...lastEntry });
  return { config, leg: { test, curve: { days: own.days!, equity: own.equity! } }, trades: valueAt(own, 0, "trades") };
}

/** Days of the out-of-sample curves: from the first test to the last, and on while a position lives. */
export function outOfSampleDays({ days }: Calendar, legs: readonly Leg[]): Int32Array {
  const start = Math.min(...legs.map(({ test }) => test.start));
  const end = Math.max(...legs.map(({ test, curve }) => Math.max(test.end, curve ? lastChange(curve) : test.end)));
  return days.filter((day) => day >= start && day <= end);
}

/** The last day on which the equity differs from the day before. */
function lastChange({ days, equity }: Curve): number {
  let t = equity.length - 1;
  while (t > 0 && equity[t] === equity[t - 1]) t--;
  return days[t];
}

/** The walk-forward and what was held instead, as accounts over the same days. */
export function rivalsOf({ initial, options: { replicates, seed } }: Study, held: readonly Held[], stitched: { curve: Curve; values: Record<string, MetricValue>; trades: number }, calendar: Calendar): Rival[] {
  const bootstrap = { replicates, seed };
  const { days } = stitched.curve;
  const walked: Rival = { name: "walk-forward", config: null, note: "chosen anew for every window", values: stitched.values, trades: stitched.trades, curve: stitched.curve, evidence: evidenceOf(stitched.curve, initial, bootstrap) };
  return [walked, ...held.map(({ name, note, config, leg, trades }): Rival => {
    const curve = stitch(days, [leg], initial);
    return { name, config, note, trades, curve, values: curveValues(curve, initial, calendar), evidence: evidenceBetween(stitched.curve, curve, initial, bootstrap) };
  })];
}
