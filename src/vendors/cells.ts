// One record of a vendor file, whatever it was read from: the bytes of a CSV line, a Parquet row, a JSON object.
import { isBlank, parseDate, parseOcc, parseRight, parseScaled, wasRounded } from "./parse";
import type { OccSymbol } from "./parse";

/** The cells of the record a reader stands on, by column of the header. A column of -1 is absent: blank. */
export interface Cells {
  /** As printed, trimmed; "" when blank or absent. */
  text(column: number): string;
  /** True for what vendors write when they have no value: nothing, nan, NULL, None. */
  blank(column: number): boolean;
  /** The number × 10^digits, rounded half away from zero; NaN for anything that is not a plain number. */
  scaled(column: number, digits: number): number;
  /** True when `scaled` had to round. */
  rounded(column: number, digits: number): boolean;
  /** Day number of a date (of the date part of a time stamp); NaN when it is none. */
  day(column: number): number;
  /** CALL, PUT or NaN. */
  right(column: number): number;
  /** The parts of an OCC symbol; undefined when it is none. The object may be reused for the next record. */
  occ(column: number): OccSymbol | undefined;
}

/** How a column is used. Sources with typed columns (Parquet) fetch it in that form. */
export type CellKind = "text" | "number" | "day" | "right" | "occ";

/** Cells over one record's texts; `cells` is replaced record by record. */
export interface TextCells extends Cells {
  cells: readonly string[];
}

export function textCells(): TextCells {
  const at = (column: number): string => (column < 0 ? "" : self.cells[column]);
  const self: TextCells = {
    cells: [],
    text: at,
    blank: (column) => isBlank(at(column)),
    scaled: (column, digits) => parseScaled(at(column), digits),
    rounded: (column, digits) => wasRounded(at(column), digits),
    day: (column) => parseDate(at(column)),
    right: (column) => parseRight(at(column)),
    occ: (column) => parseOcc(at(column)),
  };
  return self;
}
