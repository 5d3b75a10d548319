// What a file's prices mean. Strikes are compared with prices as traded, so adjusted prices are undone when the user says what they are, and never silently kept.
import { dataError } from "../../errors";
import { isoDate } from "../../units";
import { bump } from "../tally";
import type { Tally } from "../tally";
import type { Actions, Split } from "./actions";
import { MAX_PRICE } from "./bars";
import type { Bar } from "./bars";
import type { PriceBasis } from "./formats";
import type { DatedRow } from "./rows";

export interface BasisOptions {
  /** What the user says of the prices; default: what the source is known to do. */
  prices?: Exclude<PriceBasis, "unknown">;
  /** Dividends as paid and splits, from files of their own. */
  actions?: Actions;
}

export interface Settled {
  rows: DatedRow<Bar>[];
  /** What the prices are now. */
  basis: PriceBasis;
  notes: string[];
}

interface Source {
  file: string;
  /** The source's habit. */
  basis: PriceBasis;
  tally: Tally;
  /** The file's adjusted close is its close on every day. */
  closeIsAdjusted: boolean;
}

/** Bars without a dividend over so many sessions have none to be adjusted for: an index. */
const INDEX_SESSIONS = 400;

/** Undoes adjustments and puts actions on their days. Throws a data error for prices that cannot be brought back to those traded. */
export function settleBasis(read: readonly DatedRow<Bar>[], source: Source, { prices, actions = { dividends: [], splits: [] } }: BasisOptions): Settled {
  if (prices === undefined && source.closeIsAdjusted) refuseAdjusted(read, source, actions);
  const stated = prices ?? source.basis;
  const notes: string[] = [];
  let rows = read.map((row) => ({ ...row, value: { ...row.value } }));
  const splits = knownSplits(rows, actions.splits);
  if (stated === "adjusted") rows = undoDividends(rows, source, prices !== undefined, notes);
  const basis = stated === "adjusted" ? "split-adjusted" : stated;
  const settled = basis === "split-adjusted" ? settleSplitAdjusted(rows, splits, source, prices !== undefined, notes) : settleAsTraded(rows, splits, source, basis, notes);
  addDividends(settled.rows, actions, source.tally);
  return { ...settled, notes };
}

/** Close and adjusted close are one before the last dividend: the close was adjusted too. */
function refuseAdjusted(rows: readonly DatedRow<Bar>[], { file }: Source, { dividends }: Actions): void {
  const [first, last] = [rows[0].day, rows[rows.length - 1].day];
  const paid = rows.find((row) => row.day > first && row.value.dividend > 0)?.day ?? dividends.find(({ day }) => day > first && day <= last)?.day;
  if (paid === undefined) return;
  throw dataError(`${file} ${isoDate(paid)}`, "a dividend was paid, and yet close and adjusted close are equal on every day: the close is adjusted", "download the unadjusted close, or say what it is with --prices");
}

/** Splits of the file's own column and of a file of splits, by rising day; the latter also after the last bar. */
function knownSplits(rows: readonly DatedRow<Bar>[], given: readonly Split[]): Split[] {
  const byDay = new Map<number, number>(rows.filter((row) => row.value.split !== 1).map((row) => [row.day, row.value.split]));
  for (const { day, ratio } of given) byDay.set(day, ratio);
  return [...byDay].map(([day, ratio]) => ({ day, ratio })).sort((a, b) => a.day - b.day);
}

function settleAsTraded(rows: DatedRow<Bar>[], splits: readonly Split[], { file }: Source, basis: PriceBasis, notes: string[]): Omit<Settled, "notes"> {
  markSplits(rows, splits);
  for (const split of splits) {
    if (jumps(rows, split) === false) throw dataError(`${file} ${isoDate(split.day)}`, `the prices do not show the split of ${split.ratio}`, "they are adjusted for it: say so with --prices split-adjusted");
  }
  if (basis === "unknown") notes.push("NOT KNOWN whether prices are as traded: the header does not say, and Stooq and yfinance adjust by default; compare a strike or a published close, then say --prices");
  return { rows, basis };
}

