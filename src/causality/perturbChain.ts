import type { QuoteRows, UintColumn, Underlying } from "../market/types";
import { DELTA_NONE, RATIO_SCALE } from "../units";
import { dayKey, dice, roll, unit } from "./dice";
import { override } from "./override";
import { countUpTo } from "../market/days";
import type { Change } from "./types";

/** Columns that may change; their places number the dice. Which contracts are listed stays: truncation takes them away. */
export const CHAIN_COLUMNS = ["spot", "bid", "ask", "iv", "delta", "openInterest", "volume"] as const;
type RowColumn = Exclude<(typeof CHAIN_COLUMNS)[number], "spot">;

/** Rows [from, to) of one day, and the key of the column's dice on it. */
interface DayRows {
  from: number;
  to: number;
  key: number;
  /** Plausible quotes are those at hand × this. */
  level: number;
}

/** Days that share a level. */
const LEVEL_DAYS = 64;
const LEVEL_KEY = 15;

const largest = (column: UintColumn): number => (column.BYTES_PER_ELEMENT === 2 ? 65_535 : 4_294_967_295);
/** Within the column; what is stored is truncated to an integer. */
const capped = (x: number, most: number): number => (x < 0 ? 0 : x > most ? most : x);

/** Which sides of the quotes change. */
interface Sides {
  bids: boolean;
  asks: boolean;
}

/** The chain with other values in `columns`, dated in (after, upTo]. Bid ≤ ask stays where it was, unless wild. */
export function perturbChain(u: Underlying, columns: readonly string[], change: Change): Pick<Underlying, "days" | "rows"> {
  const chosen = CHAIN_COLUMNS.filter((column) => columns.includes(column));
  const original = { ...u.rows };
  const copies: Partial<QuoteRows> = {};
  for (const column of chosen) if (column !== "spot") Object.assign(copies, { [column]: original[column].slice() });
  const days = { ...u.days };
  const blocks = { ...u.blocks };
  const spot = chosen.includes("spot") ? days.spot.slice() : null;
  const changed = { ...original, ...copies };
  const sides = { bids: chosen.includes("bid"), asks: chosen.includes("ask") };
  for (let d = countUpTo(days.day, change.after); d < days.day.length && days.day[d] <= change.upTo; d++) {
    const key = (column: (typeof CHAIN_COLUMNS)[number]): number => dayKey(change.seed, days.day[d], 16 + CHAIN_COLUMNS.indexOf(column));
    if (spot) spot[d] = spotOf(spot[d], dice(key("spot"), 0), change.how === "wild");
    if (days.blocksEnd[d] === days.blocksBegin[d]) continue;
    const [from, to] = [blocks.callsBegin[days.blocksBegin[d]], blocks.end[days.blocksEnd[d] - 1]];
    const level = 0.8 + 0.45 * dice(dayKey(change.seed, Math.floor(days.day[d] / LEVEL_DAYS), LEVEL_KEY), 0);
    const rows = (column: RowColumn): DayRows => ({ from, to, key: key(column), level });
    if (sides.bids || sides.asks) (change.how === "wild" ? wildQuotes : plausibleQuotes)(changed, sides, rows("bid"));
    for (const column of chosen) if (column !== "spot" && column !== "bid" && column !== "ask") CHANGES[column](changed, rows(column), change.how === "wild");
  }
  return { days: spot ? override(u.days, { spot }) : u.days, rows: override(u.rows, copies as { [K in keyof QuoteRows]?: QuoteRows[K] }) };
}

const spotOf = (spot: number, u: number, wild: boolean): number => Math.min(2 ** 31 - 1, Math.max(1, Math.floor(spot * (wild ? 0.3 + 2.7 * u : 0.9 + 0.2 * u))));

/**
 * Another level for every two months, quotes up to a tick worse on each side. What changes from day to day or from strike to strike in a
 * trader's favour would be an edge, and an edge compounds beyond what an account can hold.
 */
function plausibleQuotes({ bid, ask }: QuoteRows, { bids, asks }: Sides, { from, to, key, level }: DayRows): void {
  const mostBid = largest(bid);
  const mostAsk = largest(ask);
  for (let r = from, x = key; r < to; r++) {
    x = roll(x);
    const u = unit(x);
    const proper = bid[r] <= ask[r];
    if (bids) bid[r] = capped(bid[r] * level - u, asks || !proper ? mostBid : Math.min(mostBid, ask[r]));
    if (asks && ask[r] > 0) ask[r] = capped(Math.max(Math.ceil(ask[r] * level + u), proper ? bid[r] : 0), mostAsk);
  }
}

/** Worse ones, and many that do not fill: missing, crossed, blown. */
function wildQuotes({ bid, ask }: QuoteRows, { bids, asks }: Sides, { from, to, key }: DayRows): void {
  const mostBid = largest(bid);
  const mostAsk = largest(ask);
  for (let r = from, x = key; r < to; r++) {
    x = roll(x);
    const u = unit(x);
    const crossed = u > 0.97;
    if (bids) bid[r] = capped(crossed ? ask[r] + 1 : u < 0.1 ? 0 : bid[r] * u, mostBid);
    if (asks) ask[r] = capped(u < 0.03 ? 0 : crossed ? ask[r] : ask[r] * (2 - u) + 1, mostAsk);
  }
}

const CHANGES: Record<Exclude<RowColumn, "bid" | "ask">, (rows: QuoteRows, day: DayRows, wild: boolean) => void> = {
  iv({ iv }, { from, to, key }, wild) {
    for (let r = from, x = key; r < to; r++) {
      x = roll(x);
      const u = unit(x);
      iv[r] = wild ? (u < 0.1 ? 0 : 30_000 * u) : capped(iv[r] * (0.7 + 0.6 * u), 65_535);
    }
  },
  delta({ delta }, { from, to, key }, wild) {
    for (let r = from, x = key; r < to; r++) {
      x = roll(x);
      if (delta[r] === DELTA_NONE) continue;
      const u = unit(x);
      const factor = wild ? RATIO_SCALE * u : 0.8 + 0.4 * u;
      if (wild) delta[r] = u < 0.03 ? DELTA_NONE : delta[r] < 0 ? -factor : factor;
      else delta[r] = Math.max(-RATIO_SCALE, Math.min(RATIO_SCALE, delta[r] * factor));
    }
  },
  openInterest: ({ openInterest }, day, wild) => counts(openInterest, day, wild),
  volume: ({ volume }, day, wild) => counts(volume, day, wild),
};

function counts(column: UintColumn, { from, to, key }: DayRows, wild: boolean): void {
  const most = largest(column);
  for (let r = from, x = key; r < to; r++) {
    x = roll(x);
    column[r] = capped(wild ? 65_535 * unit(x) : column[r] * 2 * unit(x), most);
  }
}
