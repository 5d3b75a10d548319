import { dataError, MahlerError } from "../errors";
import { splitLine } from "../vendors/csv";
import { CsvReader, delimiterOf } from "./csv";
import type { ReadOptions, RecordCells, RecordFile } from "./types";

const BOM = "\ufeff";

/** A stream of bytes and how much of its source has been consumed. */
export interface ByteStream {
  bytes: AsyncIterable<Uint8Array>;
  /** Share of the source read so far, 0 … 1. */
  share(): number;
}

/**
 * A CSV file behind a stream of bytes. Reads up to the header at once; the rest with `read`.
 * Throws a data error for an empty file, a blank header or UTF-16.
 */
export async function csvFile(name: string, stream: ByteStream): Promise<RecordFile> {
  let header: string[] | undefined;
  let take: (record: RecordCells) => void = () => undefined;
  const early: Uint8Array[] = [];
  const reader = new CsvReader(name, (line) => {
    header = headerOf(line, name);
  }, (record) => take(record));
  const pieces = stream.bytes[Symbol.asyncIterator]();
  // Header first: bytes are held back until its line is complete, so that no record is lost.
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) break;
    early.push(value);
    if (value.includes(10)) break;
  }
  const first = early.length === 1 ? early[0] : joined(early);
  const end = first.indexOf(10) + 1 || first.length;
  if (first.length === 0) throw dataError(name, "is empty", "give a CSV file with a header and rows");
  reader.feed(first.subarray(0, end));
  if (!header) reader.end();
  if (!header) throw dataError(`${name}:1`, "is blank, expected a header line", "give a CSV file with its header");

  const read = async (onRecord: (record: RecordCells) => void, { after = 0, signal, onProgress }: ReadOptions): Promise<void> => {
    take = after > 0 ? (record) => (record.line > after ? onRecord(record) : undefined) : onRecord;
    reader.feed(first.subarray(end));
    for (;;) {
      if (signal?.aborted) throw new MahlerError("cancelled", name, "stopped on request", "run the same command again to go on");
      const { done, value } = await pieces.next();
      if (done) break;
      reader.feed(value);
      onProgress?.(stream.share());
    }
    reader.end();
  };
  return { name, header, read };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function headerOf(line: string, file: string): string[] {
  const text = line.startsWith(BOM) ? line.slice(1) : line;
  if (text.trim() === "") throw dataError(`${file}:1`, "is blank, expected a header line", "give a CSV file with its header");
  const delimiter = delimiterOf(text);
  return delimiter === "," ? splitLine(text) : text.split(delimiter).map((name) => name.trim());
}
