// Daily files (bars, volatility indices, rates, dividends and splits) of all common spellings: docs/daily.md.
import type { Bars, Curve } from "../../market/types";
import type { Tally } from "../tally";
import { readDailyFile } from "./read";

/** Official bars, prices in dollars as traded; throws a data error for a file that is none, or whose prices are adjusted for dividends. */
export function parseBars(text: string, file: string): { bars: Bars; tally: Tally } {
  return readDailyFile("bars", text, file);
}

/** A volatility index in points; the close only. */
export function parseVix(text: string, file: string): { curve: Curve; tally: Tally } {
  return readDailyFile("vix", text, file);
}

/** Annual rates as fractions from percent; blanks (bond-market holidays) carry the last value forward and are counted. */
export function parseRates(text: string, file: string): { curve: Curve; tally: Tally } {
  return readDailyFile("rates", text, file);
}

export { readDailyFile } from "./read";
export type { ActionsFile, BarsFile, CurveFile, DailyFile, DailyOptions } from "./read";
export { ACTION_FORMATS, BAR_FORMATS, LEAN_BARS, LEAN_FACTORS, RATE_FORMATS, VIX_FORMATS } from "./formats";
export type { DailyFormat, DailyKind, PriceBasis } from "./formats";
export type { Actions } from "./actions";
export type { Gap } from "./gaps";
