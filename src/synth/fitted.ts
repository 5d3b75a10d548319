// Fitted to the real chains of the corpus by `npm run fit:synth -- CORPUS`, which prints this file. Errors by year: docs/synth.md.
import type { SurfaceConstants } from "./surface";
import type { WidthConstants } from "./widths";

/** Weights of 1, level, trend and recent. */
export const SURFACE: SurfaceConstants = {
  closed: 0.311, slowDecay: 0.984, fastDecay: 127.963, power: 0.438,
  basis: -0.071,
  slow: [-0.915, -0.365, 0.232, 0],
  fast: [0.163, 0.374, 0.831, -0.008],
  curvature: [0.478, 0.09, -0.228, 0.086],
  skew: [0.371, 1.156, -0.058, -0.39],
};

export const WIDTH: WidthConstants = { level: 0, perYear: 0.1, settled: 2020 };
