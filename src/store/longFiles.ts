// Long tables to bytes, piece by piece.
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { isoDate } from "../units";
import type { LongCells, LongColumn } from "./long";

export interface LongSink {
  /** Bytes of the next piece. */
  write(cells: LongCells): Uint8Array;
  /** Bytes that end the file. */
  end(): Uint8Array;
}

export type LongFormat = "parquet" | "csv";

/** Starts a file of the format. The bytes depend on the arguments and the pieces alone. */
export const longSink = (format: LongFormat, columns: readonly LongColumn[], createdBy: string): LongSink => (format === "csv" ? csvSink(columns) : parquetSink(columns, createdBy));

const PARQUET = {
  date: { type: "INT32", converted_type: "DATE" },
  whole: { type: "INT32", converted_type: "UINT_32" },
  real: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const;

/** One row group per piece, Snappy. */
function parquetSink(columns: readonly LongColumn[], createdBy: string): LongSink {
  const writer = new ByteWriter();
  const fields = columns.map(({ name, type, nullable }) => ({ name, ...PARQUET[type], repetition_type: nullable ? ("OPTIONAL" as const) : ("REQUIRED" as const) }));
  const file = new ParquetWriter({ writer, schema: [{ name: "root", num_children: columns.length }, ...fields], createdBy });
  const take = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // `offset` keeps counting: it is what the footer refers to
    return bytes;
  };
  return {
    write(cells) {
      void file.write({ columnData: columns.map(({ name }, i) => ({ name, data: cells[i] })), rowGroupSize: Math.max(1, cells[0].length) });
      return take();
    },
    end() {
      void file.finish();
      return take();
    },
  };
}

/** Empty cells stay empty; symbols, roots and flags need no quotes. */
function csvSink(columns: readonly LongColumn[]): LongSink {
  const encoder = new TextEncoder();
  let head = `${columns.map(({ name }) => name).join(",")}\n`;
  const dates = new Map<number, string>();
  const date = (day: number): string => {
    let text = dates.get(day);
    if (text === undefined) dates.set(day, (text = isoDate(day)));
    return text;
  };
  return {
    write(cells) {
      const lines: string[] = [];
      for (let i = 0; i < cells[0].length; i++) {
        lines.push(columns.map(({ type }, c) => (type === "date" ? date(cells[c][i] as number) : (cells[c][i] ?? ""))).join(","));
      }
      const text = `${head}${lines.join("\n")}\n`;
      head = "";
      return encoder.encode(text);
    },
    end: () => encoder.encode(head),
  };
}
