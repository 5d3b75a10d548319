// One side (calls or puts) of a series without quotes that cannot be used, in money units, ready for loops over neighbours.
import type { QuoteRows, Underlying } from "../market/types";

/** Parallel columns, the first `n` in use, by rising strike. `sell` is what a seller gets, `buy` what a buyer pays. */
export interface Side {
  n: number;
  row: Uint32Array;
  strike: Float64Array;
  sell: Float64Array;
  buy: Float64Array;
}

/** Money units per strike thousandth. */
export const UNITS_PER_THOUSANDTH = 10;

export const newSide = (capacity = 1024): Side => ({ n: 0, row: new Uint32Array(capacity), strike: new Float64Array(capacity), sell: new Float64Array(capacity), buy: new Float64Array(capacity) });

/**
 * Loads rows [begin, end). Crossed and missing quotes are left out: they are findings of their own and would only repeat themselves here.
 * At mids (`atMid`) only two-sided quotes count, and both prices are the mid.
 */
export function loadSide(side: Side, { rows, tick, strikeUnit }: Pick<Underlying, "rows" | "tick" | "strikeUnit">, begin: number, end: number, atMid: boolean): void {
  if (side.row.length < end - begin) Object.assign(side, newSide(2 * (end - begin)));
  side.n = fill(side, rows, begin, end, { tick, strike: strikeUnit * UNITS_PER_THOUSANDTH, atMid });
}

function fill({ row, strike, sell, buy }: Side, rows: QuoteRows, begin: number, end: number, unit: { tick: number; strike: number; atMid: boolean }): number {
  const { strike: k, bid, ask } = rows;
  const { tick, atMid } = unit;
  const least = atMid ? 1 : 0;
  let n = 0;
  for (let i = begin; i < end; i++) {
    const low = bid[i];
    const high = ask[i];
    if (low > high || high === 0 || low < least) continue;
    row[n] = i;
    strike[n] = k[i] * unit.strike;
    sell[n] = atMid ? (low + high) * 0.5 * tick : low * tick;
    buy[n] = atMid ? sell[n] : high * tick;
    n++;
  }
  return n;
}
