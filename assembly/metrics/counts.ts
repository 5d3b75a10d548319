// What else a sweep keeps of a run: chances by reason code and the change of equity per calendar year.
import { M_EQUITY_PTR, M_FUNNEL, M_FUNNEL_PTR, M_LEVELS_PTR, M_REASONS_PTR, M_YEARS, M_YEARS_PTR, M_YEAR_END_PTR, REASON_CODES } from "../abi";
import { f64At, i32At, setF64, u8At } from "../column";

/** Vectors of 16 codes that one byte counter per lane can take. */
const BYTE_LIMIT: usize = 255 * 16;

export function reasonTotals(record: usize): void {
  const funnel = <usize>i32At(record, M_FUNNEL_PTR);
  const chances = i32At(record, M_FUNNEL);
  const reasons = <usize>i32At(record, M_REASONS_PTR);
  if (funnel == 0) return;
  memory.fill(reasons, 0, REASON_CODES * 4);
  const end = funnel + <usize>(chances & ~15);
  let codes = codesPresent(funnel, end);
  while (codes != 0) {
    const a = ctz(codes);
    codes &= codes - 1; // a code below is counted twice when none is left, and written once
    const b = codes == 0 ? a : ctz(codes);
    codes &= codes - 1;
    const c = codes == 0 ? a : ctz(codes);
    codes &= codes - 1;
    const d = codes == 0 ? a : ctz(codes);
    codes &= codes - 1;
    countFour(funnel, end, reasons, a, b, c, d);
  }
  for (let i = chances & ~15; i < chances; i++) {
    const counter = reasons + (<usize>u8At(funnel, i) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
}

/** Bit c set: code c < 32 occurs in [at, end), whole vectors of 16 bytes. */
function codesPresent(at: usize, end: usize): i32 {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const zero = i8x16.splat(0);
  let first = zero;
  let second = zero;
  let third = zero;
  let fourth = zero;
  for (; at < end; at += 16) {
    const codes = v128.load(at);
    const bit = i8x16.swizzle(bits, v128.and(codes, i8x16.splat(7)));
    const eights = v128.and(codes, i8x16.splat(24));
    first = v128.or(first, v128.and(bit, i8x16.eq(eights, zero)));
    second = v128.or(second, v128.and(bit, i8x16.eq(eights, i8x16.splat(8))));
    third = v128.or(third, v128.and(bit, i8x16.eq(eights, i8x16.splat(16))));
    fourth = v128.or(fourth, v128.and(bit, i8x16.eq(eights, i8x16.splat(24))));
  }
  return anyByte(first) | (anyByte(second) << 8) | (anyByte(third) << 16) | (anyByte(fourth) << 24);
}

/** All 16 bytes or-ed. */
function anyByte(bytes: v128): i32 {
  const long = i64x2.extract_lane(bytes, 0) | i64x2.extract_lane(bytes, 1);
  const word = <i32>(long | (long >> 32));
  const half = word | (word >> 16);
  return (half | (half >> 8)) & 255;
}

function countFour(funnel: usize, end: usize, reasons: usize, a: i32, b: i32, c: i32, d: i32): void {
  const codeA = i8x16.splat(<i8>a);
  const codeB = i8x16.splat(<i8>b);
  const codeC = i8x16.splat(<i8>c);
  const codeD = i8x16.splat(<i8>d);
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  let sumD = 0;
  for (let at = funnel; at < end; ) {
    const stop = min(end, at + BYTE_LIMIT);
    let countA = i8x16.splat(0);
    let countB = countA;
    let countC = countA;
    let countD = countA;
    for (; at < stop; at += 16) {
      const codes = v128.load(at);
      countA = i8x16.sub(countA, i8x16.eq(codes, codeA));
      countB = i8x16.sub(countB, i8x16.eq(codes, codeB));
      countC = i8x16.sub(countC, i8x16.eq(codes, codeC));
      countD = i8x16.sub(countD, i8x16.eq(codes, codeD));
    }
    sumA += sumOfBytes(countA);
    sumB += sumOfBytes(countB);
    sumC += sumOfBytes(countC);
    sumD += sumOfBytes(countD);
  }
  store<u32>(reasons + (<usize>a << 2), sumA);
  store<u32>(reasons + (<usize>b << 2), sumB);
  store<u32>(reasons + (<usize>c << 2), sumC);
  store<u32>(reasons + (<usize>d << 2), sumD);
}

function sumOfBytes(bytes: v128): i32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
}

export function yearlyChanges(record: usize): void {
  const years = i32At(record, M_YEARS);
  const ends = <usize>i32At(record, M_YEAR_END_PTR);
  const out = <usize>i32At(record, M_YEARS_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  let before = f64At(<usize>i32At(record, M_LEVELS_PTR), 0);
  for (let year = 0; year < years; year++) {
    const after = f64At(equity, i32At(ends, year));
    setF64(out, year, after - before);
    before = after;
  }
}
