// The fingerprint of a run's trades, as the sweep's kernel computes it (assembly/metrics/fingerprint.ts), for runs that were not part of a sweep.
import * as abi from "../../assembly/abi";

const [GOLDEN, PRIME] = [0x9e3779b1, 0x01000193];
const CHAINS = 32;

/** Slots of a trade that are folded into one pair of numbers: two of money, two small integers under them; a slot of several is their sum. */
const FOLDS: readonly (readonly (readonly number[])[])[] = [
  [[abi.T_EXIT_COST], [abi.T_ENTRY_COMMISSION, abi.T_EXIT_COMMISSION], [abi.T_UNDERLYING], [abi.T_SLEEVE]],
  [[abi.T_FEES], [abi.T_NET_PNL], [abi.T_ENTRY_DAY], [abi.T_EXIT_DAY]],
  [[abi.T_MAX_LOSS], [abi.T_EQUITY], [abi.T_SHORT_PUT], [abi.T_SHORT_CALL]],
  [[abi.T_CONTRACTS], [abi.T_CREDIT], [abi.T_REASON], []],
];

/** Two words of a list of TRADE records in the order of their ids: equal lists, equal words. */
export function tradeListWords(trades: Float64Array): [number, number] {
  const count = trades.length / abi.TRADE_STRIDE;
  const order = Array.from({ length: count }, (_, i) => i * abi.TRADE_STRIDE).sort((a, b) => trades[a + abi.T_ID] - trades[b + abi.T_ID]);
  const chains = Int32Array.from({ length: CHAINS }, (_, i) => Math.imul(i + 1, GOLDEN));
  const fold = new Float64Array(4);
  const words = new Int32Array(fold.buffer);
  order.forEach((trade, t) => FOLDS.forEach((slots, pair) => {
    slots.forEach((of, i) => (fold[i] = of.reduce((sum, slot) => sum + trades[trade + slot], 0)));
    for (let i = 0; i < 4; i++) {
      const at = (t % 2) * 16 + pair * 4 + i;
      const product = Math.imul(chains[at] ^ words[i] ^ words[4 + (i ^ 1)], PRIME);
      chains[at] = product ^ (product >>> 15);
    }
  }));
  return mixedWords(count, chains);
}

function mixedWords(count: number, chains: Int32Array): [number, number] {
  let [low, high] = [count, count ^ GOLDEN];
  for (const chain of chains) {
    low = Math.imul(low ^ chain, 0x85ebca6b);
    low ^= low >>> 13;
    high = Math.imul((high + chain) | 0, 0xc2b2ae35);
    high ^= high >>> 16;
  }
  return [low >>> 0, high >>> 0];
}
