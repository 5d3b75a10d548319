// The rules that decide a row's fate, one vendor row at a time. Reason names are the manifest's.
import { CALENDAR_FIRST, inCalendar, isSession } from "../calendar";
import { DELTA_NONE } from "../units";
import { isBinary } from "../market/roots";
import { ROW_FLAG } from "../market/types";
import { PUT } from "../vendors/parse";
import type { ChainRow } from "../vendors/format";
import { seriesOf, termsOf } from "./expiry";
import type { Series } from "./expiry";
import { REPAIR } from "./rows";
import type { AcceptedRow } from "./rows";

/** Largest IV × 1e-4 the column holds; above is "not computable". */
const MAX_IV = 0xffff;
/** ±1 as stored. */
const FULL_DELTA = 10_000;
/** Sort keys need strikes below 2^27 thousandths ($134,217). */
const MAX_STRIKE = 2 ** 27;
const MAX_U32 = 2 ** 32;
const MAX_SPOT = 2 ** 31;
const MAX_ROOTS = 256;
/** Expiries this close to the calendar's first day cannot be moved to a session before. */
const EDGE_DAYS = 7;

/** Last trade date and settlement by root and the vendor's expiry. */
export type SeriesCache = Map<string, Map<number, Series | null>>;

/** What a symbol's rows share. */
export interface SymbolTerms {
  /** Roots in order of appearance. */
  roots: string[];
  series: SeriesCache;
}

/** Why a readable row is set aside, or null. `row.expiry`, `settlement`, `rootIndex` are filled on the way. */
export function judge(row: AcceptedRow, terms: SymbolTerms): string | null {
  return structuralFault(row) ?? seriesFault(row, terms);
}

function structuralFault(row: ChainRow): string | null {
  if (!inCalendar(row.day) || !inCalendar(row.vendorExpiry)) return "date_out_of_range";
  if (!isSession(row.day)) return "not_a_session";
  if (row.bid < 0 || row.ask < 0) return "negative_quote";
  if (row.openInterest < 0 || row.volume < 0) return "negative_count";
  if (!(row.strike > 0 && row.strike < MAX_STRIKE)) return "bad_strike";
  if (!(row.spot >= 0 && row.spot < MAX_SPOT)) return "bad_underlying_price";
  if (row.bid >= MAX_U32 || row.ask >= MAX_U32 || row.openInterest >= MAX_U32 || row.volume >= MAX_U32) return "number_too_large";
  if (row.adjusted || /\d/.test(row.root)) return "adjusted_contract";
  return isBinary(row.root) ? "binary_option" : null;
}

function seriesFault(row: AcceptedRow, { roots, series: cache }: SymbolTerms): string | null {
  const series = lookUp(row.root, row.vendorExpiry, cache);
  if (!series) return "date_out_of_range";
  if (series.expiry < row.day) return "expired";
  row.expiry = series.expiry;
  row.settlement = series.settlement;
  row.rootIndex = roots.indexOf(row.root);
  if (row.rootIndex >= 0) return null;
  if (roots.length === MAX_ROOTS) return "too_many_roots";
  row.rootIndex = roots.push(row.root) - 1;
  return null;
}

function lookUp(root: string, vendorExpiry: number, cache: SeriesCache): Series | null {
  let byDay = cache.get(root);
  if (!byDay) cache.set(root, (byDay = new Map()));
  let series = byDay.get(vendorExpiry);
  if (series === undefined) {
    series = vendorExpiry < CALENDAR_FIRST + EDGE_DAYS ? null : seriesOf(termsOf(root).terms, vendorExpiry);
    byDay.set(vendorExpiry, series);
  }
  return series;
}

/** Brings IV and delta to their stored form and marks repairs. */
export function accept(row: AcceptedRow): void {
  row.repairs = (row.rounded ? REPAIR.price_rounded : 0) | (row.deltaDropped ? REPAIR.delta_of_call_removed : 0);
  storeIv(row);
  storeDelta(row);
  row.flags = row.repairs ? ROW_FLAG.REPAIRED : 0;
}

/** IV 0 means "not computable" (D.19); so do fillers, NaN, negatives and what the column cannot hold. */
function storeIv(row: AcceptedRow): void {
  if (row.filler) row.repairs |= REPAIR.iv_filler_removed;
  else if (row.iv < 0) row.repairs |= REPAIR.iv_negative_removed;
  else if (row.iv > MAX_IV) row.repairs |= REPAIR.iv_above_range_removed;
  else if (row.iv > 0) return;
  row.iv = 0;
}

/** The sign comes from the right, never from the field (D.22). A zero delta beside a missing IV is missing too. */
function storeDelta(row: AcceptedRow): void {
  const size = Math.abs(row.delta);
  const missing = Number.isNaN(row.delta) || row.filler || (size === 0 && row.iv === 0);
  const sign = row.right === PUT ? -1 : 1;
  if (size > FULL_DELTA) row.repairs |= REPAIR.delta_out_of_range_removed;
  else if (!missing && row.delta * sign < 0) row.repairs |= REPAIR.delta_sign_derived;
  row.delta = missing || size > FULL_DELTA ? DELTA_NONE : size * sign;
}
