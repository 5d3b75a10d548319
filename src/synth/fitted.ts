// Fitted to the real chains of the corpus by `npm run fit:synth -- CORPUS`, which prints this file. Errors by year: docs/synth.md.
import type { SurfaceConstants } from "./surface";
import type { WidthConstants } from "./widths";

/** Weights of 1, level, trend and recent. */
export const SURFACE: SurfaceConstants = {
  closed: 0.2641, slowDecay: 3.8909, fastDecay: 73.3999, power: 0.4374, basis: -0.063,
  slow: [-1.0544, 0.4537, 1.5071, -0.0155],
  fast: [0.7259, 1.1658, 2.8566, -0.0744],
  curvature: [0.4974, 0.1701, -0.2631, 0.078],
  skew: [0.3542, 1.0314, -0.1802, -0.3812],
};

/** SPY's width level, and how it fell each year until it settled; nothing is known before 2011. */
export const WIDTH: WidthConstants = { level: 0.0971, perYear: 0.1558, settled: 2020, known: 2011 };
