// The daily files of an import: bars by symbol, volatility index, rates.
import { basename } from "node:path";
import { configError } from "../errors";
import { readDailyFile } from "../importer/daily";
import type { BarsFile, CurveFile, DailyFile, DailyKind } from "../importer/daily";
import { fateOf, observationsOf } from "../importer/tally";
import type { Tally } from "../importer/tally";
import type { Bars, Curve } from "../market/types";
import type { DailyProvenance } from "../store/manifest";
import { hashFile } from "./hash";
import { readText } from "./text";

export interface Daily<T> {
  value: T;
  tally: Tally;
  provenance: DailyProvenance;
  /** Which spelling it was, and what the user should know. */
  notes: string[];
}

/** Reads a bars file of any known spelling, plain, gzipped or zipped. Throws io and data errors. */
export const readBars = (path: string, signal?: AbortSignal): Promise<Daily<Bars>> => read("bars", path, (file) => (file as BarsFile).bars, signal);
/** Reads a volatility index, in points. */
export const readVix = (path: string, signal?: AbortSignal): Promise<Daily<Curve>> => read("vix", path, (file) => (file as CurveFile).curve, signal);
/** Reads rates, as fractions. */
export const readRates = (path: string, signal?: AbortSignal): Promise<Daily<Curve>> => read("rates", path, (file) => (file as CurveFile).curve, signal);

async function read<T>(kind: DailyKind, path: string, of: (file: DailyFile) => T, signal?: AbortSignal): Promise<Daily<T>> {
  const file = readDailyFile(kind, await readText(path, signal), basename(path));
  const { tally, format } = file;
  const notes = [`${file.file}: ${format.title} (${format.id})`, ...file.notes.map((note) => `${file.file}: ${note}`)];
  return { value: of(file), tally, notes, provenance: { vendor: format.title, sources: [{ file: file.file, sha256: await hashFile(path), rows: tally.read }], fate: fateOf(tally), observations: observationsOf(tally) } };
}

/** Bars files by symbol from `SPY.csv` (the only symbol's: key "") or `SPY=a.csv`, as given. Throws a config error for a symbol given twice. */
export function barsBySymbol(given: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf("=");
    const symbol = at > 0 ? text.slice(0, at) : "";
    if (files.has(symbol)) throw configError(`--bars ${text}`, symbol ? `names ${symbol} a second time` : "is a second file without a symbol", "give one file per symbol: --bars SPY=spy.csv --bars QQQ=qqq.csv");
    files.set(symbol, at > 0 ? text.slice(at + 1) : text);
  }
  return files;
}