function settleSplitAdjusted(rows: DatedRow<Bar>[], splits: readonly Split[], { file, tally }: Source, stated: boolean, notes: string[]): Omit<Settled, "notes"> {
  const relevant = splits.filter(({ day }) => day > rows[0].day);
  if (relevant.length === 0) {
    notes.push("this source divides prices by later splits; no split is known in this file (give --splits FILE if there was one)");
    return { rows, basis: stated ? "as-traded" : "split-adjusted" };
  }
  const last = relevant[relevant.length - 1];
  if (!stated) {
    for (const row of rows) row.value.split = 1;
    const before = rows.filter(({ day }) => day < last.day).length;
    tally.observations.split_adjusted_prices = before;
    notes.push(`NOT AS TRADED before ${isoDate(last.day)}: ${before} bars are divided by later splits, and strikes are not; undo it with --prices split-adjusted`);
    return { rows, basis: "split-adjusted" };
  }
  for (const split of relevant) {
    if (jumps(rows, split) === true) throw dataError(`${file} ${isoDate(split.day)}`, `the prices jump by the split of ${split.ratio}`, "they are as traded: say --prices as-traded");
  }
  undoSplits(rows, relevant, file);
  tally.observations.splits_undone = rows.filter(({ day }) => day < last.day).length;
  notes.push(`prices before ${isoDate(last.day)} multiplied by later splits: as traded`);
  return { rows, basis: "as-traded" };
}

/** Whether the close moved by the split on its day; undefined where bars are missing or the split is too small to tell. */
function jumps(rows: readonly DatedRow<Bar>[], { day, ratio }: Split): boolean | undefined {
  const at = rows.findIndex((row) => row.day >= day);
  if (at < 1 || (ratio > 0.7 && ratio < 1.4)) return undefined;
  const move = rows[at - 1].value.close / rows[at].value.close;
  return ratio > 1 ? move > Math.sqrt(ratio) : move < Math.sqrt(ratio);
}

function markSplits(rows: readonly DatedRow<Bar>[], splits: readonly Split[]): void {
  for (const row of rows) row.value.split = splits.find(({ day }) => day === row.day)?.ratio ?? 1;
}

/** Prices and dividends × all later splits, volume ÷ them. */
function undoSplits(rows: DatedRow<Bar>[], splits: readonly Split[], file: string): void {
  markSplits(rows, splits);
  let factor = 1, next = splits.length - 1;
  for (let i = rows.length - 1; i >= 0; i--) {
    for (; next >= 0 && splits[next].day > rows[i].day; next--) factor *= splits[next].ratio;
    const bar = rows[i].value;
    for (const field of ["open", "high", "low", "close", "dividend"] as const) bar[field] = Math.round(bar[field] * factor);
    bar.volume = Math.round(bar.volume / factor);
    if (!(bar.low > 0 && bar.high < MAX_PRICE)) throw dataError(`${file}:${rows[i].line}`, `its prices × ${factor} (later splits) are no prices`, "check the splits");
  }
}

/**
 * Prices adjusted for dividends, back to those before: the close before an ex-date was adjusted close / factor + dividend. Right only when the file
 * reaches to the day it was downloaded, for later dividends are in the prices too.
 */
function undoDividends(rows: DatedRow<Bar>[], { file, tally }: Source, stated: boolean, notes: string[]): DatedRow<Bar>[] {
  const paid = rows.some((row) => row.value.dividend > 0);
  if (!paid && rows.length >= INDEX_SESSIONS) {
    notes.push("no dividend in the file: nothing to adjust for (an index)");
    return rows;
  }
  if (!stated) throw dataError(file, "its prices are adjusted for dividends (yfinance's default), and strikes are not", "download with auto_adjust=False; or, if the file reaches to its day of download, say --prices adjusted");
  if (!paid) throw dataError(file, "has adjusted prices and no dividends to undo them by", "download with auto_adjust=False");
  let factor = 1;
  for (let i = rows.length - 1; i >= 0; i--) {
    const bar = rows[i].value;
    for (const field of ["open", "high", "low", "close"] as const) bar[field] = Math.round(bar[field] / factor);
    if (i > 0 && bar.dividend > 0) {
      const adjusted = rows[i - 1].value.close;
      factor = adjusted / (adjusted / factor + bar.dividend);
    }
  }
  bump(tally.observations, "dividends_undone", rows.filter((row) => row.value.dividend > 0).length);
  notes.push("dividend adjustment undone by the file's own dividends; right only if the file reaches to the day it was downloaded");
  return rows;
}

/** Puts dividends as paid on their ex-dates, over what the file says. */
function addDividends(rows: readonly DatedRow<Bar>[], { dividends }: Actions, tally: Tally): void {
  if (rows.length === 0) return;
  const byDay = new Map(rows.map((row) => [row.day, row.value]));
  for (const { day, amount } of dividends) {
    if (day < rows[0].day || day > rows[rows.length - 1].day) continue;
    const bar = byDay.get(day);
    if (!bar) bump(tally.observations, "dividend_without_bar");
    else {
      if (bar.dividend > 0 && bar.dividend !== amount) bump(tally.observations, "dividend_replaced");
      bar.dividend = amount;
    }
  }
}
