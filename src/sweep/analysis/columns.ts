import { MahlerError } from "../../errors";
import { METRICS } from "../../metrics";
import type { Better } from "../../metrics";
import type { SweepTable } from "../table";

/** A metric's column, read so that larger is better. */
export interface Score {
  id: string;
  better: Better;
  /** In the metric's unit; NaN = undefined. */
  values: Float64Array;
  /** The value with the better end up; NaN where the config may not win: undefined, or with too few trades. */
  oriented: Float64Array;
}

/** A config with fewer closed trades never wins; by default one that never traded (S.10). */
export const MIN_TRADES = 1;

/** The preferred end of a metric; the larger end when the metric itself has none. */
export const betterOf = (metric: string): Better => METRICS.find(({ id }) => id === metric)?.better ?? "higher";

/** The column of a metric. Throws a config error for a metric the sweep does not have. */
export function metricColumn(table: SweepTable, metric: string): Float64Array {
  const column = table.metrics[metric];
  if (!column) throw new MahlerError("config", `metric = ${metric}`, "is not in the results", `known: ${Object.keys(table.metrics).join(", ")}`);
  return column;
}

/** Reads a metric as a score; configs with fewer than `minTrades` closed trades cannot win. */
export function scoreOf(table: SweepTable, metric: string, minTrades = MIN_TRADES, better = betterOf(metric)): Score {
  const values = metricColumn(table, metric);
  const trades = table.metrics.trades;
  const sign = better === "higher" ? 1 : -1;
  const oriented = values.map((value, i) => (Number.isFinite(value) && !(trades && trades[i] < minTrades) ? sign * value : NaN));
  return { id: metric, better, values, oriented };
}

/** Median of defined numbers; the mean of the middle two of an even number; NaN of none. Sorts in place. */
export function medianOf(values: Float64Array): number {
  const n = values.length;
  values.sort();
  return n === 0 ? NaN : n % 2 ? values[(n - 1) / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/** NaN as null: what JSON can say. */
export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** First config with the same trade list, per config. */
export function firstAlike({ count, fingerprints }: Pick<SweepTable, "count" | "fingerprints">): Uint32Array {
  const words = new BigUint64Array(fingerprints.slice(0, 2 * count).buffer);
  const first = new Map<bigint, number>();
  const alike = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const known = first.get(words[i]);
    if (known === undefined) first.set(words[i], i);
    alike[i] = known ?? i;
  }
  return alike;
}
