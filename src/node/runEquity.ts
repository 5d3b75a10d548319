import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { dataError } from "../errors";
import { recordOf } from "./compareRuns";
import { ioError } from "./files";

/** The marked equity of a run folder, or of an imported log. */
export interface RunEquity {
  /** First and last session, YYYY-MM-DD. */
  start: string;
  end: string;
  /** Dollars. */
  initial: number;
  equity: Float64Array;
}

/** Reads `equity.arrow` and the record beside it. Throws io errors where there is no run, a data error for one without sessions. */
export async function readRunEquity(folder: string): Promise<RunEquity> {
  const record = await recordOf(folder);
  const file = join(folder, "equity.arrow");
  const table = tableFromIPC(await readFile(file).catch((cause: unknown) => { throw ioError(file, cause); }));
  const column = table.getChild("equity");
  if (table.numRows === 0 || column === null) throw dataError(file, "holds no equity", "name a folder that mahler backtest wrote");
  const equity = Float64Array.from({ length: table.numRows }, (_, row) => Number(column.get(row)));
  return { start: record.range.start, end: record.range.end, initial: Number(record.config.equity), equity };
}
