// A chain in one Arrow IPC file (Feather 2), as pandas, Polars and DuckDB write it: one row per record.
import { DataType, tableFromIPC } from "apache-arrow";
import type { Table } from "apache-arrow";
import { dataError, MahlerError } from "../errors";
import { textCells } from "../vendors/cells";
import type { ReadOptions, RecordCells, RecordFile } from "./types";

/** Records between two looks at the abort signal. */
const STRIDE = 4096;
const MS_PER_DAY = 86_400_000;

/** The records of an Arrow file, read whole. Throws a data error for damaged or compressed ones, and for the single file of a dataset. */
export function arrowFile(name: string, bytes: Uint8Array): RecordFile {
  const table = tableOf(name, bytes);
  if (table.schema.metadata.has("mahler.table")) throw dataError(name, "is one of the files of a dataset", "take the whole folder, with its manifest.json");
  const header = table.schema.fields.map((field) => field.name.trim());
  const columns = table.schema.fields.map(({ type }, i) => ({ vector: table.getChildAt(i)!, text: textOf(type) }));
  const read = async (onRecord: (record: RecordCells) => void, { after = 0, signal, onProgress }: ReadOptions): Promise<void> => {
    const values = new Array<string>(header.length);
    const cells = textCells();
    cells.cells = values;
    const record: RecordCells & { line: number } = { ...cells, line: 0, count: header.length, raw: () => values.join(",") };
    for (let i = after; i < table.numRows; i++) {
      if (i % STRIDE === 0) {
        if (signal?.aborted) throw new MahlerError("cancelled", name, "stopped on request", "run the same command again to go on");
        onProgress?.(i / table.numRows);
      }
      columns.forEach(({ vector, text }, c) => (values[c] = text(vector.get(i))));
      record.line = i + 1;
      onRecord(record);
    }
  };
  return { name, header, read };
}

function tableOf(name: string, bytes: Uint8Array): Table {
  try {
    const table = tableFromIPC(bytes);
    table.getChildAt(0)?.get(0); // a file cut short fails here
    return table;
  } catch (cause) {
    const problem = (cause as Error).message.split("\n")[0];
    throw dataError(name, `cannot be read as Arrow (${problem})`, /compress|codec/i.test(problem) ? "write it without compression (pandas: to_feather(path, compression=\"uncompressed\"))" : "write or download it again");
  }
}

/** How a column's values read as a CSV cell. */
function textOf(type: DataType): (value: unknown) => string {
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return (value) => (value === null ? "" : timeText(Number(value)));
  if (DataType.isDecimal(type)) return (value) => (value === null ? "" : decimalText(value as Uint32Array, type.scale));
  return plainText;
}

function plainText(value: unknown): string {
  if (value === null) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "number") return Number.isNaN(value) ? "" : numberText(value);
  return typeof value === "bigint" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

/** Never 1e-7. */
const numberText = (value: number): string => (Math.abs(value) >= 1e-6 || value === 0 ? String(value) : value.toFixed(20));

/** `words` are of a whole number in two's complement, the least significant first; the last `scale` digits stand behind the point. */
function decimalText(words: Uint32Array, scale: number): string {
  const whole = BigInt.asIntN(32 * words.length, words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n));
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ""}`;
}

/** 2024-01-19, with the time when it is not midnight. */
function timeText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return milliseconds % MS_PER_DAY === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
