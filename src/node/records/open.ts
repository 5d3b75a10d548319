// From a path to its record files, whatever the container.
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { dataError } from "../../errors";
import { arrowFile } from "../../records/arrowFile";
import { HEAD_BYTES, isJson } from "../../records/container";
import { csvFile } from "../../records/csvFile";
import { jsonFile } from "../../records/jsonFile";
import type { RecordFile } from "../../records/types";
import type { ByteStream } from "../../records/csvFile";
import { containerOf, fileBytes } from "./bytes";
import { parquetFile } from "./parquet";
import { sqliteTables } from "./sqlite";
import { zipMembers } from "./zip";

/** JSON is parsed whole. */
const LARGEST_JSON = 256 << 20;
/** Arrow is held whole while it is read. */
const LARGEST_ARROW = 1 << 30;

/**
 * The record files of a vendor file: one for CSV (plain, gzip, zstd), JSON, Arrow and Parquet, one per member of a zip, one per table of an SQLite database.
 * Each must be read before the next is asked for. Throws io and data errors.
 */
export async function* openRecords(path: string): AsyncGenerator<RecordFile> {
  const label = basename(path);
  const container = await containerOf(path);
  switch (container) {
    case "empty":
      throw dataError(label, "is empty", "give a CSV file with a header and rows");
    case "parquet":
      yield await parquetFile(path, label);
      return;
    case "arrow":
      if ((await stat(path)).size > LARGEST_ARROW) throw dataError(label, "is larger than 1 GiB of Arrow", "split it by year or symbol, or write Parquet");
      yield arrowFile(label, await readFile(path));
      return;
    case "sqlite":
      yield* await sqliteTables(path, label);
      return;
    case "zip":
      for await (const member of zipMembers(path)) yield await textFile(`${label}/${member.name}`, member.stream, member.container);
      return;
    case "json":
      if ((await stat(path)).size > LARGEST_JSON) throw dataError(label, "is larger than 256 MiB of JSON", "split it by day or symbol, or download CSV or Parquet");
      yield jsonFile(label, await readFile(path, "utf8"));
      return;
    case "gzip":
    case "zstd":
    case "text":
      yield await textFile(label, await fileBytes(path, container), container);
  }
}

async function textFile(name: string, stream: ByteStream, container: string): Promise<RecordFile> {
  if (container === "parquet" || container === "arrow" || container === "sqlite" || container === "zip") throw dataError(name, `is a ${container} file inside an archive`, "unpack the archive first");
  if (container === "json") return jsonFile(name, await collect(name, stream.bytes));
  if (container !== "gzip" && container !== "zstd") return csvFile(name, stream);
  const pieces = stream.bytes[Symbol.asyncIterator]();
  const { value: first } = await pieces.next();
  const rest: ByteStream = { ...stream, bytes: prepend((first ?? new Uint8Array(0)) as Uint8Array, pieces) };
  return isJson(new TextDecoder().decode((first as Uint8Array | undefined)?.subarray(0, HEAD_BYTES))) ? jsonFile(name, await collect(name, rest.bytes)) : csvFile(name, rest);
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function collect(name: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > LARGEST_JSON) throw dataError(name, "is larger than 256 MiB of JSON", "split it by day or symbol, or download CSV or Parquet");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
