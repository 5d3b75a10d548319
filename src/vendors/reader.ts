// The one reader of chain rows: every format is a set of columns, units and constants given to it, plus an optional quirk.
import { knownRoot } from "../market/roots";
import type { Cells } from "./cells";
import type { FieldColumns, FieldReaders, ValueReader } from "./columns";
import type { ChainRow, RowFault, RowReader } from "./format";
import type { OccSymbol } from "./parse";

const MONEY = 4;
const STRIKE = 3;
const RATIO = 4;

/** Powers of ten between the printed numbers and dollars, 1.0 of volatility: `iv` 2 when percent are printed, `price` 2 for cents. */
export interface Units {
  price?: number;
  strike?: number;
  iv?: number;
  delta?: number;
}

/** What a reader needs besides the cells. */
export interface ReaderPlan {
  columns: FieldColumns;
  units: Units;
  /** For files that print no underlying, root, date, time or right in a column. */
  constants: { underlying?: string; root?: string; day?: number; minute?: number; right?: number };
  readers: FieldReaders;
  /** Printed IVs that are placeholders where all columns of `zero` are zero. */
  fillers: { iv: readonly number[]; zero: readonly number[] };
  /** A blank symbol is no fault: other columns name the contract. */
  symbolMayLack: boolean;
  /** Blank quotes on both sides mean that the side is not listed. */
  sides: boolean;
  quirk: RowReader | null;
}

export function rowReader(plan: ReaderPlan): RowReader {
  const { columns: c, sides, symbolMayLack, quirk } = plan;
  const contract = contractReader(plan);
  const quote = quoteReader(plan);
  const extras = extrasReader(plan);
  return (cells, row) => {
    const occ = c.symbol < 0 ? undefined : cells.occ(c.symbol);
    contract(cells, row, occ);
    quote(cells, row);
    extras(cells, row);
    if (sides && Number.isNaN(row.bid) && cells.blank(c.bid) && cells.blank(c.ask)) return "side_absent";
    const fault = contractFault(row) ?? quoteFault(row) ?? (symbolMayLack && cells.blank(c.symbol) ? null : symbolFault(c.symbol, occ, row)) ?? badRatio(cells, c.iv, row.iv, "iv") ?? badRatio(cells, c.delta, row.delta, "delta");
    return fault === null && quirk !== null ? quirk(cells, row) : fault;
  };
}

type Part = (cells: Cells, row: ChainRow) => void;

/** Which contract, on which day: columns first, then the OCC symbol, then what is said of the whole file. */
function contractReader({ columns: c, constants, units, readers }: ReaderPlan): (cells: Cells, row: ChainRow, occ: OccSymbol | undefined) => void {
  const digits = STRIKE - (units.strike ?? 0);
  const { day = Number.NaN, right = Number.NaN, underlying, root } = constants;
  const dayAt = readers.day?.read ?? ((cells: Cells, column: number) => cells.day(column));
  const expiryAt = readers.expiry?.read ?? ((cells: Cells, column: number) => cells.day(column));
  const rightAt = readers.right?.read ?? ((cells: Cells, column: number) => cells.right(column));
  return (cells, row, occ) => {
    row.underlying = c.underlying < 0 ? (underlying ?? familyOf(occ)) : bare(cells.text(c.underlying));
    row.root = c.root < 0 ? (occ?.root ?? root ?? row.underlying) : cells.text(c.root);
    row.day = c.day < 0 ? day : dayAt(cells, c.day);
    row.vendorExpiry = c.expiry < 0 ? (occ?.expiry ?? Number.NaN) : expiryAt(cells, c.expiry);
    row.right = c.right < 0 ? (occ?.right ?? right) : rightAt(cells, c.right);
    row.strike = c.strike < 0 ? (occ?.strike ?? Number.NaN) : cells.scaled(c.strike, digits);
  };
}

/** Prices, counts, IV and delta. Blank counts are 0, a blank IV or delta is missing, a blank spot is not printed; blank prices are faults. */
function quoteReader({ columns: c, units }: ReaderPlan): Part {
  const money = MONEY - (units.price ?? 0);
  const ivDigits = RATIO - (units.iv ?? 0);
  const deltaDigits = RATIO - (units.delta ?? 0);
  return (cells, row) => {
    row.bid = cells.scaled(c.bid, money);
    row.ask = cells.scaled(c.ask, money);
    row.rounded = cells.rounded(c.bid, money) || cells.rounded(c.ask, money);
    row.spot = orElse(cells, c.spot, money, 0);
    row.volume = orElse(cells, c.volume, 0, 0);
    row.openInterest = orElse(cells, c.openInterest, 0, 0);
    row.iv = orElse(cells, c.iv, ivDigits, Number.NaN);
    row.delta = orElse(cells, c.delta, deltaDigits, Number.NaN);
  };
}

