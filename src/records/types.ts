import type { CellKind, Cells } from "../vendors/cells";

/** The record a reader stands on, and where that is. */
export interface RecordCells extends Cells {
  /** 1-based line of a text file; number of the record elsewhere (the header counts as 1 where there is one). */
  readonly line: number;
  /** Number of cells of this record. */
  readonly count: number;
  /** The record as a line of text, for the quarantine. */
  raw(): string;
}

export interface ColumnUse {
  column: number;
  kind: CellKind;
}

export interface ReadOptions {
  /** Columns that will be asked for, and how; asking for others is a bug. */
  uses: readonly ColumnUse[];
  /** Records up to and including this line were read before. */
  after?: number;
  signal?: AbortSignal;
  /** Called often, with the share of the file that has been read (0 … 1), or NaN when unknown. */
  onProgress?: (share: number) => void;
}

/** One table of records: a CSV file, a member of a zip, a table of a database. Read once, from front to back. */
export interface RecordFile {
  /** As named in messages, e.g. `SPX.zip/SPX_2019.csv`. */
  name: string;
  /** Column names as printed, byte-order mark removed, trimmed. */
  header: readonly string[];
  /** Reads all records. Throws data errors for damaged files, cancelled when aborted. */
  read(onRecord: (record: RecordCells) => void, options: ReadOptions): Promise<void>;
}
