// Long-run covariance of the mean of several series: D. W. K. Andrews (1991) Parzen kernel with automatic bandwidth, prewhitened by a first-order vector
// autoregression (Andrews and Monahan 1992), as in the code published with O. Ledoit and M. Wolf (2008).
import { pow } from "../../assembly/portable/pow";
import { dense, eigen, product, solve, transposed } from "./linear";
import type { Dense } from "./linear";
import { centred } from "./sums";

/** Largest singular value an autoregression keeps. */
const LARGEST_MEMORY = 0.97;

export function parzen(x: number): number {
  if (x <= 0.5) return 1 - 6 * x * x + 6 * x * x * x;
  return x <= 1 ? 2 * (1 - x) * (1 - x) * (1 - x) : 0;
}

/** Coefficient and residual variance of x_t on x_{t−1} with an intercept. */
function autoregression(x: Float64Array): { rho: number; variance: number } {
  const before = centred(x.subarray(0, x.length - 1));
  const after = centred(x.subarray(1));
  const squares = before.reduce((sum, value) => sum + value * value, 0);
  const rho = squares > 0 ? before.reduce((sum, value, i) => sum + value * after[i], 0) / squares : 0;
  return { rho, variance: after.reduce((sum, value, i) => sum + (value - rho * before[i]) * (value - rho * before[i]), 0) / before.length };
}

/** Andrews's α̂(2) with weights 1 on every series. */
function smoothness(columns: readonly Float64Array[]): number {
  let above = 0;
  let below = 0;
  for (const { rho, variance } of columns.map(autoregression)) {
    const quad = (1 - rho) * (1 - rho) * (1 - rho) * (1 - rho);
    above += (4 * rho * rho * variance * variance) / (quad * quad);
    below += (variance * variance) / quad;
  }
  return below > 0 ? above / below : 0;
}

/** Autocovariance matrix of lag j, divisor n. */
const lagged = (columns: readonly Float64Array[], j: number): Dense =>
  dense(columns.length, columns.length, (a, b) => {
    let sum = 0;
    for (let t = j; t < columns[a].length; t++) sum += columns[a][t] * columns[b][t - j];
    return sum / columns[a].length;
  });

/** Parzen-weighted sum of autocovariances × n / (n − series). */
function kernelCovariance(columns: readonly Float64Array[]): Dense {
  const n = columns[0].length;
  const width = Math.min(2.6614 * pow(smoothness(columns) * n, 0.2), n - 1);
  const sum = lagged(columns, 0);
  for (let j = 1; j < width; j++) {
    const gamma = lagged(columns, j);
    const weight = parzen(j / width);
    for (let a = 0; a < sum.length; a++) for (let b = 0; b < sum.length; b++) sum[a][b] += weight * (gamma[a][b] + gamma[b][a]);
  }
  return sum.map((row) => row.map((value) => (value * n) / (n - columns.length)));
}

/** Singular values above 0.97 are cut to it: A V diag(min(d, 0.97) / d) Vᵀ with A = U d Vᵀ. */
function tamed(a: Dense): Dense {
  const { values, vectors } = eigen(product(transposed(a), a));
  const factors = values.map((value) => Math.min(1, LARGEST_MEMORY / Math.sqrt(Math.max(value, 1e-300))));
  return factors.every((factor) => factor === 1) ? a : product(product(a, vectors), dense(a.length, a.length, (i, j) => factors[i] * vectors[j][i]));
}

/** A of v_t = A v_{t−1} + e_t by least squares. */
function vectorAutoregression(columns: readonly Float64Array[]): Dense {
  const k = columns.length;
  const sums = (lag: number) => dense(k, k, (a, b) => { let sum = 0; for (let t = 1; t < columns[a].length; t++) sum += columns[a][t - lag] * columns[b][t - 1]; return sum; });
  return transposed(solve(sums(1), transposed(sums(0))));
}

/** Long-run covariance of `columns` (each centred, of one length ≥ columns + 3), prewhitened unless told otherwise. */
export function longRunCovariance(columns: readonly Float64Array[], prewhiten = true): Dense {
  if (!prewhiten) return kernelCovariance(columns);
  const k = columns.length;
  const a = tamed(vectorAutoregression(columns));
  const residuals = columns.map((column, i) => Float64Array.from({ length: column.length - 1 }, (_, t) => column[t + 1] - a[i].reduce((sum, weight, j) => sum + weight * columns[j][t], 0)));
  const inverse = solve(dense(k, k, (i, j) => (i === j ? 1 : 0) - a[i][j]), dense(k, k, (i, j) => (i === j ? 1 : 0)));
  return product(product(inverse, kernelCovariance(residuals)), transposed(inverse));
}

/** Standard error of the mean of a dependent series. */
export const standardErrorOfMean = (series: ArrayLike<number>): number => Math.sqrt(Math.max(0, longRunCovariance([centred(series)])[0][0] / series.length));
