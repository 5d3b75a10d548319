// Drawdowns of resampled histories: every run on the same resamples, so that differences are paired.
import type { Resamples } from "../stats/blocks";

/** Deepest fall of the compounded returns per replicate; runs of consecutive days as src/stats/blocks.ts lays them out. */
export function resampledDrawdowns(returns: Float64Array, { length, replicates, starts, from, to }: Resamples): Float64Array {
  const falls = new Float64Array(replicates);
  for (let r = 0; r < replicates; r++) {
    let wealth = 1;
    let peak = 1;
    let deepest = 0;
    for (let i = starts[r]; i < starts[r + 1]; i++) {
      for (let day = from[i]; day < to[i]; day++) {
        wealth *= 1 + returns[day < length ? day : day - length];
        if (wealth > peak) peak = wealth;
        else if (peak - wealth > deepest * peak) deepest = (peak - wealth) / peak;
      }
    }
    falls[r] = deepest;
  }
  return falls;
}

/** The middle `level` of the differences a − b, replicate by replicate. */
export function differenceInterval(a: Float64Array, b: Float64Array, level: number): { low: number; high: number } {
  const sorted = a.map((value, i) => value - b[i]).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))];
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
