// Words and numbers that the terminal and the page share.
import type { MetricValue, Unit } from "../../metrics";
import type { WalkForward, WindowResult } from "../../walkforward";
import { isoDate } from "../../units";
import { grouped, metricText, percent } from "../format";

export const NONE = "–";

export const count = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;

export const ratio = (value: number | null, digits = 2): string => (value === null ? NONE : grouped(value, digits));
export const share = (value: number | null, digits = 0): string => (value === null ? NONE : percent(value, digits));
export const inUnit = (value: number | null, unit: Unit): string => metricText({ value, unit });
export const valueText = (values: Record<string, MetricValue>, id: string): string => (values[id] ? metricText(values[id]) : NONE);

export const monthOf = (day: number): string => isoDate(day).slice(0, 7);

/** How the windows were cut and chosen by, in two sentences. */
export function settingsText({ options: { windows, guards, top, boundary }, windows: results, metric, overlapping }: WalkForward): string[] {
  const { train, validate = "0", test, step, anchored, embargo } = windows;
  const validated = validate !== "0";
  const lengths = `${anchored ? "anchored" : "rolling"}, train ${train}${validated ? `, validate ${validate}` : ""}, test ${test}${step ? `, step ${step}` : ""}${embargo && embargo !== "0" ? `, embargo ${embargo}` : ""}`;
  const limits = [`at least ${count(guards.minTrades, "trade")}`, ...(guards.maxDrawdown === null ? [] : [`drawdown up to ${percent(guards.maxDrawdown)}`]), ...(guards.minWinRate === null ? [] : [`win rate from ${percent(guards.minWinRate)}`])];
  const ending = boundary === "mark" ? "positions are marked at the end of each window" : "positions of a window run on to their own ends";
  return [
    `${count(results.length, "window")}: ${lengths}; each starts flat with warm indicators; ${ending}${overlapping ? "; tests overlap: each day's return is the mean over the windows that hold it" : ""}`,
    `chosen by ${metric.label} on training (${limits.join(", ")})${validated ? `, the best ${top} of them again on validation` : ""}`,
  ];
}

/** Mean of what is known; null of nothing. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** How far places on training foretold places on the test. */
export function foresight({ windows }: Pick<WalkForward, "windows">): { correlation: number | null; percentile: number | null; windows: number } {
  const tested = windows.flatMap(({ tested }: WindowResult) => (tested ? [tested] : []));
  return { correlation: meanOf(tested.map(({ correlation }) => correlation)), percentile: meanOf(tested.map(({ percentile }) => percentile)), windows: tested.length };
}

/** Windows with a gain, with a loss, and those that held cash. */
export function tallyOf({ windows }: Pick<WalkForward, "windows">): { gains: number; losses: number; cash: number } {
  const returns = windows.map(({ tested }) => tested?.return ?? null);
  return { gains: returns.filter((value) => value !== null && value > 0).length, losses: returns.filter((value) => value !== null && value < 0).length, cash: returns.filter((value) => value === null).length };
}
