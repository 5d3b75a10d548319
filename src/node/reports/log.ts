// The files of an imported log → its page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../../errors";
import { parseLogRecord } from "../../log";
import { LOG_FILES, readLog } from "../../log/read";
import type { RecordedLog } from "../../log/read";
import { RECORD_FILE } from "../../results/files";
import { exists, ioError } from "../files";

/** The files of a log's folder; null when the folder holds a run. Throws io errors for missing files, data errors for damaged ones. */
export async function readLogFolder(folder: string): Promise<RecordedLog | null> {
  const record = await read(join(folder, RECORD_FILE));
  if (!parseLogRecord(new TextDecoder().decode(record), join(folder, RECORD_FILE))) return null;
  const files = {} as Record<(typeof LOG_FILES)[number], Uint8Array>;
  for (const name of LOG_FILES) {
    const file = join(folder, name);
    if (!(await exists(file))) throw new MahlerError("io", file, "does not exist", "import the log again: mahler data import-log");
    files[name] = await read(file);
  }
  return readLog(folder, files);
}

const read = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((cause: unknown) => {
    throw ioError(file, cause);
  });
