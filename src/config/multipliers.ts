import type { Config } from "./parameters";
import { REGIME_PRESETS } from "./presets";

/** One multiplier per label of the chosen detector; null when the preset has no form for it. */
export function multipliersOf({ regime_multipliers, regime_detector }: Pick<Config, "regime_multipliers" | "regime_detector">): readonly number[] | null {
  return typeof regime_multipliers === "string" ? REGIME_PRESETS[regime_multipliers][regime_detector === "vix-ladder" ? "vix-ladder" : "four-state"] : regime_multipliers;
}
