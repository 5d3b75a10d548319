// Facts about the rows that are kept, counted once everything is sorted and repeated keys are gone.
import { ROW_FLAG } from "../market/types";
import { PUT } from "../vendors/parse";
import { DELTA_NONE } from "../units";
import type { RowColumns } from "./rows";
import { bump } from "./tally";

const HALF_DELTA = 5_000;
/** Money units per strike thousandth. */
const UNITS_PER_THOUSANDTH = 10;

/** Counts facts about the rows in `order`. */
export function observeRows(order: Uint32Array, c: RowColumns, counts: Record<string, number>): void {
  for (const i of order) {
    observeSeries(i, c, counts);
    observeQuote(c.bid[i], c.ask[i], counts);
    observeGreeks(i, c, counts);
  }
  observeSpots(order, c, counts);
}

function observeSeries(i: number, c: RowColumns, counts: Record<string, number>): void {
  if (c.settlement[i]) bump(counts, "am_settled");
  else if (c.vendorExpiry[i] !== c.expiry[i]) bump(counts, "expiry_moved_to_session");
}

function observeQuote(bid: number, ask: number, counts: Record<string, number>): void {
  if (ask === 0) bump(counts, bid === 0 ? "no_quote" : "zero_ask");
  else if (bid === 0) bump(counts, "zero_bid");
  else if (bid > ask) bump(counts, "crossed");
  else if (bid === ask) bump(counts, "locked");
}

function observeGreeks(i: number, c: RowColumns, counts: Record<string, number>): void {
  const ivComputed = (c.flags[i] & ROW_FLAG.IV_COMPUTED) !== 0;
  const deltaComputed = (c.flags[i] & ROW_FLAG.DELTA_COMPUTED) !== 0;
  if (ivComputed) bump(counts, "iv_computed");
  if (deltaComputed) bump(counts, "delta_computed");
  if (ivComputed || c.iv[i] === 0) bump(counts, "vendor_iv_missing");
  if (deltaComputed || c.delta[i] === DELTA_NONE) bump(counts, "vendor_delta_missing");
  else if (c.right[i] === PUT && c.strike[i] * UNITS_PER_THOUSANDTH < c.spot[i] && c.delta[i] <= -HALF_DELTA) bump(counts, "otm_put_delta_over_half");
}

/** A day has one spot, its first row's; rows printed with another are counted. */
function observeSpots(order: Uint32Array, c: RowColumns, counts: Record<string, number>): void {
  let first = 0;
  for (const i of order) {
    if (i === order[0] || c.day[i] !== c.day[first]) first = i;
    if (c.spot[i] !== c.spot[first]) bump(counts, "spot_differs_within_day");
  }
}
