// A hash of the trade list. Each of the 32 words of a COMPACT TRADE has its own chain over the trades, word ← (word ^ datum) · PRIME, folded by its
// upper half: a change of one trade always changes its chain. The chains and the count are then mixed into two words.
import { COMPACT_STRIDE, M_FINGERPRINT_PTR, M_TRADES, M_TRADES_PTR } from "../abi";
import { i32At, setI32 } from "../column";

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
  for (const end = trade + <usize>(trades * COMPACT_STRIDE * 8); trade < end; trade += COMPACT_STRIDE * 8) {
    a = chain(a, v128.load(trade), prime);
    b = chain(b, v128.load(trade, 16), prime);
    c = chain(c, v128.load(trade, 32), prime);
    d = chain(d, v128.load(trade, 48), prime);
    e = chain(e, v128.load(trade, 64), prime);
    f = chain(f, v128.load(trade, 80), prime);
    g = chain(g, v128.load(trade, 96), prime);
    h = chain(h, v128.load(trade, 112), prime);
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
