// Fitted to the real chains of the corpus by `npm run fit:synth -- CORPUS`, which prints this file. Errors by year: docs/synth.md.
import type { SurfaceConstants } from "./surface";
import type { WidthConstants } from "./widths";

/** Five weights each: 1, level, trend, recent, era. */
export const SURFACE: SurfaceConstants = {
  closed: 0.311, slowDecay: 0.984, fastDecay: 127.963, power: 0.438,
  basis: [-0.071, 0, 0, 0, 0],
  slow: [-0.915, -0.365, 0.232, 0, 0],
  fast: [0.163, 0.374, 0.831, -0.008, 0],
  curvature: [0.478, 0.09, -0.228, 0.086, 0],
  skew: [0.371, 1.156, -0.058, -0.39, 0],
};

export const WIDTH: WidthConstants = { level: 0, perYear: 0.1, settled: 2020 };
