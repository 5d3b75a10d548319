// Equity by session: from the daily log, which is marked, or from the trades' Funds at Close, which are realised only.
import { sessions } from "../calendar";
import { dataError } from "../errors";
import { findHeader, firstLine, linesOf, refuseDoubled, refuseSeparators } from "../importer/daily/table";
import { readRows, requireRows } from "../importer/daily/rows";
import type { Tally } from "../importer/tally";
import { isAbsent } from "../importer/daily/cells";
import { columnAt, splitLine } from "../vendors/csv";
import { DAILY_COLUMNS, placesOf, unusedColumns } from "./columns";
import { grouped } from "./grouped";
import type { LoggedTrade } from "./trades";
import { counted } from "./words";

const MONEY = 4;
/** Cents that a day's equity may differ from what its P/L makes of it. */
const TOLERANCE = 200;

export interface EquityCurve {
  day: Int32Array;
  /** Money units. */
  equity: Float64Array;
  /** Before the first session. */
  initial: number;
  /** False when positions were open overnight and only closed ones count. */
  marked: boolean;
  notes: string[];
}

export interface DailyLog {
  file: string;
  day: Int32Array;
  equity: Float64Array;
  /** P/L of each day; NaN = not printed. */
  pnl: Float64Array;
  tally: Tally;
  notes: string[];
}

/** Reads a daily log: `Date, Net Liquidity (or Portfolio Value, Value, Equity), P/L, …`. */
export function readDailyLog(text: string, file: string): DailyLog {
  const lines = linesOf(text, file);
  const table = findHeader(lines, file, (header) => columnAt(header, DAILY_COLUMNS.date) >= 0 && columnAt(header, DAILY_COLUMNS.equity) >= 0);
  if (!table) {
    const { text: header, number } = firstLine(lines);
    refuseSeparators(header, `${file}:${number}`);
    throw dataError(`${file}:${number} column ${columnAt(splitLine(header), DAILY_COLUMNS.date) < 0 ? DAILY_COLUMNS.date[0] : DAILY_COLUMNS.equity[0]}`, "is missing", `the header is ${header.trim().slice(0, 120)}`);
  }
  refuseDoubled(table, Object.values(DAILY_COLUMNS).flat());
  const places = placesOf(table.header, DAILY_COLUMNS);
  const { rows, tally } = readRows<{ equity: number; pnl: number }>(table, {
    date: places.date,
    read: (cells) => {
      const equity = cells.scaled(places.equity, MONEY);
      const pnl = places.pnl < 0 || isAbsent(cells.text(places.pnl)) ? Number.NaN : cells.scaled(places.pnl, MONEY);
      return Number.isNaN(equity) ? "unparseable_number" : { equity, pnl };
    },
  });
  requireRows(rows, tally, file);
  const unused = unusedColumns(table.header, DAILY_COLUMNS);
  return {
    file, tally, notes: unused.length ? [`columns not used: ${unused.join(", ")}`] : [],
    day: Int32Array.from(rows, (row) => row.day), equity: Float64Array.from(rows, (row) => row.value.equity), pnl: Float64Array.from(rows, (row) => row.value.pnl),
  };
}

/** The curve of a daily log. `given` = the equity before the first day; default: the first day's less its P/L. */
export function markedCurve({ day, equity, pnl, tally }: DailyLog, given: number | undefined): EquityCurve {
  const notes: string[] = [];
  if (given === undefined && Number.isNaN(pnl[0])) notes.push("the daily log has no P/L: equity before the first day is taken as that of the first day (give it with --equity)");
  let moved = 0;
  for (let t = 1; t < day.length; t++) if (!Number.isNaN(pnl[t]) && Math.abs(equity[t] - equity[t - 1] - pnl[t]) > TOLERANCE) moved++;
  if (moved) notes.push(`on ${counted(moved, "day")} equity changes by something other than P/L: money was paid in or out, and returns include it`);
  const missing = sessions(day[0], day[day.length - 1]).length - day.length;
  if (missing > 0) tally.observations.missing_sessions = missing;
  return { day, equity, initial: given ?? (Number.isNaN(pnl[0]) ? equity[0] : equity[0] - pnl[0]), marked: true, notes };
}

/**
 * The curve that the trades alone give: a session's equity is Funds at Close after its last closing (or, without that column, `given` plus the P/L so far).
 * It is marked only when no position is held overnight. Throws a data error when neither is there.
 */
export function realisedCurve(trades: readonly LoggedTrade[], file: string, given: number | undefined): EquityCurve {
  const closings = trades.filter((trade) => trade.closed !== null).sort(byClosing);
  if (closings.length === 0) throw dataError(file, "holds no closed trade", "give the daily log with --daily");
  const funded = closings.every((trade) => trade.funds !== null);
  if (!funded && given === undefined) throw dataError(`${file} column Funds at Close`, "is missing or has blanks", "say with how much the account began: --equity DOLLARS, or give the daily log with --daily");
  const byDay = grouped(closings, (trade) => trade.closed!);
  const initial = given ?? fundsBefore(byDay.get(closings[0].closed!)!);
  const day = sessions(Math.min(...trades.map((trade) => trade.opened)), closings[closings.length - 1].closed!);
  let last = initial, moved = 0;
  const equity = Float64Array.from(day, (d) => {
    const group = byDay.get(d);
    if (!group) return last;
    const before = last;
    const pnl = group.reduce((sum, trade) => sum + trade.pnl, 0);
    last = funded ? fundsAfter(group) : before + pnl;
    if (Math.abs(last - before - pnl) > TOLERANCE) moved++;
    return last;
  });
  const overnight = trades.filter((trade) => trade.closed !== trade.opened).length;
  const notes = overnight ? [`${counted(overnight, "position")} held overnight and there is no daily log: equity counts closed trades only, so what needs equity marked daily is left out`] : [];
  if (moved) notes.push(`on ${counted(moved, "day")} Funds at Close change by something other than the P/L of the trades closed: money was paid in or out, or trades are missing`);
  return { day, equity, initial, marked: overnight === 0, notes };
}

const byClosing = (a: LoggedTrade, b: LoggedTrade): number => a.closed! - b.closed! || (a.closedAt < b.closedAt ? -1 : a.closedAt > b.closedAt ? 1 : 0) || b.line - a.line;

/** Trades closed in one minute come in any order; each one's funds are those of the one before plus its P/L. The chain's end is nobody's beginning. */
function fundsAfter(group: readonly LoggedTrade[]): number {
  const latest = group.filter((trade) => trade.closedAt === group[group.length - 1].closedAt);
  const begins = latest.map((trade) => trade.funds! - trade.pnl);
  return (latest.find((trade) => !begins.some((begin) => Math.abs(begin - trade.funds!) <= TOLERANCE / 2)) ?? latest[latest.length - 1]).funds!;
}

function fundsBefore(group: readonly LoggedTrade[]): number {
  const earliest = group.filter((trade) => trade.closedAt === group[0].closedAt);
  const first = earliest.find((trade) => !earliest.some((other) => other !== trade && Math.abs(other.funds! - (trade.funds! - trade.pnl)) <= TOLERANCE / 2)) ?? earliest[0];
  return first.funds! - first.pnl;
}
