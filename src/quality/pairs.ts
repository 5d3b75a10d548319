// Calls and puts of one strike side by side: C − P is a forward contract.
import type { Underlying } from "../market/types";
import { UNITS_PER_THOUSANDTH } from "./side";

/** Parallel columns in money units, the first `n` in use, by rising strike. `sell` ≤ C − P ≤ `buy` at quotes one can trade at. */
export interface Pairs {
  n: number;
  call: Uint32Array;
  put: Uint32Array;
  strike: Float64Array;
  sell: Float64Array;
  buy: Float64Array;
}

export const newPairs = (capacity = 1024): Pairs => ({
  n: 0, call: new Uint32Array(capacity), put: new Uint32Array(capacity), strike: new Float64Array(capacity), sell: new Float64Array(capacity), buy: new Float64Array(capacity),
});

/** Loads the strikes of block `b` whose call and put are both two-sided and not crossed. */
export function loadPairs(pairs: Pairs, { rows, blocks, tick, strikeUnit }: Underlying, b: number): void {
  const { strike: k, bid, ask } = rows;
  const [begin, puts, end] = [blocks.callsBegin[b], blocks.putsBegin[b], blocks.end[b]];
  if (pairs.call.length < puts - begin) Object.assign(pairs, newPairs(2 * (puts - begin)));
  const { call, put, strike, sell, buy } = pairs;
  let n = 0;
  for (let c = begin, p = puts; c < puts && p < end; ) {
    const step = k[c] - k[p];
    if (step === 0 && bid[c] > 0 && bid[p] > 0 && bid[c] <= ask[c] && bid[p] <= ask[p]) {
      call[n] = c;
      put[n] = p;
      strike[n] = k[c] * strikeUnit * UNITS_PER_THOUSANDTH;
      sell[n] = (bid[c] - ask[p]) * tick;
      buy[n] = (ask[c] - bid[p]) * tick;
      n++;
    }
    if (step <= 0) c++;
    if (step >= 0) p++;
  }
  pairs.n = n;
}
