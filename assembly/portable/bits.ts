// The bit view of an f64, AssemblyScript side. `bits.host.ts` is the same contract for JavaScript; vite.config.ts swaps it in.

/** Upper 32 bits: sign (1), exponent (11), top of the mantissa (20). */
// @ts-ignore: decorator
@inline
export function highWord(x: f64): i32 {
  return <i32>(reinterpret<u64>(x) >> 32);
}

/** Lower 32 bits of the mantissa, as a signed i32. */
// @ts-ignore: decorator
@inline
export function lowWord(x: f64): i32 {
  return <i32>reinterpret<u64>(x);
}

/** The f64 whose bits are (high, low). */
// @ts-ignore: decorator
@inline
export function fromWords(high: i32, low: i32): f64 {
  return reinterpret<f64>((<u64>(<u32>high) << 32) | <u64>(<u32>low));
}

/** Truncates toward zero; |x| must be below 2^31. */
// @ts-ignore: decorator
@inline
export function truncate(x: f64): i32 {
  return <i32>x;
}

/** Exact 32-bit product (low word), as Math.imul. */
// @ts-ignore: decorator
@inline
export function imul(a: i32, b: i32): i32 {
  return a * b;
}

/** An i32 as its unsigned value in f64. */
// @ts-ignore: decorator
@inline
export function unsigned(x: i32): f64 {
  return <f64>(<u32>x);
}
