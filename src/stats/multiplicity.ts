// Corrections of given p-values for the number of tests. Undefined p-values (NaN) are not tests: they stay NaN and are not counted.

/** Places of the defined p-values, by rising p; equal ones by place. */
const ranked = (p: ArrayLike<number>): number[] => Array.from(p, (_, i) => i).filter((i) => !Number.isNaN(p[i])).sort((a, b) => p[a] - p[b] || a - b);

/** S. Holm (1979), Scandinavian Journal of Statistics 6, 65–70: adjusted p-values, family-wise error ≤ α under any dependence. */
export function holm(p: ArrayLike<number>): Float64Array {
  const adjusted = new Float64Array(p.length).fill(NaN);
  const order = ranked(p);
  let running = 0;
  order.forEach((place, rank) => {
    running = Math.max(running, Math.min(1, p[place] * (order.length - rank)));
    adjusted[place] = running;
  });
  return adjusted;
}

export interface FalseDiscoveryResult {
  /** Smallest q at which each test is a discovery. */
  adjusted: Float64Array;
  /** Places that are discoveries at q, by rising place. */
  discoveries: number[];
}

/**
 * Y. Benjamini, Y. Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300: expected share of false ones among the discoveries ≤ q for
 * independent or positively dependent tests. Default q 0.05.
 */
export function benjaminiHochberg(p: ArrayLike<number>, q = 0.05): FalseDiscoveryResult {
  const adjusted = new Float64Array(p.length).fill(NaN);
  const order = ranked(p);
  let running = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    running = Math.min(running, p[order[rank - 1]] * (order.length / rank));
    adjusted[order[rank - 1]] = running;
  }
  return { adjusted, discoveries: [...adjusted.keys()].filter((place) => adjusted[place] <= q) };
}
