// Random numbers without state: the i-th number of a stream is a function of (seed, stream, i).
// Threefry-2x32, 20 rounds: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
import { unsigned } from "./bits";
import { normInv } from "./normal";

const PARITY: i32 = 0x1bd11bda;

function rotate(x: i32, by: i32): i32 {
  return (x << by) | (x >>> (32 - by));
}

/** Rotation of round 0 … 7, repeating. */
function rotation(round: i32): i32 {
  const r: i32 = round & 7;
  if (r < 4) return r < 2 ? (r == 0 ? 13 : 15) : (r == 2 ? 26 : 6);
  return r < 6 ? (r == 4 ? 17 : 29) : (r == 6 ? 16 : 24);
}

/** Key word `index` of the schedule (k0, k1, parity ^ k0 ^ k1). */
function keyWord(k0: i32, k1: i32, index: i32): i32 {
  return index == 0 ? k0 : (index == 1 ? k1 : (PARITY ^ k0 ^ k1));
}

/** One block as the 53-bit integer made of the 27 upper bits of its first word and the 26 upper bits of its second. */
function threefry(k0: i32, k1: i32, c0: i32, c1: i32): f64 {
  let a: i32 = (c0 + k0) | 0;
  let b: i32 = (c1 + k1) | 0;
  for (let group: i32 = 0; group < 5; group++) {
    for (let i: i32 = 0; i < 4; i++) {
      a = (a + b) | 0;
      b = rotate(b, rotation(4 * group + i)) ^ a;
    }
    a = (a + keyWord(k0, k1, (group + 1) % 3)) | 0;
    b = (((b + keyWord(k0, k1, (group + 2) % 3)) | 0) + group + 1) | 0;
  }
  return unsigned(a >>> 5) * 67108864.0 + unsigned(b >>> 6);
}

/** Uniform in [0, 1) with 53 bits: number `index` of `stream` under the 64-bit seed (seedHigh, seedLow). */
export function uniform(seedHigh: i32, seedLow: i32, stream: i32, index: i32): f64 {
  return threefry(seedLow, seedHigh, index, stream) * 1.1102230246251565e-16;
}

/** Standard normal by inversion of the same uniform; finite always (|z| ≤ 8.3). */
export function gaussian(seedHigh: i32, seedLow: i32, stream: i32, index: i32): f64 {
  const u: f64 = uniform(seedHigh, seedLow, stream, index);
  return normInv(u > 0.0 ? u : 5.551115123125783e-17);
}
