// The files of an imported log's folder, read back.
import { dataError } from "../errors";
import type { Column } from "../results/columns";
import { fromArrow } from "../results/decode";
import { parseMetrics } from "../results/readRun";
import type { RecordedRun } from "../results/readRun";
import { parseLogRecord } from "./record";
import type { LogRecord } from "./record";

/** Files of a log's folder that a page reads. */
export const LOG_FILES = ["run.json", "metrics.json", "trades.arrow", "equity.arrow"] as const;

export interface RecordedLog {
  /** Where the files lie, as it was named. */
  folder: string;
  record: LogRecord;
  metrics: RecordedRun["metrics"];
  trades: Column[];
  equity: Column[];
}

/** Reads the files of an imported log. Throws data errors that name the file. */
export function readLog(folder: string, files: Record<(typeof LOG_FILES)[number], Uint8Array>): RecordedLog {
  const where = (name: string): string => `${folder}/${name}`;
  const text = (name: (typeof LOG_FILES)[number]): string => new TextDecoder().decode(files[name]);
  const record = parseLogRecord(text("run.json"), where("run.json"));
  if (!record) throw dataError(where("run.json"), "is not the record of an imported log", "import the log again: mahler data import-log");
  return { folder, record, metrics: parseMetrics(text("metrics.json"), where("metrics.json")), trades: fromArrow(files["trades.arrow"], where("trades.arrow")), equity: fromArrow(files["equity.arrow"], where("equity.arrow")) };
}
