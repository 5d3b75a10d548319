// What a chain format declares, and how its rows reach the importer. One format = one small file + one line in index.ts.
import { columnAt } from "./csv";
import { isBlank, parseDate, parseOcc, parseRight, parseScaled, wasRounded } from "./parse";

/** Why a row cannot be used; the importer counts by these names. */
export type RowFault = `unparseable_${string}` | "symbol_mismatch";

/** One contract on one day, as the vendor states it. The importer reuses one object for all rows. */
export interface ChainRow {
  /** Underlying symbol as printed. */
  underlying: string;
  /** Day number of the quotes. */
  day: number;
  /** OPRA root, e.g. SPXW. */
  root: string;
  /** Day number, the vendor's own. */
  vendorExpiry: number;
  /** CALL or PUT. */
  right: number;
  /** Thousandths of a dollar. */
  strike: number;
  /** Money units per share; negative when the vendor says so. */
  bid: number;
  ask: number;
  /** Annual volatility × 1e-4, NaN = none. */
  iv: number;
  /** As printed × 1e-4, NaN = none. */
  delta: number;
  openInterest: number;
  volume: number;
  /** Underlying price printed with the row, money units. */
  spot: number;
  /** Marked non-standard by the vendor (extension, flag, deliverable). */
  adjusted: boolean;
  /** IV and Greeks are the vendor's placeholder. */
  filler: boolean;
  /** A price had more than four decimals and was rounded. */
  rounded: boolean;
}

export interface ChainFormat {
  /** Name for --format, manifests and messages. */
  id: string;
  vendor: string;
  /** Header names by meaning: the first alias found is used. Names match exactly (after trimming). */
  columns: TallColumns;
  /** Further known columns that are not used. */
  ignored: readonly string[];
  /** IV values (× 1e-4) the vendor prints with all-zero Greeks when it has none. */
  fillerIvs?: readonly number[];
}

type Aliases = readonly string[];

/** Columns of a format with one contract per line. */
export interface TallColumns {
  underlying: Aliases;
  underlyingPrice: Aliases;
  /** The OCC symbol. */
  symbol: Aliases;
  right: Aliases;
  expiry: Aliases;
  day: Aliases;
  strike: Aliases;
  bid: Aliases;
  ask: Aliases;
  volume: Aliases;
  openInterest: Aliases;
  /** Optional: may be absent from the file. */
  iv?: Aliases;
  delta?: Aliases;
  extension?: Aliases;
  /** The other Greeks, looked at only to recognise fillers. */
  greeks?: readonly Aliases[];
}

const OPTIONAL = new Set(["iv", "delta", "extension", "greeks"]);

/** How a header differs from a format: nothing missing and nothing unknown means it is that format. */
export interface HeaderFit {
  missing: string[];
  unknown: string[];
}

export function fitHeader(format: ChainFormat, header: readonly string[]): HeaderFit {
  const { greeks = [], ...single } = format.columns;
  const known = new Set<string>([...Object.values(single).flat(), ...greeks.flat(), ...format.ignored]);
  const missing = Object.entries(single).filter(([name, aliases]) => !OPTIONAL.has(name) && columnAt(header, aliases) < 0);
  return { missing: missing.map(([, aliases]) => (aliases)[0]), unknown: header.filter((name) => !known.has(name)) };
}

/** Fills `row` from the cells of one line, or says why it cannot. */
export type RowReader = (cells: readonly string[], row: ChainRow) => RowFault | null;

const MONEY = 4;
const STRIKE = 3;
const RATIO = 4;

/** The reader of a format for one file's header. */
export function bindFormat(format: ChainFormat, header: readonly string[]): RowReader {
  const { columns: c, fillerIvs = [] } = format;
  const at = (aliases: Aliases | undefined): number => (aliases ? columnAt(header, aliases) : -1);
  const symbol = at(c.symbol), underlying = at(c.underlying), price = at(c.underlyingPrice), right = at(c.right), expiry = at(c.expiry), day = at(c.day);
  const strike = at(c.strike), bid = at(c.bid), ask = at(c.ask), volume = at(c.volume), interest = at(c.openInterest);
  const iv = at(c.iv), delta = at(c.delta), extension = at(c.extension);
  const greeks = (c.greeks ?? []).map(at).filter((i) => i >= 0);
  const optional = (cell: string, digits: number): number => (isBlank(cell) ? Number.NaN : parseScaled(cell, digits));

  return (cells, row) => {
    row.underlying = cells[underlying];
    row.day = parseDate(cells[day]);
    row.vendorExpiry = parseDate(cells[expiry]);
    row.right = parseRight(cells[right]);
    row.strike = parseScaled(cells[strike], STRIKE);
    row.bid = parseScaled(cells[bid], MONEY);
    row.ask = parseScaled(cells[ask], MONEY);
    row.spot = parseScaled(cells[price], MONEY);
    row.volume = isBlank(cells[volume]) ? 0 : parseScaled(cells[volume], 0);
    row.openInterest = isBlank(cells[interest]) ? 0 : parseScaled(cells[interest], 0);
    row.iv = iv < 0 ? Number.NaN : optional(cells[iv], RATIO);
    row.delta = delta < 0 ? Number.NaN : optional(cells[delta], RATIO);
    row.adjusted = extension >= 0 && cells[extension] !== "";
    row.rounded = wasRounded(cells[bid], MONEY) || wasRounded(cells[ask], MONEY);
    row.filler = fillerIvs.includes(row.iv) && row.delta === 0 && greeks.every((g) => parseScaled(cells[g], RATIO) === 0);
    return faultOf(row) ?? checkSymbol(cells[symbol], row) ?? badRatio(cells[iv], row.iv, "iv") ?? badRatio(cells[delta], row.delta, "delta");
  };
}

function faultOf(row: ChainRow): RowFault | null {
  if (row.underlying === "") return "unparseable_underlying";
  if (Number.isNaN(row.day)) return "unparseable_day";
  if (Number.isNaN(row.vendorExpiry)) return "unparseable_expiry";
  if (Number.isNaN(row.right)) return "unparseable_right";
  if (Number.isNaN(row.strike)) return "unparseable_strike";
  if (Number.isNaN(row.bid)) return "unparseable_bid";
  if (Number.isNaN(row.ask)) return "unparseable_ask";
  if (Number.isNaN(row.spot)) return "unparseable_underlying_price";
  if (Number.isNaN(row.volume)) return "unparseable_volume";
  if (Number.isNaN(row.openInterest)) return "unparseable_open_interest";
  return null;
}

/** The OCC symbol repeats right, strike and expiry (Friday or, before 2015, Saturday): a row that contradicts itself is nobody's contract. */
function checkSymbol(text: string, row: ChainRow): RowFault | null {
  const occ = parseOcc(text);
  if (!occ) return "unparseable_symbol";
  row.root = occ.root;
  const near = Math.abs(occ.expiry - row.vendorExpiry) <= 2;
  return near && occ.right === row.right && occ.strike === row.strike ? null : "symbol_mismatch";
}

/** Text in a ratio column that is neither a number nor blank. */
function badRatio(cell: string | undefined, value: number, name: string): RowFault | null {
  return cell !== undefined && Number.isNaN(value) && !isBlank(cell) ? `unparseable_${name}` : null;
}

export const newRow = (): ChainRow => ({
  underlying: "", day: 0, root: "", vendorExpiry: 0, right: 0, strike: 0, bid: 0, ask: 0, iv: 0, delta: 0, openInterest: 0, volume: 0, spot: 0,
  adjusted: false, filler: false, rounded: false,
});
