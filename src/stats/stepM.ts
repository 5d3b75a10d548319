// The rows that a stepwise reality check finds: J. P. Romano, M. Wolf (2005), Econometrica 73, 1237–1282, algorithm 4.1 (studentised).
import type { FamilyBasis, FamilyOptions } from "./family";
import type { ReturnMatrix } from "./matrix";
import { romanoWolf } from "./romanoWolf";

export interface StepMOptions extends FamilyOptions {
  /** Chance of one false rejection or more; default 0.05. */
  level?: number;
  /** As of `romanoWolf`; default "upper". */
  recentring?: "upper" | "consistent";
}

export interface StepMResult extends FamilyBasis {
  level: number;
  /** Rows whose mean is above 0, by rising row. */
  superior: number[];
  adjusted: Float64Array;
}

/**
 * Rows with a positive mean, with family-wise error ≤ level. Rejecting all rows above one critical value and then recomputing it over the rest ends in the
 * same set as stepping down one row at a time: critical values only fall as rows leave, so the set is {row: adjusted p ≤ level}.
 */
export function stepM(excess: ReturnMatrix, options: StepMOptions = {}): StepMResult {
  const { level = 0.05 } = options;
  const { replicates, meanBlock, seed, studentise, adjusted } = romanoWolf(excess, options);
  const superior = [...adjusted.keys()].filter((row) => adjusted[row] <= level);
  return { replicates, meanBlock, seed, studentise, level, superior, adjusted };
}
