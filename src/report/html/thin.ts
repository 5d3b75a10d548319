/** Points a line through time needs on a page. */
export const ENOUGH = 500;

/** Groups of consecutive indices [begin, end), at most ENOUGH of them, each of the same length but the last. */
export function stretches(length: number, most = ENOUGH): { begin: number; end: number }[] {
  const size = Math.max(1, Math.ceil(length / most));
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => ({ begin: i * size, end: Math.min(length, (i + 1) * size) }));
}

/** Median of the values that are known; null when none is. */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((v): v is number => v !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const half = known.length >> 1;
  return known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
}
