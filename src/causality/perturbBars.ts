import type { Bars } from "../market/types";
import { dayKey, dice } from "./dice";
import { override } from "./override";
import { countUpTo } from "../market/days";
import type { Change } from "./types";

/** Columns that may change; their places number the dice. */
export const BAR_COLUMNS = ["open", "high", "low", "close", "volume", "dividend", "split", "settlement"] as const;
type BarColumn = (typeof BAR_COLUMNS)[number];

const MAX_PRICE = 2 ** 31 - 1;
const price = (x: number): number => Math.min(MAX_PRICE, Math.max(1, Math.floor(x)));

/** One bar that is being changed: the columns' copies, its index, and a uniform number per column. */
interface Cell {
  bars: Bars;
  i: number;
  u: (column: BarColumn) => number;
  wild: boolean;
  /** Relative move of the whole bar, and a smaller one of each price. */
  level: number;
}

/** Prices by another level and a little of their own; each column may change alone, so each keeps to the others in `keepInside`. */
const CHANGES: Record<BarColumn, (cell: Cell) => number> = {
  open: ({ bars, i, u, level }) => price(bars.open[i] * level * (0.99 + 0.02 * u("open"))),
  close: ({ bars, i, u, level }) => price(bars.close[i] * level * (0.99 + 0.02 * u("close"))),
  high: ({ bars, i, u, level }) => price(bars.high[i] * level * (1 + 0.02 * u("high"))),
  low: ({ bars, i, u, level }) => price(bars.low[i] * level * (1 - 0.02 * u("low"))),
  volume: ({ bars, i, u, wild }) => Math.floor((bars.volume[i] + (wild ? 1e6 : 0)) * (wild ? 20 : 2) * u("volume")),
  dividend: ({ bars, i, u, wild }) => dividendOf(bars.close[i], bars.dividend[i], u("dividend"), wild),
  split: ({ bars, i, u, wild }) => (wild && u("split") < 0.05 ? (u("split") < 0.025 ? 2 : 0.5) : bars.split[i]),
  settlement: ({ bars, i, u, level, wild }) => (bars.settlement[i] > 0 || wild ? price(bars.open[i] * level * (0.99 + 0.02 * u("settlement"))) : 0),
};

function dividendOf(close: number, dividend: number, u: number, wild: boolean): number {
  if (wild) return u < 0.2 ? Math.floor(close * 0.25 * u) : 0;
  return dividend > 0 ? Math.floor(dividend * 2 * u) : u < 0.02 ? Math.floor(close * 0.005) : 0;
}

/** The bars with other values in `columns`, dated in (after, upTo]; low ≤ open, close ≤ high still holds. */
export function perturbBars(bars: Bars, columns: readonly string[], { how, after, upTo, seed }: Change): Bars {
  const chosen = BAR_COLUMNS.filter((column) => columns.includes(column));
  const copies = Object.fromEntries(chosen.map((column) => [column, bars[column].slice()])) as Partial<Record<BarColumn, Bars[BarColumn]>>;
  const { day } = bars;
  const wild = how === "wild";
  for (let i = countUpTo(day, after); i < day.length && day[i] <= upTo; i++) {
    const u = (column: BarColumn): number => dice(dayKey(seed, day[i], BAR_COLUMNS.indexOf(column)), 0);
    const shift = dice(dayKey(seed, day[i], 31), 0);
    const cell: Cell = { bars, i, u, wild, level: wild ? 0.3 + 2.7 * shift : 0.9 + 0.2 * shift };
    const bar = keepInside(cell, chosen);
    for (const column of chosen) copies[column]![i] = bar[column];
  }
  return override(bars, copies as { [K in keyof Bars]?: Bars[K] });
}

/** The changed bar, mended: prices into a range that does not change, else the range around the prices. */
function keepInside(cell: Cell, chosen: readonly BarColumn[]): Record<BarColumn, number> {
  const bar = {} as Record<BarColumn, number>;
  for (const column of BAR_COLUMNS) bar[column] = chosen.includes(column) ? CHANGES[column](cell) : cell.bars[column][cell.i];
  for (const column of ["open", "close"] as const) {
    if (!chosen.includes("high")) bar[column] = Math.min(bar[column], bar.high);
    if (!chosen.includes("low")) bar[column] = Math.max(bar[column], bar.low);
  }
  return { ...bar, high: Math.max(bar.high, bar.open, bar.close), low: Math.min(bar.low, bar.open, bar.close) };
}
