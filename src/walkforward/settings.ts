// What a caller may leave open, and what then holds.
import { configError } from "../errors";
import { METRICS } from "../metrics";
import type { Metric } from "../metrics";
import { DEFAULT_SEED } from "../stats";
import { betterOf } from "../sweep/analysis/columns";
import { parseWindows } from "../windows";
import type { RollingWindow } from "../windows";
import { overlapping } from "./stitch";
import type { Boundary, Guards, WalkForwardOptions } from "./types";

export type WalkForwardSettings = Partial<Omit<WalkForwardOptions, "guards" | "boundary">> & {
  guards?: Partial<Guards>;
  /** Default: run-off, but for overlapping test windows mark. */
  boundary?: Boundary;
};

export const DEFAULT_WINDOWS = "24/3/3";
export const DEFAULT_GUARDS: Readonly<Guards> = Object.freeze({ minTrades: 10, maxDrawdown: null, minWinRate: null });
export const DEFAULT_TOP = 5;

/** The options with everything filled in; the boundary waits for the windows. */
export function withDefaults({ windows, metric, guards, top, cpcv, replicates, seed }: WalkForwardSettings): Omit<WalkForwardOptions, "boundary"> {
  const filled = { windows: windows ?? parseWindows("windows", DEFAULT_WINDOWS), metric: metric ?? "sharpe", guards: { ...DEFAULT_GUARDS, ...guards }, top: top ?? DEFAULT_TOP, cpcv: cpcv ?? null, replicates: replicates ?? 2000, seed: seed ?? DEFAULT_SEED };
  if (!Number.isInteger(filled.top) || filled.top < 1) throw configError(`top = ${filled.top}`, "is not a whole number from 1", "5 is the default");
  return filled;
}

/** The boundary of these windows. Throws a config error for a run-off where windows overlap: the days after a test then belong to others. */
export function boundaryOf(asked: Boundary | undefined, windows: readonly RollingWindow[]): Boundary {
  if (!overlapping(windows.map(({ test }) => test))) return asked ?? "run-off";
  if (asked === "run-off") throw configError("boundary = run-off", "does not fit test windows that overlap", "leave it out (positions are marked at the end of each window), or make the step as long as the test");
  return "mark";
}

/** The metric of that id, with the end that a search prefers. Throws a config error for another word. */
export function metricNamed(id: string): Metric {
  const metric = METRICS.find((one) => one.id === id);
  if (!metric) throw configError(`metric = ${id}`, "is not a metric", `metrics: ${METRICS.map((one) => one.id).join(", ")}`);
  return { ...metric, better: betterOf(id) };
}
