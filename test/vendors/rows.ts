import { detectFormat } from "../../src/vendors";
import { textCells } from "../../src/vendors/cells";
import { readHeader, splitLine } from "../../src/vendors/csv";
import { newRow } from "../../src/vendors/format";
import type { ChainFormat, ChainRow, FileContext } from "../../src/vendors/format";
import type { Sample } from "./samples";

/** What came of a file: rows are handed to `take` and may be reused afterwards. */
export interface ReadRows {
  format: string;
  /** Records times readers. */
  read: number;
  rows: number;
  faults: Record<string, number>;
  absent: readonly string[];
}

/** Reads a whole CSV text through the format its header fits, of the given ones. */
export function readRows(text: string, context: FileContext, formats: readonly ChainFormat[] | undefined, take: (row: ChainRow) => void): ReadRows {
  const [first, ...lines] = text.split(/\r?\n/);
  const header = readHeader(first, context.file);
  const format = detectFormat(header, context.file, undefined, formats);
  const readers = format.bind(header, context);
  const out: ReadRows = { format: format.id, read: 0, rows: 0, faults: {}, absent: format.absent(header) };
  const cells = textCells();
  const row = newRow();
  for (const line of lines) {
    if (line === "") continue;
    cells.cells = splitLine(line);
    for (const read of readers) {
      out.read++;
      const fault = cells.cells.length === header.length ? read(cells, row) : "column_count";
      if (fault !== null) out.faults[fault] = (out.faults[fault] ?? 0) + 1;
      else {
        out.rows++;
        take(row);
      }
    }
  }
  return out;
}

/** The rows of a sample's record (call first in wide layouts); a fault stands for the row it befell. */
export function rowsOf({ header, record, context }: Sample, formats?: readonly ChainFormat[], more: Partial<FileContext> = {}): (ChainRow | string)[] {
  const rows: (ChainRow | string)[] = [];
  const names = readHeader(header, "f");
  const file = { file: "sample.csv", ...context, ...more };
  const cells = textCells();
  cells.cells = splitLine(record);
  for (const read of detectFormat(names, file.file, undefined, formats).bind(names, file)) {
    const row = newRow();
    rows.push(read(cells, row) ?? row);
  }
  return rows;
}
