// The daily files of an import: bars by symbol, volatility index, rates.
import { basename } from "node:path";
import { configError } from "../errors";
import { parseBars, parseRates, parseVix } from "../importer/daily";
import { fateOf, observationsOf } from "../importer/tally";
import type { Tally } from "../importer/tally";
import type { Bars, Curve } from "../market/types";
import type { DailyProvenance } from "../store/manifest";
import { readLines } from "./lines";

export interface Daily<T> {
  value: T;
  tally: Tally;
  provenance: DailyProvenance;
}

/** Reads a bars CSV. Throws io and data errors. */
export const readBars = (path: string, signal?: AbortSignal): Promise<Daily<Bars>> => read(path, (text, file) => pick(parseBars(text, file), ({ bars }) => bars), signal);
/** Reads a volatility index CSV, in points. */
export const readVix = (path: string, signal?: AbortSignal): Promise<Daily<Curve>> => read(path, (text, file) => pick(parseVix(text, file), ({ curve }) => curve), signal);
/** Reads Treasury yields, as fractions. */
export const readRates = (path: string, signal?: AbortSignal): Promise<Daily<Curve>> => read(path, (text, file) => pick(parseRates(text, file), ({ curve }) => curve), signal);

const pick = <P extends { tally: Tally }, T>(parsed: P, of: (parsed: P) => T): { value: T; tally: Tally } => ({ value: of(parsed), tally: parsed.tally });

async function read<T>(path: string, parse: (text: string, file: string) => { value: T; tally: Tally }, signal?: AbortSignal): Promise<Daily<T>> {
  const lines: string[] = [];
  const { sha256 } = await readLines(path, (line) => lines.push(line), { signal });
  const file = basename(path);
  const { value, tally } = parse(lines.join("\n"), file);
  return { value, tally, provenance: { vendor: null, sources: [{ file, sha256, rows: tally.read }], fate: fateOf(tally), observations: observationsOf(tally) } };
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
