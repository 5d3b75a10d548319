// The bit view of an f64, JavaScript side: same contract as bits.ts, which AssemblyScript compiles instead.
const value = new Float64Array(1);
const words = new Int32Array(value.buffer); // little endian on every host WebAssembly runs on

export function highWord(x: number): number {
  value[0] = x;
  return words[1];
}

export function lowWord(x: number): number {
  value[0] = x;
  return words[0];
}

export function fromWords(high: number, low: number): number {
  words[1] = high;
  words[0] = low;
  return value[0];
}

export function truncate(x: number): number {
  return x | 0;
}

export const imul = Math.imul;

export function unsigned(x: number): number {
  return x >>> 0;
}
