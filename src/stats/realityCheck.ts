// H. White (2000), "A reality check for data snooping", Econometrica 68, 1097–1126: the SPA test without studentising and without leaving rows out.
import type { FamilyBasis, FamilyOptions } from "./family";
import type { ReturnMatrix } from "./matrix";
import { spa } from "./spa";

export interface RealityCheckResult extends FamilyBasis {
  /** max(0, largest √n mean). */
  statistic: number;
  best: number;
  pValue: number;
}

/** Test that at least one row of `excess` has a positive mean; loses power with every bad or noisy row added, hence `spa`. */
export function realityCheck(excess: ReturnMatrix, options: Omit<FamilyOptions, "studentise"> = {}): RealityCheckResult {
  const { replicates, meanBlock, seed, studentise, statistic, best, upper } = spa(excess, { ...options, studentise: "none" });
  return { replicates, meanBlock, seed, studentise, statistic, best, pValue: upper };
}