/** Placeholders are compared to this many decimals: rows that merely round to one are genuine. */
const FILLER_DIGITS = 6;

/** The number of a cell, `none` when it is blank, NaN when it is neither. Blanks are rare, so the number is tried first. */
function orElse(cells: Cells, column: number, digits: number, none: number): number {
  if (column < 0) return none;
  const value = cells.scaled(column, digits);
  return Number.isNaN(value) && cells.blank(column) ? none : value;
}

/** Time of the snapshot and the marks. */
function extrasReader({ columns: c, constants, readers, fillers, units }: ReaderPlan): Part {
  const minute = constants.minute ?? -1;
  const time = c.time < 0 ? undefined : readers.time;
  const hasFillers = fillers.iv.length > 0;
  const coarse = fillers.iv.map((iv) => Math.round(iv * 10 ** (RATIO - (units.iv ?? 0))));
  const exact = fillers.iv.map((iv) => Math.round(iv * 10 ** FILLER_DIGITS));
  return (cells, row) => {
    row.minute = minute;
    if (time) readTime(time, cells, c, row);
    row.adjusted = c.extension >= 0 && !cells.blank(c.extension);
    row.filler = hasFillers && coarse.includes(row.iv) && exact.includes(cells.scaled(c.iv, FILLER_DIGITS)) && allZero(cells, fillers.zero);
    row.deltaDropped = false;
  };
}

const CARET = 94;

/** ^SPX is SPX: Cboe marks indices. */
const bare = (text: string): string => (text.charCodeAt(0) === CARET ? text.slice(1) : text);
const familyOf = (occ: OccSymbol | undefined): string => (occ ? (knownRoot(occ.root)?.underlying ?? occ.root) : "");

function allZero(cells: Cells, columns: readonly number[]): boolean {
  for (const column of columns) if (cells.scaled(column, FILLER_DIGITS) !== 0) return false;
  return true;
}

function readTime(time: ValueReader, cells: Cells, c: FieldColumns, row: ChainRow): void {
  if (cells.blank(c.time)) return;
  const minutes = time.read(cells, c.time);
  row.minute = minutes % 1440;
  if (minutes >= 1440 && c.time === c.day) row.day = Math.floor(minutes / 1440);
}

function contractFault(row: ChainRow): RowFault | null {
  if (row.underlying === "") return "unparseable_underlying";
  if (row.root === "") return "unparseable_root";
  if (Number.isNaN(row.day)) return "unparseable_day";
  if (Number.isNaN(row.minute)) return "unparseable_time";
  if (Number.isNaN(row.vendorExpiry)) return "unparseable_expiry";
  if (Number.isNaN(row.right)) return "unparseable_right";
  return Number.isNaN(row.strike) ? "unparseable_strike" : null;
}

function quoteFault(row: ChainRow): RowFault | null {
  if (Number.isNaN(row.bid)) return "unparseable_bid";
  if (Number.isNaN(row.ask)) return "unparseable_ask";
  if (Number.isNaN(row.spot)) return "unparseable_underlying_price";
  if (Number.isNaN(row.volume)) return "unparseable_volume";
  if (Number.isNaN(row.openInterest)) return "unparseable_open_interest";
  return null;
}

/** The OCC symbol repeats right, strike and expiry (Friday or, before 2015, Saturday): a row that contradicts itself is nobody's contract. */
function symbolFault(column: number, occ: OccSymbol | undefined, row: ChainRow): RowFault | null {
  if (column < 0) return null;
  if (!occ) return "unparseable_symbol";
  const near = Math.abs(occ.expiry - row.vendorExpiry) <= 2;
  return near && occ.right === row.right && occ.strike === row.strike ? null : "symbol_mismatch";
}

/** Something in a ratio column that is neither a number nor blank. */
const badRatio = (cells: Cells, column: number, value: number, name: "iv" | "delta"): RowFault | null =>
  Number.isNaN(value) && !cells.blank(column) ? `unparseable_${name}` : null;
