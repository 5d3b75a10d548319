// What every ORATS product shares: one record per strike with call and put, and one delta, the call's (D.17).
import { exp } from "../../assembly/portable/exp";
import { knownRoot } from "../market/roots";
import { RATIO_SCALE, dayNumber } from "../units";
import type { Cells } from "./cells";
import type { ChainRow } from "./format";
import { PUT } from "./parse";

/** The put's delta from the call's × 1e-4: call − e^(−qT), never above zero. */
export function putDelta(call: number, dividendYield: number, years: number): number {
  const carried = dividendYield === 0 ? 1 : exp(-dividendYield * years);
  return Math.min(0, Math.round(call - RATIO_SCALE * carried)) + 0; // no −0
}

/** Turns the printed delta into the side's own. */
export function ownDelta(row: ChainRow, dividendYield = 0, years = 0): void {
  if (row.right === PUT) row.delta = putDelta(row.delta, dividendYield, years);
}

/** The spot price where it is printed. Otherwise the stock price, but not an index's: there it is an implied future per expiry (D.16). */
export function preferSpot(cells: Cells, row: ChainRow, stockPrice: number): void {
  if (row.spot > 0 || cells.blank(stockPrice) || knownRoot(row.underlying)?.delivery === "cash") return;
  row.spot = cells.scaled(stockPrice, 4);
}

/** Cboe moved SPXPM, the PM-settled third Fridays, to the root SPXW. */
const SPXPM_RETIRED = dayNumber(2017, 5, 1);

/**
 * The root where no OPRA symbol is printed (D.4). Until SPXPM was retired the ticker SPX held the AM-settled monthlies and SPXPM the PM-settled;
 * since then, users of the archive report, SPX rows without OPRA symbol are PM-settled throughout.
 */
export function rootWithoutSymbol(row: ChainRow): string {
  return row.underlying === "SPX" && row.day >= SPXPM_RETIRED ? "SPXW" : row.underlying;
}

const AFTERNOON = new Map([["SPX", "SPXW"], ["NDX", "NDXP"], ["RUT", "RUTW"]]);

/** The root under which an underlying's PM-settled series are listed. */
export const afternoonRoot = (underlying: string): string => AFTERNOON.get(underlying) ?? underlying;
