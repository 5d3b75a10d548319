// A hash of the trade list. A trade's 32 words are folded to 16, the money in a record's half beside a small integer with swapped words (whose lower word is
// 0, so that nothing is lost); each of the 16 has a chain over the even trades and one over the odd, word ← (word ^ datum) · PRIME, folded by its upper half.
// A change of one trade always changes its chains. All chains and the count are then mixed into two words.
import { COMPACT_STRIDE, M_FINGERPRINT_PTR, M_TRADES, M_TRADES_PTR } from "../abi";
import { i32At, setI32 } from "../column";

/** Of one trade. */
const BYTES: usize = COMPACT_STRIDE * 8;
const PRIME: i32 = 0x01000193;
const GOLDEN: i32 = 0x9e3779b1;
const MIX_LOW: i32 = 0x85ebca6b;
const MIX_HIGH: i32 = 0xc2b2ae35;

let low: i32 = 0;
let high: i32 = 0;

export function fingerprint(record: usize): void {
  const trades = i32At(record, M_TRADES);
  const prime = i32x4.splat(PRIME);
  const step = i32x4.splat(4 * GOLDEN);
  let a = i32x4.mul(i32x4(1, 2, 3, 4), i32x4.splat(GOLDEN));
  let b = i32x4.add(a, step);
  let c = i32x4.add(b, step);
  let d = i32x4.add(c, step);
  let e = i32x4.add(d, step);
  let f = i32x4.add(e, step);
  let g = i32x4.add(f, step);
  let h = i32x4.add(g, step);
  let trade = <usize>i32At(record, M_TRADES_PTR);
  const end = trade + <usize>trades * BYTES;
  for (; trade + BYTES < end; trade += 2 * BYTES) {
    a = chain(a, folded(trade, 64, 0), prime);
    b = chain(b, folded(trade, 80, 16), prime);
    c = chain(c, folded(trade, 96, 32), prime);
    d = chain(d, folded(trade, 48, 112), prime);
    e = chain(e, folded(trade, BYTES + 64, BYTES), prime);
    f = chain(f, folded(trade, BYTES + 80, BYTES + 16), prime);
    g = chain(g, folded(trade, BYTES + 96, BYTES + 32), prime);
    h = chain(h, folded(trade, BYTES + 48, BYTES + 112), prime);
  }
  if (trade < end) {
    a = chain(a, folded(trade, 64, 0), prime);
    b = chain(b, folded(trade, 80, 16), prime);
    c = chain(c, folded(trade, 96, 32), prime);
    d = chain(d, folded(trade, 48, 112), prime);
  }
  low = trades;
  high = trades ^ GOLDEN;
  mixFour(a);
  mixFour(b);
  mixFour(c);
  mixFour(d);
  mixFour(e);
  mixFour(f);
  mixFour(g);
  mixFour(h);
  const out = <usize>i32At(record, M_FINGERPRINT_PTR);
  setI32(out, 0, low);
  setI32(out, 1, high);
}

/** Two slots at byte `money` of the trade with two at byte `small` under them, words swapped. */
// @ts-ignore: decorator
@inline
function folded(trade: usize, money: usize, small: usize): v128 {
  const pair = v128.load(trade + small);
  return v128.xor(v128.load(trade + money), v128.shuffle<i32>(pair, pair, 1, 0, 3, 2));
}

// @ts-ignore: decorator
@inline
function chain(state: v128, datum: v128, prime: v128): v128 {
  const product = i32x4.mul(v128.xor(state, datum), prime);
  return v128.xor(product, i32x4.shr_u(product, 15));
}

function mixFour(words: v128): void {
  mix(i32x4.extract_lane(words, 0));
  mix(i32x4.extract_lane(words, 1));
  mix(i32x4.extract_lane(words, 2));
  mix(i32x4.extract_lane(words, 3));
}

function mix(word: i32): void {
  low = (low ^ word) * MIX_LOW;
  low ^= <i32>(<u32>low >> 13);
  high = (high + word) * MIX_HIGH;
  high ^= <i32>(<u32>high >> 16);
}
