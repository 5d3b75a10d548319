// Superior predictive ability: P. R. Hansen (2005), "A test for superior predictive ability", Journal of Business & Economic Statistics 23, 365–380.
import type { ReturnMatrix } from "./matrix";
import { exceedance, familyOf, nullValues, resampling, shifts } from "./family";
import type { Family, FamilyBasis, FamilyOptions } from "./family";
import { resampledMeans } from "./resampled";

/** Null "no row has a mean above 0"; three recentrings of the rows that look worse than the benchmark. */
export interface SpaResult extends FamilyBasis {
  /** max(0, largest √n mean / ω̂). */
  statistic: number;
  /** Row of the largest statistic; −1 when no row varies. */
  best: number;
  /** p-value with rows clearly below the benchmark left out of the null (Hansen's SPA_c): the one to quote. */
  consistent: number;
  /** p-value with every row of negative mean left out: a lower bound. */
  lower: number;
  /** p-value with every row at the boundary of the null: an upper bound, White's recentring. */
  upper: number;
  /** Rows that never vary: they have no statistic. */
  undefinedRows: number;
}

/** Row with the largest statistic, the first of equals; −1 without rows that vary. */
export const bestRow = ({ means, scales, valid }: Family): number =>
  valid.reduce((best, row) => (best < 0 || means[row] * scales[row] > means[best] * scales[best] ? row : best), -1);

/**
 * Test that at least one row of `excess` (returns above a benchmark, or above 0) has a positive mean, with allowance for having looked at all rows. Hansen
 * divides resamples by the series' own ω̂ (studentise: "series"); the default divides each by its own, which keeps the level for skewed profits.
 */
export function spa(excess: ReturnMatrix, options: FamilyOptions = {}): SpaResult {
  const family = familyOf(excess, options);
  const { valid, scales, means, basis } = family;
  const kinds = (["lower", "consistent", "upper"] as const).map((recentring) => ({ shift: shifts(family, recentring), maxima: new Float64Array(basis.replicates) }));
  const values = new Float64Array(basis.replicates);
  resampledMeans(excess, valid, resampling(family), (position, count, group) => {
    for (let lane = 0; lane < count; lane++) {
      const row = valid[position + lane];
      for (const { shift, maxima } of kinds) {
        nullValues(family, group, { row, lane, shift: shift[row] }, values);
        for (let r = 0; r < values.length; r++) if (values[r] > maxima[r]) maxima[r] = values[r];
      }
    }
  });
  const best = bestRow(family);
  const statistic = best < 0 ? 0 : Math.max(0, means[best] * scales[best]);
  const [lower, consistent, upper] = kinds.map(({ maxima }) => exceedance(statistic, maxima));
  return { ...basis, statistic, best, consistent, lower, upper, undefinedRows: excess.rows - valid.length };
}
