// Chain files, line by line, into the intake. The caller opens files and decompresses; nothing here touches a disk.
import { dataError } from "../errors";
import { knownRoot } from "../market/roots";
import { readHeader, splitLine } from "../vendors/csv";
import { textCells } from "../vendors/cells";
import { newRow } from "../vendors/format";
import type { ChainFormat, RowReader } from "../vendors/format";
import { detectFormat } from "../vendors";
import { accept, judge } from "./accept";
import type { Intake } from "./accept";
import { newRowStore } from "./rows";
import type { AcceptedRow } from "./rows";
import { newTally, quarantine } from "./tally";

export interface ChainIntake extends Intake {
  /** Files in the order given. */
  files: string[];
  formats: Set<ChainFormat>;
  /** Underlying symbols printed in the rows. */
  underlyings: Set<string>;
}

export const newIntake = (): ChainIntake => ({
  store: newRowStore(), tally: newTally(), roots: [], series: new Map(), files: [], formats: new Set(), underlyings: new Set(),
});

/** Takes one file's lines; `line` must be called once per line, in order, without its end; `end` when the file is over. */
export interface FileIntake {
  line(text: string): void;
  /** Rows read. Throws a data error for a file without header or rows. */
  end(): number;
}

/** Starts a file. `file` is its name in messages and the quarantine; `format` forces one, else the header decides. */
export function beginFile(intake: ChainIntake, file: string, format?: string): FileIntake {
  const fileIndex = intake.files.push(file) - 1;
  const row: AcceptedRow = { ...newRow(), expiry: 0, settlement: 0, rootIndex: 0, flags: 0, repairs: 0, file: fileIndex, line: 0 };
  const { tally } = intake;
  const cells = textCells();
  let readers: readonly RowReader[] | undefined;
  let width = 0;
  let lineNumber = 0;
  let rows = 0;

  const start = (text: string): void => {
    if (text.trim() === "") throw dataError(`${file}:1`, "is blank, expected a header line", "give a CSV file with its header");
    const header = readHeader(text, file);
    const found = detectFormat(header, file, format);
    intake.formats.add(found);
    readers = found.bind(header, { file });
    width = header.length;
  };

  const take = (read: RowReader, text: string): void => {
    rows++;
    tally.read++;
    const reason = cells.cells.length === width ? (read(cells, row) ?? judge(row, intake)) : "column_count";
    if (reason) return quarantine(tally, { file, line: lineNumber, reason, text });
    intake.underlyings.add(row.underlying);
    accept(row, intake);
  };

  return {
    line(text) {
      lineNumber++;
      if (!readers) return start(text);
      if (text === "") return;
      row.line = lineNumber;
      cells.cells = splitLine(text);
      for (const read of readers) take(read, text);
    },
    end() {
      if (lineNumber === 0) throw dataError(file, "is empty", "give a CSV file with a header and rows");
      if (rows === 0) throw dataError(file, "has a header but no rows", "leave the file out, or download it again");
      return rows;
    },
  };
}

/**
 * The one underlying of an intake: `wanted` when the rows belong to it by name, by root or as the only symbol there is.
 * Throws a data error when the files hold several underlyings.
 */
export function underlyingOf(intake: ChainIntake, wanted?: string): string {
  const families = new Set([...intake.underlyings].map((symbol) => (symbol === wanted ? symbol : (knownRoot(symbol)?.underlying ?? symbol))));
  const [first = ""] = intake.underlyings;
  if (families.size > 1) throw dataError(`files of ${[...intake.underlyings].join(", ")}`, "hold more than one underlying", "import one underlying at a time");
  return wanted ?? (intake.underlyings.size === 1 ? first : [...families][0]);
}
