// Choosing a config on the training groups of a split: their days one after another are one sample.
import { METRICS } from "../metrics";
import { daysPerYearOf } from "../metrics/returns";
import type { Split } from "../windows";
import type { Calendar } from "./calendar";
import { valueAt } from "./configs";
import type { Results } from "./configs";
import { ledgerOf } from "./curve";
import { scaled } from "./select";
import type { Guards } from "./types";
import type { Study } from "./windows";

/** Metrics that do not depend on the dates between groups, nor on single trades. */
export const CPCV_METRICS: readonly string[] = ["sharpe", "sortino", "total_return", "volatility", "max_drawdown"];

/** All configs over a group. */
export interface GroupRun {
  results: Results;
  days: Int32Array;
  /** Calendar days. */
  length: number;
}

/** [group][1 = a test group stands before it][1 = one stands after it]; null where there is no neighbour. */
export type GroupRuns = readonly (readonly (readonly (GroupRun | null)[])[])[];

interface Context {
  calendar: Calendar;
  /** Calendar days of the training that the guards are meant for. */
  trainDays: number;
}

/** Chooses the best config on the training groups of a split: guards in proportion, ties to the lowest number; null when none passes. */
export function chooser({ set, metric, options, initial }: Study, runs: GroupRuns, { calendar, trainDays }: Context): (split: Split) => number | null {
  const sign = metric.better === "lower" ? -1 : 1;
  const excess = excessMoments({ initial, calendar });
  return ({ test, train }) => {
    const parts = train.map((g) => runs[g][test.includes(g - 1) ? 1 : 0][test.includes(g + 1) ? 1 : 0]!);
    const guards = scaled(options.guards, parts.reduce((sum, { length }) => sum + length, 0) / trainDays);
    let [best, chosen]: [number, number | null] = [NaN, null];
    for (let config = 0; config < set.count; config++) {
      if (!keeps(parts, config, guards, { initial, calendar })) continue;
      const value = metric.id === "sharpe" ? pooledSharpe(parts.map((part) => excess(part, config)), daysPerYearOf(calendar.days)) : joinedMetric(metric.id, parts, config, { initial, calendar });
      if (Number.isFinite(value) && (chosen === null || sign * (value - best) > 0)) [best, chosen] = [value, config];
    }
    return chosen;
  };
}

interface Account {
  /** Initial equity, units. */
  initial: number;
  calendar: Calendar;
}

function keeps(parts: readonly GroupRun[], config: number, { minTrades, maxDrawdown, minWinRate }: Guards, account: Account): boolean {
  let [trades, wins] = [0, 0];
  for (const { results } of parts) {
    const closed = valueAt(results, config, "trades");
    trades += closed;
    if (closed > 0) wins += Math.round(closed * valueAt(results, config, "win_rate"));
  }
  if (!(trades >= minTrades)) return false;
  if (minWinRate !== null && !(wins / trades >= minWinRate)) return false;
  return maxDrawdown === null || joinedMetric("max_drawdown", parts, config, account) <= maxDrawdown;
}

/** The metric of the groups' accounts one after another, each beginning with what the one before left. */
export function joinedMetric(id: string, parts: readonly GroupRun[], config: number, { initial, calendar }: Account): number {
  const equity: number[] = [];
  let value = initial;
  for (const { results, days } of parts) {
    const scale = value / initial;
    for (let t = 0; t < days.length; t++) equity.push((value = scale * results.equity![config * days.length + t]));
  }
  const days = Int32Array.from(parts.flatMap((part) => Array.from(part.days)));
  const result = METRICS.find((metric) => metric.id === id)!.compute(ledgerOf({ days, equity: Float64Array.from(equity) }, initial, calendar));
  return typeof result === "number" ? result : NaN;
}

/** Count, mean and sum of squared distances from it. */
interface Moments {
  n: number;
  mean: number;
  squares: number;
}

/** Moments of daily excess returns of a config over a group, computed once. */
export function excessMoments({ initial, calendar: { days: all, rates, riskFree } }: Account): (part: GroupRun, config: number) => Moments {
  const perYear = daysPerYearOf(all);
  const known = new Map<GroupRun, (Moments | undefined)[]>();
  return (part, config) => {
    const row = known.get(part) ?? known.set(part, []).get(part)!;
    return (row[config] ??= momentsOf(part, config));
  };
  function momentsOf({ results, days }: GroupRun, config: number): Moments {
    const from = rates ? all.indexOf(days[0]) : 0;
    const equity = results.equity!.subarray(config * days.length, (config + 1) * days.length);
    let [mean, squares, before] = [0, 0, initial];
    equity.forEach((now, t) => {
      const x = (now - before) / before - (rates ? rates[from + t] : riskFree) / perYear;
      const away = x - mean;
      mean += away / (t + 1);
      squares += away * (x - mean);
      before = now;
    });
    return { n: equity.length, mean, squares };
  }
}

/** Sharpe ratio of samples taken together (Chan, Golub & LeVeque 1983); NaN when nothing varies. */
export function pooledSharpe(parts: readonly Moments[], perYear: number): number {
  let { n, mean, squares } = parts[0];
  for (const part of parts.slice(1)) {
    const away = part.mean - mean;
    const count = n + part.n;
    mean += (away * part.n) / count;
    squares += part.squares + (away * away * n * part.n) / count;
    n = count;
  }
  return squares > 0 && n > 1 ? (mean / Math.sqrt(squares / (n - 1))) * Math.sqrt(perYear) : NaN;
}
