import type { Bars, Curve } from "../../market/types";
import type { Tally } from "../tally";
import { readActions } from "./actions";
import type { Actions } from "./actions";
import { barColumns, readBars } from "./bars";
import type { BarReading } from "./bars";
import { settleBasis } from "./basis";
import type { BasisOptions } from "./basis";
import { LEAN_BARS, LEAN_FACTORS } from "./formats";
import type { DailyKind, PriceBasis } from "./formats";
import { gapsOf, missingSessions, unexplainedJumps } from "./gaps";
import type { Gap } from "./gaps";
import { isLeanBars, isLeanFactors, readLeanBars, readLeanFactors } from "./lean";
import { readRates } from "./rates";
import { recognise } from "./recognise";
import { linesOf } from "./table";
import { readVolatility } from "./volatility";

export interface DailyOptions extends BasisOptions {
  /** Column of the rate; default: the first of the format's list that the file has. */
  column?: string;
  /** Symbol to take from a file of several. */
  symbol?: string;
}

interface Reading {
  file: string;
  /** The spelling that was recognised. */
  format: { id: string; title: string };
  tally: Tally;
  /** What the user should know. */
  notes: string[];
  gaps: Gap[];
}

export interface BarsFile extends Reading {
  kind: "bars";
  bars: Bars;
  basis: PriceBasis;
}

export interface CurveFile extends Reading {
  kind: "vix" | "rates";
  curve: Curve;
}

export interface ActionsFile extends Reading {
  kind: "actions";
  actions: Actions;
}

export type DailyFile = BarsFile | CurveFile | ActionsFile;
type FileOf<K extends DailyKind> = K extends "bars" ? BarsFile : K extends "actions" ? ActionsFile : CurveFile;

/**
 * Reads one daily file of any known spelling: bars, a volatility index, rates, or dividends and splits. `kind` null = whatever the header says it is.
 * Every line is kept, repaired or set aside with a reason. Throws a data error, naming file, line and column, for a file that is none of these or
 * that would be misread (decimal commas, dates with the day first, prices adjusted for dividends).
 */
export function readDailyFile<K extends DailyKind>(kind: K, text: string, file: string, options?: DailyOptions): FileOf<K>;
export function readDailyFile(kind: DailyKind | null, text: string, file: string, options?: DailyOptions): DailyFile;
export function readDailyFile(kind: DailyKind | null, text: string, file: string, options: DailyOptions = {}): DailyFile {
  const lines = linesOf(text, file);
  if ((kind ?? "bars") === "bars" && isLeanBars(lines)) return barsFile(file, LEAN_BARS, readLeanBars(lines, file), options);
  if ((kind ?? "actions") === "actions" && isLeanFactors(lines)) return actionsFile(file, LEAN_FACTORS, readLeanFactors(lines, file));
  const found = recognise(lines, file, kind);
  switch (kind ?? found.format.kind) {
    case "bars": return barsFile(file, { ...found.format, basis: basisOf(found.format.basis, found.table.header, found.format.columns.adjusted) }, readBars(found, options.symbol), options);
    case "actions": return actionsFile(file, found.format, readActions(found));
    case "vix": return curveFile(file, "vix", found.format, { ...readVolatility(found), notes: [] });
    case "rates": return curveFile(file, "rates", found.format, readRates(found, options.column));
  }
}

/** A yfinance dump with an adjusted close beside it was made without automatic adjustment. */
const basisOf = (basis: PriceBasis = "unknown", header: readonly string[], adjusted: readonly string[] = []): PriceBasis =>
  basis === "adjusted" && adjusted.some((name) => header.includes(name)) ? "split-adjusted" : basis;

interface FormatName {
  id: string;
  title: string;
}

function barsFile(file: string, { id, title, basis }: FormatName & { basis: PriceBasis }, { rows, tally, closeIsAdjusted }: BarReading, options: DailyOptions): BarsFile {
  const settled = settleBasis(rows, { file, basis, tally, closeIsAdjusted }, options);
  const bars = barColumns(settled.rows);
  const jumps = unexplainedJumps(bars);
  if (jumps.length) tally.observations.split_like_moves = jumps.length;
  return { kind: "bars", file, format: { id, title }, tally, notes: settled.notes, basis: settled.basis, bars, gaps: countGaps(bars.day, tally) };
}

function curveFile(file: string, kind: "vix" | "rates", { id, title }: FormatName, { curve, tally, notes }: { curve: Curve; tally: Tally; notes: string[] }): CurveFile {
  return { kind, file, format: { id, title }, tally, notes, curve, gaps: countGaps(curve.day, tally) };
}

const actionsFile = (file: string, { id, title }: FormatName, { tally, dividends, splits }: Actions & { tally: Tally }): ActionsFile =>
  ({ kind: "actions", file, format: { id, title }, tally, notes: [], gaps: [], actions: { dividends, splits } });

function countGaps(days: Int32Array, tally: Tally): Gap[] {
  const gaps = gapsOf(days);
  const missing = missingSessions(gaps);
  if (missing > 0) tally.observations.missing_sessions = missing;
  return gaps;
}
