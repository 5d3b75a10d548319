// An Option Omega trade log: one line per trade, newest first as a rule.
import { inCalendar, isSession } from "../calendar";
import { dataError } from "../errors";
import { isAbsent, isDecimalComma, isDayFirst, readDay, rounded, scaled } from "../importer/daily/cells";
import { findHeader, firstLine, linesOf, refuseDoubled, refuseSeparators } from "../importer/daily/table";
import { bump, newTally, quarantine } from "../importer/tally";
import type { Tally } from "../importer/tally";
import { columnAt, splitLine } from "../vendors/csv";
import { DAILY_COLUMNS, placesOf, TRADE_COLUMNS, unusedColumns } from "./columns";
import type { Places, TradeColumn } from "./columns";
import { parseLegs, SHARES } from "./legs";
import type { Leg } from "./legs";
import { counted } from "./words";

const MONEY = 4;

/** One trade; money in units (1e-4 dollars), null = the log does not say. */
export interface LoggedTrade {
  /** 1-based line of the file. */
  line: number;
  /** Day numbers; `closed` null = still open. */
  opened: number;
  closed: number | null;
  /** As printed; "" = none. */
  openedAt: string;
  closedAt: string;
  reason: string;
  strategy: string;
  symbol: string;
  legsText: string;
  legs: Leg[] | null;
  contracts: number;
  /** Net of fees, the whole trade. */
  pnl: number;
  /** Credit received per contract (100 shares), negative = paid; cost to close per contract. */
  premium: number | null;
  closingCost: number | null;
  openFees: number | null;
  closeFees: number | null;
  funds: number | null;
  margin: number | null;
  openPrice: number | null;
  closePrice: number | null;
  vix: number | null;
  /** Best and worst P&L on the way, percent of the premium × 1e4. */
  maxProfit: number | null;
  maxLoss: number | null;
}

export interface TradeLog {
  file: string;
  trades: LoggedTrade[];
  tally: Tally;
  notes: string[];
}

export interface TradeLogOptions {
  /** P/L in the file is before fees: take them off. */
  gross?: boolean;
}

/** Reads a trade log. Throws a data error for a file that is none, for decimal commas, and for P/L that is before fees without being said so. */
export function readTradeLog(text: string, file: string, { gross = false }: TradeLogOptions = {}): TradeLog {
  const lines = linesOf(text, file);
  const table = findHeader(lines, file, (header) => columnAt(header, TRADE_COLUMNS.opened) >= 0 && columnAt(header, TRADE_COLUMNS.pnl) >= 0);
  if (!table) throw notALog(lines, file);
  const { header } = table;
  refuseDoubled(table, Object.values(TRADE_COLUMNS).flat());
  const places = placesOf(header, TRADE_COLUMNS);
  const tally = newTally();
  const trades: LoggedTrade[] = [];
  const seen = new Set<string>();
  for (let i = table.first; i < lines.length; i++) {
    if (lines[i].trim() === "") continue;
    tally.read++;
    const cells = splitLine(lines[i]);
    const place = (column: number): string => `${file}:${i + 1} column ${header[column]}`;
    const trade = cells.length !== header.length ? "column_count" : places.funds >= 0 && seen.has(lines[i]) ? "duplicate_row" : readTrade({ cells, places, place, tally }, i + 1);
    if (typeof trade === "string") quarantine(tally, { file, line: i + 1, reason: trade, text: lines[i] });
    else trades.push(trade);
    seen.add(lines[i]);
  }
  if (trades.length === 0) throw dataError(file, "holds no usable trade", `${tally.read} lines were read; see the reasons: ${Object.keys(tally.quarantined).join(", ") || "no line"}`);
  const notes = [...settlePremiums(trades), ...settleFees(trades, file, gross || said(table.lines, table.first, places.pnlBasis), tally)];
  const unused = unusedColumns(header, TRADE_COLUMNS);
  if (unused.length) notes.push(`columns not used: ${unused.join(", ")}`);
  return { file, trades, tally, notes };
}

function notALog(lines: readonly string[], file: string): Error {
  const { text, number } = firstLine(lines);
  refuseSeparators(text, `${file}:${number}`);
  const header = splitLine(text);
  if (columnAt(header, DAILY_COLUMNS.date) >= 0 && columnAt(header, DAILY_COLUMNS.equity) >= 0) return dataError(file, "is a daily log", "give it with --daily, and the trade log as the file");
  const missing = columnAt(header, TRADE_COLUMNS.opened) < 0 ? TRADE_COLUMNS.opened[0] : TRADE_COLUMNS.pnl[0];
  return dataError(`${file}:${number} column ${missing}`, "is missing", `the header is ${text.trim().slice(0, 120)}`);
}

interface Row {
  cells: readonly string[];
  places: Places<TradeColumn>;
  place: (column: number) => string;
  tally: Tally;
}

