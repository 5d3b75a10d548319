import { open, readFile, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { RecordBatchFileWriter, tableFromIPC } from "apache-arrow";
import { parquetSink, readBatch } from "../results/sweep";
import type { ParquetSink } from "../results/sweep";
import { VERSION } from "../version";

/** Joins the parts of a sweep, one record batch and one row group each, part by part: memory holds one of them. Both files are written aside, then renamed. */
export async function mergeParts(parts: readonly string[], { arrow, parquet }: { arrow: string; parquet: string }): Promise<void> {
  await aside(arrow, (arrowFile) => aside(parquet, (parquetFile) => merge(parts, arrowFile, parquetFile)));
}

async function merge(parts: readonly string[], arrow: FileHandle, parquet: FileHandle): Promise<void> {
  const writer = new RecordBatchFileWriter();
  const drained = drain(writer, arrow);
  let sink: ParquetSink | undefined;
  for (const part of parts) {
    const [batch] = tableFromIPC(await readFile(part)).batches;
    const columns = readBatch(batch);
    writer.write(batch);
    sink ??= parquetSink(columns, `mahler ${VERSION}`);
    sink.write(columns);
    await parquet.write(sink.take());
  }
  writer.finish();
  await drained;
  sink?.end();
  if (sink) await parquet.write(sink.take());
}

async function drain(writer: RecordBatchFileWriter, file: FileHandle): Promise<void> {
  for await (const bytes of writer as AsyncIterable<Uint8Array>) await file.write(bytes);
}

async function aside(file: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  await rm(`${file}.new`, { force: true });
  const handle = await open(`${file}.new`, "wx");
  try {
    await fill(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
