// JSON answers of web interfaces: an array of flat objects, bare or under one key ("data").
import { dataError, MahlerError } from "../errors";
import { textCells } from "../vendors/cells";
import type { ReadOptions, RecordCells, RecordFile } from "./types";

type Flat = Record<string, unknown>;

/** Records between two looks at the abort signal. */
const STRIDE = 4096;

/** The records of a JSON text. Throws a data error for damaged JSON and for JSON without an array of objects. */
export function jsonFile(name: string, text: string): RecordFile {
  const rows = rowsOf(parse(name, text));
  if (!rows) throw dataError(name, "holds no array of objects", "give the vendor's answer as it was downloaded");
  const header = [...new Set(rows.slice(0, STRIDE).flatMap((row) => Object.keys(row)))];
  const read = async (onRecord: (record: RecordCells) => void, { after = 0, signal, onProgress }: ReadOptions): Promise<void> => {
    let row: Flat = {};
    const cells = textCells();
    const record: RecordCells & { line: number } = { ...cells, line: 0, count: header.length, raw: () => JSON.stringify(row) };
    const values = new Array<string>(header.length);
    cells.cells = values;
    for (let i = after; i < rows.length; i++) {
      if (i % STRIDE === 0) {
        if (signal?.aborted) throw new MahlerError("cancelled", name, "stopped on request", "run the same command again to go on");
        onProgress?.(i / rows.length);
      }
      row = rows[i];
      for (let c = 0; c < header.length; c++) values[c] = textOf(row[header[c]]);
      record.line = i + 1;
      onRecord(record);
    }
  };
  return { name, header, read };
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw dataError(name, `is not JSON (${(cause as Error).message})`, "download it again: it may be truncated");
  }
}

function rowsOf(json: unknown): Flat[] | undefined {
  const candidates = Array.isArray(json) ? [json] : Object.values((json ?? {}) as Flat);
  return candidates.find((value): value is Flat[] => Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row)));
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
