// Hand-made sweeps: a space, and what each config is worth.
import { INACTIVE } from "../../src/sweep/table";
import type { Axis, SweepTable } from "../../src/sweep/table";

export type Values = Record<string, unknown>;

export interface Outcome {
  metrics: Record<string, number>;
  /** Stands for the trade list: equal texts, equal fingerprints. Default: the metrics. */
  trades?: string;
  reasons?: Record<string, number>;
  exits?: Record<string, number>;
}

/** All combinations, the last key fastest. */
export function grid(space: Record<string, readonly unknown[]>): Values[] {
  return Object.entries(space).reduce<Values[]>((configs, [key, values]) => configs.flatMap((config) => values.map((value) => ({ ...config, [key]: value }))), [{}]);
}

/** The table of the configs; a key that a config lacks takes no part in it. */
export function tableOf(configs: readonly Values[], evaluate: (values: Values) => Outcome): SweepTable {
  const outcomes = configs.map(evaluate);
  const keys = [...new Set(configs.flatMap((config) => Object.keys(config)))];
  const column = (of: (outcome: Outcome) => Record<string, number> | undefined, missing: number): Record<string, Float64Array> => {
    const names = [...new Set(outcomes.flatMap((outcome) => Object.keys(of(outcome) ?? {})))];
    return Object.fromEntries(names.map((name) => [name, Float64Array.from(outcomes, (outcome) => of(outcome)?.[name] ?? missing)]));
  };
  return {
    count: configs.length,
    axes: keys.map((key) => axisOf(key, configs)),
    metrics: column(({ metrics }) => metrics, NaN),
    reasons: column(({ reasons }) => reasons, 0),
    exits: column(({ exits }) => exits, 0),
    years: {},
    fingerprints: Uint32Array.from(outcomes.flatMap(({ trades, metrics }) => hash(trades ?? JSON.stringify(metrics)))),
  };
}

function axisOf(key: string, configs: readonly Values[]): Axis {
  const values = [...new Set(configs.filter((config) => key in config).map((config) => config[key]))];
  return { key, values, index: Uint16Array.from(configs, (config) => (key in config ? values.indexOf(config[key]) : INACTIVE)) };
}

function hash(text: string): [number, number] {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b + text.charCodeAt(i), 0x85ebca6b) ^ (b >>> 13);
  }
  return [a >>> 0, b >>> 0];
}

/** The same sweep with its configs in another order. */
export function reordered(table: SweepTable, order: readonly number[]): SweepTable {
  const columns = <T extends Record<string, Float64Array | Uint32Array>>(record: T): T =>
    Object.fromEntries(Object.entries(record).map(([name, values]) => [name, values.map((_, i) => values[order[i]])])) as unknown as T;
  return {
    ...table,
    axes: table.axes.map((axis) => ({ ...axis, index: axis.index.map((_, i) => axis.index[order[i]]) })),
    metrics: columns(table.metrics), reasons: columns(table.reasons), exits: columns(table.exits), years: columns(table.years),
    fingerprints: table.fingerprints.map((_, i) => table.fingerprints[2 * order[i >> 1] + (i & 1)]),
  };
}
