import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { configError } from "../errors";
import { readDailyFile } from "../importer/daily";
import type { Actions, ActionsFile, BarsFile, CurveFile, DailyFile, DailyKind, PriceBasis } from "../importer/daily";
import { barsCsv, dividendsCsv, ratesCsv, splitsCsv, vixCsv } from "../importer/daily/canonical";
import { mergeBars, mergeCurves } from "../importer/daily/merge";
import type { Comparison } from "../importer/daily/merge";
import { quarantineCsv } from "../importer/tally";
import type { Tally } from "../importer/tally";
import { ioError, writeDurably } from "./files";
import { readText } from "./text";

export interface DailySources {
  /** Files of one kind, plain or gzipped; the first is believed, the others add days and are compared. */
  files: readonly string[];
  /** What they are; default: what the headers say. */
  as?: DailyKind;
  /** Column of the rate. */
  column?: string;
  /** Symbol to take from files of several. */
  symbol?: string;
  /** What the user says of the first file's prices. */
  prices?: Exclude<PriceBasis, "unknown">;
  /** Files of dividends as paid and of splits (LEAN factor files hold both). */
  dividends?: string;
  splits?: string;
  signal?: AbortSignal;
}

export interface DailyReport {
  kind: DailyKind;
  files: DailyFile[];
  comparisons: Comparison[];
  /** Output files by ending: "" is the main one. */
  outputs: Record<string, string>;
}

/** Reads daily files of any spelling and brings them to the project's own. Throws data and io errors. */
export async function readDaily({ files, as, column, symbol, prices, dividends, splits, signal }: DailySources): Promise<DailyReport> {
  if (files.length === 0) throw configError("files", "none given", "name at least one");
  const actions = await actionsFrom(dividends, splits, signal);
  const read: DailyFile[] = [];
  for (const path of files) {
    const stated = read.length === 0 ? prices : undefined;
    read.push(readDailyFile(as ?? null, await readText(path, signal), basename(path), { column, symbol, prices: stated, actions }));
  }
  const { kind } = read[0];
  const other = read.find((file) => file.kind !== kind);
  if (other) throw configError(`${other.file}`, `holds ${other.kind}, ${read[0].file} ${kind}`, "give files of one kind, or say --as");
  return { kind, files: read, ...combine(kind, read) };
}

/** Writes the outputs beside each other, each aside and then renamed, with the lines set aside; returns the paths. */
export async function writeDaily(out: string, { files, outputs }: DailyReport): Promise<string[]> {
  const tallies: Tally[] = files.map((file) => file.tally);
  const all = tallies.some((tally) => tally.samples.length > 0) ? { ...outputs, ".quarantine": quarantineCsv(tallies) } : outputs;
  const stem = out.replace(/\.csv$/i, "");
  const paths: string[] = [];
  for (const [ending, text] of Object.entries(all)) {
    const path = ending === "" ? out : `${stem}${ending}.csv`;
    await replaceFile(path, text);
    paths.push(path);
  }
  return paths;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const aside = join(dirname(resolve(path)), `.${basename(path)}.new`);
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await rm(aside, { force: true });
    await writeDurably(aside, new TextEncoder().encode(text));
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    throw ioError(path, cause);
  }
}

function combine(kind: DailyKind, files: readonly DailyFile[]): Pick<DailyReport, "comparisons" | "outputs"> {
  switch (kind) {
    case "bars": {
      const { bars, comparisons } = mergeBars(files as BarsFile[]);
      return { comparisons, outputs: { "": barsCsv(bars) } };
    }
    case "vix": case "rates": {
      const { curve, comparisons } = mergeCurves(files as CurveFile[]);
      return { comparisons, outputs: { "": kind === "vix" ? vixCsv(curve) : ratesCsv(curve) } };
    }
    case "actions": {
      const { dividends, splits } = joined((files as ActionsFile[]).map((file) => file.actions));
      const both = { dividends, splits };
      return { comparisons: [], outputs: dividends.length === 0 ? { "": splitsCsv(both) } : splits.length === 0 ? { "": dividendsCsv(both) } : { "": dividendsCsv(both), ".splits": splitsCsv(both) } };
    }
  }
}

/** All actions by rising day; of two of one day the first stays. */
function joined(lists: readonly Actions[]): Actions {
  const once = <T extends { day: number }>(rows: T[]): T[] => [...new Map([...rows].reverse().map((row) => [row.day, row])).values()].sort((a, b) => a.day - b.day);
  return { dividends: once(lists.flatMap((list) => list.dividends)), splits: once(lists.flatMap((list) => list.splits)) };
}

async function actionsFrom(dividends: string | undefined, splits: string | undefined, signal?: AbortSignal): Promise<Actions> {
  const read = async (path: string | undefined): Promise<Actions> => (path === undefined ? { dividends: [], splits: [] } : readDailyFile("actions", await readText(path, signal), basename(path)).actions);
  const [paid, split] = [await read(dividends), await read(splits)];
  return { dividends: paid.dividends, splits: splits === undefined ? paid.splits : split.splits };
}
