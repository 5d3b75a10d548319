// marks.arrow: the path of every trade, one row per trade and session.
import * as abi from "../../assembly/abi";
import { tradePath } from "../explain/path";
import type { PathSource } from "../explain/path";
import type { Underlying } from "../market/types";
import type { AccountSpec } from "../strategy/spec";
import { toDollars } from "../units";
import type { Cell, Column, ColumnSpec } from "./columns";

export const MARKS_FILE = "marks.arrow";

/** Columns with what they mean. */
export const MARK_COLUMNS: readonly (readonly [name: string, type: ColumnSpec["type"], unit: string, meaning: string])[] = [
  ["trade", "int", "", "id of the trade"],
  ["date", "date", "", "session"],
  ["mark", "float", "$ per share", "cost of closing at mid, within 0 and the width; null on the session whose morning ended the position (assignment, AM settlement), before a mark"],
  ["gain", "float", "$", "(credit − cost of a side assigned earlier − mark) × multiplier × contracts, before commissions"],
  ["spot", "float", "$", "snapshot spot, without a chain the bar's open"],
  ["stale", "bool", "", "some leg had no usable quote: the last mark, kept within what arbitrage allows at that spot"],
];

/** Marks of all trades, in the order of the trades, each from entry to exit. */
export function markTable(trades: Float64Array, source: PathSource, account: AccountSpec): Column[] {
  const columns = MARK_COLUMNS.map(([name, type, unit]): Column => ({ name, type, unit, cells: [] }));
  const [trade, date, mark, gain, spot, stale] = columns.map(({ cells }) => cells);
  const columnsNow = { ...source, underlyings: source.underlyings.map(viewsOf) };
  const money = (units: number): Cell => (Number.isNaN(units) ? null : toDollars(units));
  for (let base = 0; base < trades.length; base += abi.TRADE_STRIDE) {
    const path = tradePath(trades, base, columnsNow, account);
    for (let i = 0; i < path.day.length; i++) {
      trade.push(trades[base + abi.T_ID]);
      date.push(path.day[i]);
      mark.push(money(path.mark[i]));
      gain.push(money(path.gain[i]));
      spot.push(money(path.spot[i]));
      stale.push(path.stale[i] === 1);
    }
  }
  return columns;
}

/** The columns as they lie in memory now. Live columns look for growth of the core's memory at every access; the core does not run meanwhile. */
const viewsOf = (underlying: Underlying): Underlying => ({ ...underlying, rows: { ...underlying.rows }, blocks: { ...underlying.blocks }, days: { ...underlying.days }, bars: { ...underlying.bars } });
