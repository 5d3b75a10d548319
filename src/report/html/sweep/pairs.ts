// Which two-parameter maps a page holds, and the values of their cells.
import { medianOf, orNull, scoreOf } from "../../../sweep/analysis/columns";
import { leadersOf } from "../../../sweep/analysis/lattice";
import type { LatticeAxis } from "../../../sweep/analysis/lattice";
import { grouped } from "../../../sweep/analysis/sensitivity";
import { surfaceCells } from "../../../sweep/analysis/surface";
import type { SurfaceCells } from "../../../sweep/analysis/surface";
import type { SweepInput } from "./input";

/** What traders ask of a config, in the order of the page. */
const ASKED = ["sharpe", "sortino", "calmar", "cagr", "net_profit", "max_drawdown", "cvar_95_r", "profit_factor", "win_rate", "expectancy", "trades", "time_in_market"];
/** Values of a numeric axis that stand side by side; more are cut into stretches, fewer than that, so that each holds several. */
const LEVELS = 24;
const STRETCHES = 12;
/** Names cannot be taken together: so many of them are shown. */
const NAMES = 24;
const MOST_PAIRS = 15;
/** Cells of all tables of a page: about a megabyte. */
const BUDGET = 30_000;

/** The ranked metric first, then those asked for, as far as some config has a value. */
export function mapMetrics({ analysis: { metric }, table }: SweepInput): string[] {
  return [metric.id, ...ASKED.filter((id) => id !== metric.id)].filter((id) => table.metrics[id]?.some(Number.isFinite));
}

export interface Pair {
  cells: SurfaceCells;
  /** Rows and columns shown; fewer than there are levels when names are many. */
  height: number;
  width: number;
}

export interface Pairs {
  shown: Pair[];
  /** Pairs of keys for which there is no room, the more important ones first. */
  left: (readonly [string, string])[];
  /** Parameters that stand in none but these. */
  absent: string[];
  /** Parameters that stand in no pair, as they never changed a trade. */
  inert: string[];
}

/** Pairs of parameters that stand for themselves: first the two most important ones, then the third with each of these, and so on. */
export function pairsOf(input: SweepInput, tables: number): Pairs {
  const { analysis, lattice } = input;
  const idle = analysis.axes.filter(({ status }) => status === "inert").map(({ key }) => key);
  const standing = leadersOf(lattice).map((k) => lattice.axes[k]).filter(({ values }) => values.length > 1);
  const telling = standing.filter(({ key }) => !idle.includes(key));
  const axes = telling.length > 1 ? telling : standing;
  const rank = analysis.sensitivity.axes.map(({ key }) => key);
  const ordered = [...axes].sort((a, b) => rank.indexOf(a.key) - rank.indexOf(b.key));
  const ranked = ordered.flatMap((b, i) => ordered.slice(0, i).map((a) => ({ a, b })));
  const shown: Pair[] = [];
  let room = BUDGET;
  const left: (typeof ranked)[number][] = [];
  for (const each of ranked) {
    const pair = pairOf(each.a, each.b);
    const cost = pair.height * pair.width * tables;
    if (shown.length === MOST_PAIRS || (shown.length > 0 && cost > room)) left.push(each);
    else {
      room -= cost;
      shown.push(pair);
    }
  }
  const present = ranked.filter((pair) => !left.includes(pair)).flatMap(({ a, b }) => [a, b]);
  return { shown, left: left.map(({ a, b }) => [a.key, b.key] as const), absent: ordered.filter((axis) => !present.includes(axis)).map(({ key }) => key), inert: axes === telling ? standing.filter((axis) => !telling.includes(axis)).map(({ key }) => key) : [] };
}

/** The longer axis downwards: a page is longer than it is wide. */
function pairOf(a: LatticeAxis, b: LatticeAxis): Pair {
  const [rows, columns] = a.values.length >= b.values.length ? [a, b] : [b, a];
  const cells = surfaceCells(rows, columns, rows.values.length > LEVELS || columns.values.length > LEVELS ? STRETCHES : LEVELS);
  return { cells, height: Math.min(NAMES, cells.rows.labels.length), width: Math.min(NAMES, cells.columns.labels.length) };
}

/** Values by cell, null = none. */
export interface MapValues {
  /** Of all configs with a defined value. */
  median: (number | null)[];
  /** Of the configs that may win. */
  best: (number | null)[];
}

export function mapValues({ table, analysis }: SweepInput, { cells: { rows, columns, of } }: Pair, metric: string): MapValues {
  const score = scoreOf(table, metric, analysis.minTrades);
  const count = rows.labels.length * columns.labels.length;
  const top = new Float64Array(count).fill(-Infinity);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0 && score.oriented[i] > top[of[i]]) top[of[i]] = score.oriented[i];
  const sign = score.better === "higher" ? 1 : -1;
  return { median: grouped(of, count, score.values).map((group) => orNull(medianOf(group))), best: Array.from(top, (value) => orNull(sign * value)) };
}

/** Fewest and most configs of a cell that has any. */
export function cellSizes({ cells: { rows, columns, of } }: Pair): readonly [number, number] {
  const sizes = new Uint32Array(rows.labels.length * columns.labels.length);
  for (const at of of) if (at >= 0) sizes[at]++;
  const some = sizes.filter((size) => size > 0);
  return [some.reduce((low, size) => Math.min(low, size), Infinity), some.reduce((high, size) => Math.max(high, size), 0)];
}
