// Fitted to the real chains of the corpus by `npm run fit:synth -- CORPUS`, which prints this file. Errors by year: docs/synth.md.
import type { SurfaceConstants } from "./surface";
import type { WidthConstants } from "./widths";

/** Weights of 1, level (for curvature and skew: smile), trend and recent. */
export const SURFACE: SurfaceConstants = {
  closed: 0.2765, slowDecay: 3.7353, fastDecay: 73.4596, power: 0.4371, basis: -0.0649,
  slow: [-1.1425, 0.3853, 1.5255, -0.0091],
  fast: [0.8243, 1.3357, 2.8539, -0.0937],
  curvature: [0.51, 0.2303, -0.334, 0.0805],
  skew: [0.3748, 1.1069, -0.0766, -0.3647],
};

/** SPY's width level, and how it fell each year until it settled; nothing is known before 2011. */
export const WIDTH: WidthConstants = { level: 0.0972, perYear: 0.1557, settled: 2020, known: 2011 };
