// Trades up to a day: the entry part of all that were opened, the exit part of those that ended.
import * as abi from "../../assembly/abi";

/** What becomes known of a trade after its entry. */
export const EXIT_SLOTS: readonly number[] = [
  abi.T_EXIT_DAY, abi.T_EXIT_COST, abi.T_EXIT_COMMISSION, abi.T_FEES, abi.T_NET_PNL, abi.T_SPOT_EXIT, abi.T_MFE, abi.T_MAE, abi.T_STALE_DAYS, abi.T_MAX_STALE_RUN,
  abi.T_BLOCKED_EXITS, abi.T_REASON, abi.T_FLAGS, abi.T_EXIT_SCALE,
];

/** All else: contracts, prices, size, and the features written down at entry. */
export const ENTRY_SLOTS: readonly number[] = Array.from({ length: abi.TRADE_STRIDE }, (_, slot) => slot).filter((slot) => !EXIT_SLOTS.includes(slot));

const SETTLED: readonly number[] = [abi.EXIT_EXPIRED_WORTHLESS, abi.EXIT_EXPIRED_ITM];

function select(trades: Float64Array, keep: (at: number) => boolean): number[] {
  const places: number[] = [];
  for (let at = 0; at < trades.length; at += abi.TRADE_STRIDE) if (keep(at)) places.push(at);
  return places.sort((x, y) => trades[x + abi.T_ID] - trades[y + abi.T_ID]);
}

/** Where the trades opened up to a day lie, by id. */
export const entriesUpTo = (trades: Float64Array, day: number): number[] => select(trades, (at) => trades[at + abi.T_ENTRY_DAY] <= day);

/** Where the trades lie that ended up to a day, by id; not those that the end of the data ended, nor, with `closing`, those settled at the close of the day itself. */
export const exitsUpTo = (trades: Float64Array, day: number, closing: boolean): number[] =>
  select(trades, (at) => trades[at + abi.T_EXIT_DAY] <= day && trades[at + abi.T_REASON] !== abi.EXIT_END_OF_DATA && !(closing && trades[at + abi.T_EXIT_DAY] === day && SETTLED.includes(trades[at + abi.T_REASON])));

export interface UnequalTrade {
  day: number;
  /** Where the trade lies in each run; null = the run has none. */
  original: number | null;
  changed: number | null;
}

/** The earliest trade, by the day in `daySlot`, that is not in both runs with equal slots. */
export function firstUnequalTrade({ a, b }: { a: Float64Array; b: Float64Array }, left: readonly number[], right: readonly number[], slots: readonly number[], daySlot: number): UnequalTrade | null {
  let first: UnequalTrade | null = null;
  const found = (original: number | null, changed: number | null): void => {
    const day = Math.min(original === null ? Infinity : a[original + daySlot], changed === null ? Infinity : b[changed + daySlot]);
    if (first === null || day < first.day) first = { day, original, changed };
  };
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const [x, y] = [left[i], right[j]];
    const order = x === undefined ? 1 : y === undefined ? -1 : a[x + abi.T_ID] - b[y + abi.T_ID];
    if (order === 0 && slots.some((slot) => !Object.is(a[x + slot], b[y + slot]))) found(x, y);
    if (order < 0) found(x, null);
    if (order > 0) found(null, y);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return first;
}