/** One line as a trade, or the reason it is set aside. */
function readTrade({ cells, places, place, tally }: Row, line: number): LoggedTrade | string {
  const text = (role: TradeColumn): string => (places[role] < 0 ? "" : cells[places[role]]);
  const repairs = new Set<string>();
  const number = (role: TradeColumn): number | null => {
    const cell = text(role);
    if (places[role] < 0 || isAbsent(cell)) return null;
    const value = scaled(cell, MONEY);
    if (Number.isNaN(value) && isDecimalComma(cell)) throw dataError(place(places[role]), `${cell} has a decimal comma`, "save numbers with a decimal point");
    if (rounded(cell, MONEY)) repairs.add("rounded");
    return value;
  };
  /** A side remark that cannot be read costs the remark, not the trade. */
  const remark = (role: TradeColumn): number | null => {
    const value = number(role);
    if (value === null || !Number.isNaN(value)) return value;
    repairs.add("unreadable_cell_left_out");
    return null;
  };
  for (const role of ["opened", "closed"] as const) if (isDayFirst(text(role))) throw dataError(place(places[role]), `${text(role)} is a date with the day first`, "save dates as YYYY-MM-DD: other rows of such a file would be misread silently");
  const opened = readDay(text("opened"));
  const closed = isAbsent(text("closed")) ? null : readDay(text("closed"));
  const off = reasonOfDays(opened, closed);
  if (off) return off;
  const pnl = number("pnl"), contracts = number("contracts") ?? 1e4;
  if (pnl === null || Number.isNaN(pnl) || Number.isNaN(contracts)) return "unparseable_number";
  if (!(contracts > 0)) return "bad_contracts";
  const legsText = text("legs");
  const legs = parseLegs(legsText, opened) ?? null;
  if (!legs) bump(tally.observations, "legs_not_understood");
  const trade: LoggedTrade = {
    line, opened, closed, openedAt: text("openedAt"), closedAt: text("closedAt"), reason: text("reason"), strategy: text("strategy"), symbol: text("symbol"), legsText, legs,
    contracts: contracts / 1e4, pnl, premium: remark("premium"), closingCost: remark("closingCost"), openFees: remark("openFees"), closeFees: remark("closeFees"), funds: remark("funds"), margin: remark("margin"),
    openPrice: remark("openPrice"), closePrice: remark("closePrice"), vix: remark("vix"), maxProfit: remark("maxProfit"), maxLoss: remark("maxLoss"),
  };
  for (const name of repairs) bump(tally.repairs, name);
  if (repairs.size) tally.repaired++;
  return trade;
}

function reasonOfDays(opened: number, closed: number | null): string | null {
  const days = closed === null ? [opened] : [opened, closed];
  if (days.some(Number.isNaN)) return "unparseable_day";
  if (!days.every(inCalendar)) return "date_out_of_range";
  if (!days.every(isSession)) return "not_a_session";
  return closed !== null && closed < opened ? "closed_before_opened" : null;
}

/** Premiums come in dollars per contract (backtests) or per share (live logs): whichever the legs' own prices confirm. */
function settlePremiums(trades: readonly LoggedTrade[]): string[] {
  let perShare = 0, perContract = 0;
  for (const { legs, premium, contracts } of trades) {
    if (!legs || premium === null) continue;
    const credit = legs.reduce((sum, leg) => sum - leg.side * leg.quantity * leg.price, 0) / contracts;
    if (Math.abs(premium - credit) < Math.abs(premium - credit * SHARES)) perShare++;
    else perContract++;
  }
  if (perShare <= perContract) return [];
  for (const trade of trades) {
    if (trade.premium !== null) trade.premium *= SHARES;
    if (trade.closingCost !== null) trade.closingCost = -trade.closingCost * SHARES;
  }
  return ["premiums are dollars per share (a live log): taken × 100; closing costs are what was received, taken with the sign turned"];
}

/** Whether the file's own P/L Basis column says that fees are not yet taken off. */
const said = (lines: readonly string[], first: number, column: number): boolean => column >= 0 && lines.slice(first).some((line) => splitLine(line)[column] === "gross_before_fees");

/** P/L is net of fees in Option Omega's exports; the log's own prices show it. */
function settleFees(trades: LoggedTrade[], file: string, gross: boolean, tally: Tally): string[] {
  let net = 0, before = 0, other = 0;
  for (const { pnl, premium, closingCost, contracts, openFees, closeFees } of trades) {
    const fees = (openFees ?? 0) + (closeFees ?? 0);
    if (premium === null || closingCost === null || fees === 0) continue;
    const prices = (premium - closingCost) * contracts;
    const near = (value: number): boolean => Math.abs(pnl - value) <= fees / 4;
    if (near(prices - fees)) net++;
    else if (near(prices)) before++;
    else other++;
  }
  if (other > 0) tally.observations.pnl_not_that_of_prices = other;
  if (!gross) {
    if (before > net) throw dataError(file, `P/L is before fees: that of ${counted(before, "trade")} equals their prices without them`, "say --gross to take the fees off");
    return [];
  }
  if (trades.every(({ openFees, closeFees }) => openFees === null && closeFees === null)) throw dataError(file, "has no column of fees", "leave --gross out: there is nothing to take off");
  if (net > before) throw dataError(file, `P/L is net of fees already: that of ${counted(net, "trade")} equals their prices with them`, "leave --gross out");
  for (const trade of trades) trade.pnl -= (trade.openFees ?? 0) + (trade.closeFees ?? 0);
  return ["P/L was before fees: they were taken off"];
}
