// What the importer knows of a chain format: does a header fit, which columns are read, and readers for its records.
// Formats are declared with `longFormat` and `wideFormat` (layouts.ts): one format = one small file + one line in index.ts.
import type { CellKind, Cells } from "./cells";

/** Why a row cannot be used; the importer counts by these names. */
export type RowFault = `unparseable_${string}` | `filtered_${string}` | "symbol_mismatch" | "side_absent";

/** One contract on one day, as the vendor states it. The importer reuses one object for all rows. */
export interface ChainRow {
  /** Underlying symbol as printed, without a caret. */
  underlying: string;
  /** Day number of the quotes. */
  day: number;
  /** OPRA root, e.g. SPXW; the underlying where the vendor prints none. */
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
  /** Underlying price printed with the row, money units; 0 = the row prints none. */
  spot: number;
  /** Time of the snapshot, minutes after midnight in New York; -1 = not stated. */
  minute: number;
  /** Marked non-standard by the vendor (extension, flag, deliverable). */
  adjusted: boolean;
  /** IV and Greeks are the vendor's placeholder. */
  filler: boolean;
  /** A price had more than four decimals and was rounded. */
  rounded: boolean;
  /** The printed delta is known to be wrong (D.17) and was left out. */
  deltaDropped: boolean;
}

export const newRow = (): ChainRow => ({
  underlying: "", day: 0, root: "", vendorExpiry: 0, right: 0, strike: 0, bid: 0, ask: 0, iv: 0, delta: 0, openInterest: 0, volume: 0, spot: 0, minute: -1,
  adjusted: false, filler: false, rounded: false, deltaDropped: false,
});

/** What a file's rows may take from outside the rows. */
export interface FileContext {
  /** Base name: names the file in errors; some formats carry date, time or symbol in it. */
  file: string;
  /** Day number of all rows, for formats that print no date (--date). */
  date?: number;
  /** Which of the format's `snapshots` to read (--snapshot). */
  snapshot?: string;
  /** Underlying of all rows, for formats that print none (--symbol). */
  symbol?: string;
}

/** How a header differs from a format: nothing in any list means it is that format. */
export interface HeaderFit {
  missing: string[];
  unknown: string[];
  /** Names that stand more than once after normalisation. */
  repeated: string[];
}

/** A column that is read, and in which form. */
export interface ColumnUse {
  /** Index into the header. */
  column: number;
  kind: CellKind;
}

/** Fills `row` from the record the cells stand on, or says why it cannot. Allocates nothing in the usual case. */
export type RowReader = (cells: Cells, row: ChainRow) => RowFault | null;

export interface ChainFormat {
  /** Name for --format, manifests and messages. */
  id: string;
  /** One line: who makes such files, and what is special. */
  vendor: string;
  /** Headers are given as read (trimmed, without byte-order mark); a format normalises names itself. */
  fit(header: readonly string[]): HeaderFit;
  /** The columns its readers look at; each column once per kind. */
  uses(header: readonly string[]): readonly ColumnUse[];
  /** What the file does not print at all, of spot, time, iv, delta, openInterest and volume: counts then read 0, the rest is missing. */
  absent(header: readonly string[]): readonly string[];
  /** Readers applied to each record, in this order: one for long layouts, two (call, put) for wide ones. Throws a data error for context it lacks. */
  bind(header: readonly string[], context: FileContext): readonly RowReader[];
  /** Values of --snapshot; the first is the default. */
  snapshots?: readonly string[];
}
