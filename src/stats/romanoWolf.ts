// Stepdown tests with resampled maxima: J. P. Romano, M. Wolf (2005), "Stepwise multiple testing as formalized data snooping", Econometrica 73, 1237–1282;
// adjusted p-values as in J. P. Romano, M. Wolf (2016), "Efficient computation of adjusted p-values …", Statistics & Probability Letters 113, 38–40.
import { familyOf, nullValues, resampling, shifts } from "./family";
import type { Family, FamilyBasis, FamilyOptions } from "./family";
import type { ReturnMatrix } from "./matrix";
import { resampledMeans } from "./resampled";

/** "greater": each null is "mean ≤ 0"; "two-sided": each null is "mean = 0". */
export type Alternative = "greater" | "two-sided";

export interface RomanoWolfOptions extends FamilyOptions {
  /** Default "greater". */
  alternative?: Alternative;
  /** "upper": every null at its boundary (default, Romano and Wolf); "consistent": rows clearly below 0 stay there (P.-H. Hsu, Y.-C. Hsu, C.-M. Kuan 2010; one-sided only). */
  recentring?: "upper" | "consistent";
}

export interface RomanoWolfResult extends FamilyBasis {
  alternative: Alternative;
  /** √n mean / ω̂ per row; NaN for a row that never varies. */
  statistics: Float64Array;
  /** Adjusted p-value per row: reject where ≤ α and the chance of any false rejection is ≤ α; NaN for a row that never varies. */
  adjusted: Float64Array;
  /** p-value per row on its own, of the same resamples; NaN for a row that never varies. */
  single: Float64Array;
}

/** Rows that vary, by rising test value; equal values by row. */
const rising = (valid: Int32Array, values: Float64Array): Int32Array => valid.slice().sort((a, b) => values[a] - values[b] || a - b);

/**
 * Number of replicates whose maximum over the rows up to and including `row` in rising order reaches its value (`joint`) and whose own value does (`own`).
 * Rising order lets one running maximum per replicate serve every row.
 */
function counts(family: Family, order: Int32Array, values: Float64Array, { alternative, recentring }: Required<Pick<RomanoWolfOptions, "alternative" | "recentring">>): { joint: Float64Array; own: Float64Array } {
  const { matrix, resamples } = family;
  const twoSided = alternative === "two-sided";
  const shift = shifts(family, twoSided ? "upper" : recentring);
  const joint = new Float64Array(matrix.rows).fill(NaN);
  const own = new Float64Array(matrix.rows).fill(NaN);
  const maxima = new Float64Array(resamples.replicates).fill(-Infinity);
  const nulls = new Float64Array(resamples.replicates);
  resampledMeans(matrix, order, resampling(family), (position, count, group) => {
    for (let lane = 0; lane < count; lane++) {
      const row = order[position + lane];
      let jointly = 0;
      let alone = 0;
      nullValues(family, group, { row, lane, shift: shift[row] }, nulls);
      for (let r = 0; r < maxima.length; r++) {
        const value = twoSided ? Math.abs(nulls[r]) : nulls[r];
        if (value > maxima[r]) maxima[r] = value;
        if (maxima[r] >= values[row]) jointly++;
        if (value >= values[row]) alone++;
      }
      joint[row] = jointly;
      own[row] = alone;
    }
  });
  return { joint, own };
}

/** Adjusted p-values of the rows of `differences`, strong control of the family-wise error under the rows' own dependence. */
export function romanoWolf(differences: ReturnMatrix, options: RomanoWolfOptions = {}): RomanoWolfResult {
  const { alternative = "greater", recentring = "upper" } = options;
  const family = familyOf(differences, options);
  const statistics = family.means.map((mean, row) => (family.scales[row] > 0 ? mean * family.scales[row] : NaN));
  const values = alternative === "two-sided" ? statistics.map(Math.abs) : statistics;
  const order = rising(family.valid, values);
  const { joint, own } = counts(family, order, values, { alternative, recentring });
  const divisor = family.basis.replicates + 1;
  const adjusted = joint.map((count) => (count + 1) / divisor);
  for (let i = order.length - 2; i >= 0; i--) adjusted[order[i]] = Math.max(adjusted[order[i]], adjusted[order[i + 1]]);
  return { ...family.basis, alternative, statistics, adjusted, single: own.map((count) => (count + 1) / divisor) };
}
