// Places among configs: does doing well before say anything about doing well after?

/** Ranks from 1, equals share their mean rank. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2;
  }
  return ranks;
}

/** Spearman's rank correlation over the places where both are numbers; null with fewer than three, or when one side is all equal. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const both = Array.from({ length: a.length }, (_, i) => i).filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  if (both.length < 3) return null;
  const [x, y] = [ranksOf(both.map((i) => a[i])), ranksOf(both.map((i) => b[i]))];
  const middle = (both.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

/** Share of the defined values that are worse than `value`, equals counting half; itself among them. null when it is undefined. */
export function percentileOf(values: ArrayLike<number>, value: number, better: "higher" | "lower"): number | null {
  if (!Number.isFinite(value)) return null;
  let [worse, equal, all] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    all++;
    if (values[i] === value) equal++;
    else if (values[i] < value === (better === "higher")) worse++;
  }
  return all ? (worse + equal / 2) / all : null;
}

/** Median of the numbers among the values; null of none. */
export function medianOf(values: ArrayLike<number>): number | null {
  const known = Float64Array.from(values).filter(Number.isFinite).sort();
  const n = known.length;
  return n === 0 ? null : n % 2 ? known[(n - 1) / 2] : (known[n / 2 - 1] + known[n / 2]) / 2;
}
