/** The middle of a set of values and where nine tenths of them lie. */
export interface Spread {
  /** Values counted. */
  n: number;
  /** Null when there are none. */
  median: number | null;
  low: number | null;
  high: number | null;
}

const TAIL = 0.05;

/** Values in a growing column. */
export interface Values { n: number; column: Float64Array }

export const newValues = (): Values => ({ n: 0, column: new Float64Array(256) });

export function push(values: Values, value: number): void {
  if (values.n === values.column.length) {
    const larger = new Float64Array(values.n * 2);
    larger.set(values.column);
    values.column = larger;
  }
  values.column[values.n++] = value;
}

/** Median, 5 % and 95 % quantiles (linear between ranks). Sorts the values in place. */
export function spreadOf({ n, column }: Values): Spread {
  if (n === 0) return { n, median: null, low: null, high: null };
  const sorted = column.subarray(0, n).sort();
  return { n, median: quantile(sorted, 0.5), low: quantile(sorted, TAIL), high: quantile(sorted, 1 - TAIL) };
}

function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}
