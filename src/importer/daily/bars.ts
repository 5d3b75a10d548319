import { dataError } from "../../errors";
import type { Bars } from "../../market/types";
import type { Tally } from "../tally";
import { isAbsent, rounded, shares } from "./cells";
import { columnOf } from "./recognise";
import type { Recognised } from "./recognise";
import { readRows, requireRows } from "./rows";
import type { DatedRow, LineCells } from "./rows";
import type { Role } from "./formats";
import { ratio } from "./ratio";

const MONEY = 4;
/** Prices are int32 money units. */
export const MAX_PRICE = 2 ** 31;

/** One bar: prices and dividend in money units. */
export interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  dividend: number;
  /** New shares per old. */
  split: number;
  settlement: number;
}

export interface BarReading {
  rows: DatedRow<Bar>[];
  tally: Tally;
  /** True when the file has an adjusted close and it is the close on every day. */
  closeIsAdjusted: boolean;
}

/**
 * Bars as the file prints them, by rising day; what they mean (as traded or adjusted) is settled afterwards. `symbol` picks one of a file of many.
 * Bars whose open or close lies outside high–low, without a positive low, or with a negative volume are set aside.
 */
export function readBars({ format, table }: Recognised, symbol?: string): BarReading {
  const at = (role: Role): number => columnOf(table.header, format, role);
  const adjusted = at("adjusted");
  let different = 0;
  const columns = { prices: (["open", "high", "low", "close"] as const).map(at), volume: at("volume"), dividend: at("dividend"), split: at("split"), settlement: at("settlement") };
  const picked = pickSymbol(at("symbol"), symbol, table.file);
  const { rows, tally } = readRows<Bar>(table, { date: at("date"), pass: picked.pass, read: (cells) => {
    if (adjusted >= 0 && cells.scaled(adjusted, MONEY) !== cells.scaled(columns.prices[3], MONEY)) different++;
    return readBar(cells, columns);
  } });
  picked.check();
  requireRows(rows, tally, table.file);
  return { rows, tally, closeIsAdjusted: adjusted >= 0 && different === 0 };
}

interface BarColumns {
  /** Open, high, low, close. */
  prices: readonly number[];
  volume: number;
  dividend: number;
  split: number;
  settlement: number;
}

function readBar(cells: LineCells, { prices, volume, dividend, split, settlement }: BarColumns): Bar | string {
  if (prices.every((at) => isAbsent(cells.text(at)))) return "blank";
  const money = (at: number): number => (at < 0 || isAbsent(cells.text(at)) ? 0 : cells.scaled(at, MONEY));
  const [open, high, low, close] = prices.map((at) => cells.scaled(at, MONEY));
  const bar: Bar = {
    open, high, low, close, dividend: money(dividend), settlement: money(settlement),
    volume: isAbsent(cells.text(volume)) ? 0 : shares(cells.text(volume)),
    split: isAbsent(cells.text(split)) ? 1 : ratio(cells.text(split)),
  };
  if (!Object.values(bar).every(Number.isFinite)) return "unparseable_number";
  if (low <= 0 || Object.values(bar).some((v) => v < 0) || bar.split === 0 || Math.max(high, open, close, bar.dividend, bar.settlement) >= MAX_PRICE) return "bad_price";
  if (low > Math.min(open, close) || high < Math.max(open, close)) return "ohlc_inconsistent";
  if ([...prices, dividend].some((at) => at >= 0 && rounded(cells.text(at), MONEY))) cells.repaired("price_rounded");
  return bar;
}

/** Says which lines belong to another symbol than the wanted one. Without a wanted one a file of several symbols is refused. */
function pickSymbol(column: number, wanted: string | undefined, file: string): { pass: (cells: readonly string[]) => string | null; check: () => void } {
  const seen = new Set<string>();
  const pass = (cells: readonly string[]): string | null => {
    if (column < 0) return null;
    seen.add(cells[column]);
    return wanted !== undefined && cells[column] !== wanted ? "other_symbol" : null;
  };
  const names = (): string => `${[...seen].slice(0, 5).join(", ")}${seen.size > 5 ? ", …" : ""}`;
  const check = (): void => {
    if (wanted === undefined && seen.size > 1) throw dataError(file, `holds ${seen.size} symbols (${names()})`, "name one with --symbol");
    if (wanted !== undefined && column >= 0 && !seen.has(wanted)) throw dataError(file, `has no ${wanted}`, `it holds ${names()}`);
  };
  return { pass, check };
}

/** Rows as columns. */
export function barColumns(rows: readonly DatedRow<Bar>[]): Bars {
  const ints = (of: (bar: Bar) => number) => Int32Array.from(rows, (row) => of(row.value));
  const floats = (of: (bar: Bar) => number) => Float64Array.from(rows, (row) => of(row.value));
  return {
    day: Int32Array.from(rows, (row) => row.day), open: ints((b) => b.open), high: ints((b) => b.high), low: ints((b) => b.low), close: ints((b) => b.close),
    volume: floats((b) => b.volume), dividend: ints((b) => b.dividend), split: floats((b) => b.split), settlement: ints((b) => b.settlement),
  };
}
