// sweep.json and the result rows → the page of a sweep.
import { readFile } from "node:fs/promises";
import { MahlerError } from "../../errors";
import type { RecordedSweep } from "../../report/html/sweep/input";
import { sweepPage } from "../../report/html/sweep/page";
import { sha256 } from "../../results/hash";
import { ioError } from "../files";
import { readSweepRecord } from "../sweepFolder";
import { readSweepResults, resultFiles } from "../sweepResults";

/** The files of a sweep folder; of an unfinished one, the rows so far. Throws io errors for missing files, data errors for damaged ones. */
export async function readRecordedSweep(folder: string): Promise<RecordedSweep> {
  const record = await readSweepRecord(folder);
  const files = await resultFiles(folder);
  if (files.length === 0) {
    if (record.complete) throw new MahlerError("io", folder, "has lost its results.arrow", "restore it, or run the sweep again");
    throw new MahlerError("io", folder, "holds no results yet", `go on with mahler sweep --resume ${folder}`);
  }
  const hashes: Record<string, string> = {};
  for (const { name, path } of files) {
    hashes[name] = await sha256(await readFile(path).catch((cause: unknown) => {
      throw ioError(path, cause);
    }));
  }
  return { folder, record, results: await readSweepResults(folder), hashes };
}

/** The page of a sweep folder. */
export const page = async (folder: string, document: Document, { metric }: { metric?: string }): Promise<string> => sweepPage(await readRecordedSweep(folder), document, metric);
