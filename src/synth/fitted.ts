// Fitted to the real chains of the corpus by `npm run fit:synth -- CORPUS`, which prints this file. Errors by year: docs/synth.md.
import type { SurfaceConstants } from "./surface";
import type { WidthConstants } from "./widths";

/** Weights of 1, level (for curvature and skew: smile), trend and recent. */
export const SURFACE: SurfaceConstants = {
  closed: 0.2745, slowDecay: 3.7502, fastDecay: 73.3922, power: 0.4371, basis: -0.0649,
  slow: [-1.1423, 0.386, 1.524, -0.0094],
  fast: [0.8231, 1.3243, 2.8491, -0.0931],
  curvature: [0.5326, 0.3059, -0.3575, 0.0971],
  skew: [0.3768, 1.1211, -0.0913, -0.3644],
};

/** SPY's width level, and how it fell each year until it settled; nothing is known before 2011. */
export const WIDTH: WidthConstants = { level: 0.0972, perYear: 0.1557, settled: 2020, known: 2011 };
