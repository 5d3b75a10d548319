// Chain files dropped on the page as they are: CSV (plain or gzip), JSON, Arrow. Small enough to hold; the rest goes through `mahler data import`.
import { dataError, MahlerError } from "../../errors";
import { readChains } from "../../importer/inMemory";
import type { RowFate } from "../../importer/tally";
import type { Market } from "../../market/types";
import { containerOfBytes, HEAD_BYTES } from "../../records/container";
import { csvFile } from "../../records/csvFile";
import { jsonFile } from "../../records/jsonFile";
import type { RecordFile } from "../../records/types";
import { sha256 } from "../../results/hash";

/** What a page reads without a disk, bytes. */
const LARGEST = 512 << 20;

export interface DroppedChains {
  market: Market;
  files: { name: string; sha256: string }[];
  remark: string;
}

/** A market of the files. Throws data errors for files of no known format, damaged and empty ones, and for what a page cannot read. */
export async function readChainFiles(files: readonly File[], onProgress: (share: number) => void): Promise<DroppedChains> {
  const [first] = files;
  if (!first) throw new MahlerError("io", "dropped files", "there are none", "drop a dataset folder or chain files");
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > LARGEST) throw dataError("dropped files", `are ${Math.ceil(size / 2 ** 20)} MiB, a page reads ${LARGEST >> 20}`, `run mahler data import ${first.name} and drop its folder`);
  const name = files.length === 1 ? first.name.replace(/(\.\w{1,7}){1,2}$/, "") : `${files.length} files`;
  const { market, fate } = await readChains(await Promise.all(files.map(recordsOf)), { name, onProgress });
  return { market, remark: remarkOf(fate), files: await Promise.all(files.map(async (file) => ({ name: file.name, sha256: await sha256(new Uint8Array(await file.arrayBuffer())) }))) };
}

async function recordsOf(file: File): Promise<RecordFile> {
  switch (containerOfBytes(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))) {
    case "gzip":
      return csvFile(file.name, { bytes: pieces(file, file.stream().pipeThrough(new DecompressionStream("gzip"))), share: () => NaN });
    case "arrow":
      return (await import("../../records/arrowFile")).arrowFile(file.name, new Uint8Array(await file.arrayBuffer()));
    case "json":
      return jsonFile(file.name, await file.text());
    case "text":
    case "empty":
      return csvFile(file.name, { bytes: pieces(file, file.stream()), share: () => NaN });
    case "zip":
    case "zstd":
    case "parquet":
    case "sqlite":
      throw dataError(file.name, "is in a container that a page cannot read", `run mahler data import ${file.name} and drop its folder`);
  }
}

async function* pieces(file: File, stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw dataError(file.name, `cannot be read (${(cause as Error).message})`, "download it again: it may be truncated");
    });
    if (done) return;
    yield value;
  }
}

function remarkOf({ read, kept, repaired, quarantined }: RowFate): string {
  const aside = Object.entries(quarantined).map(([reason, n]) => `${n.toLocaleString("en-US")} ${reason.replaceAll("_", " ")}`);
  return `${read.toLocaleString("en-US")} rows read: ${(kept + repaired).toLocaleString("en-US")} kept, ${aside.length ? `set aside ${aside.join(", ")}` : "none set aside"}. No bars came with them: the chain's own spot stands in, rates are 0.`;
}
