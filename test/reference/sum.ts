/** Σ of values [begin, end) in rising order. */
export function sum(values: ArrayLike<number>, begin: number, end: number): number {
  let result = 0;
  for (let i = begin; i < end; i++) result += values[i];
  return result;
}
