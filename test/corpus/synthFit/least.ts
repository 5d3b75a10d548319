/** Solves a symmetric positive system in place by Cholesky; the right side becomes the solution. */
function solve(a: Float64Array[], b: Float64Array): void {
  const n = b.length;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) a[j][j] -= a[j][k] * a[j][k];
    a[j][j] = Math.sqrt(Math.max(a[j][j], 1e-300));
    for (let i = j + 1; i < n; i++) {
      for (let k = 0; k < j; k++) a[i][j] -= a[i][k] * a[j][k];
      a[i][j] /= a[j][j];
    }
  }
  for (let i = 0; i < n; i++) { for (let k = 0; k < i; k++) b[i] -= a[i][k] * b[k]; b[i] /= a[i][i]; }
  for (let i = n - 1; i >= 0; i--) { for (let k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k]; b[i] /= a[i][i]; }
}

/** Minimises Σ residual² over the free numbers by Levenberg and Marquardt with forward differences. Deterministic. */
export function leastSquares(start: readonly number[], residuals: (x: readonly number[]) => Float64Array, { rounds = 40, free = start.map(() => true) } = {}): number[] {
  const moving = start.map((_, j) => j).filter((j) => free[j]);
  let x = [...start];
  let r = residuals(x);
  let cost = r.reduce((s, v) => s + v * v, 0);
  if (!Number.isFinite(cost)) throw new Error("the start has no finite cost: a residual is not a number");
  let damping = 1e-2;
  for (let round = 0; round < rounds; round++) {
    const jacobian = moving.map((j) => {
      const step = 1e-5 * Math.max(1, Math.abs(x[j]));
      const moved = residuals(x.map((v, i) => (i === j ? v + step : v)));
      return moved.map((v, i) => (v - r[i]) / step);
    });
    const gradient = jacobian.map((column) => column.reduce((s, v, i) => s - v * r[i], 0));
    const normal = jacobian.map((a) => Float64Array.from(jacobian, (b) => a.reduce((s, v, i) => s + v * b[i], 0)));
    let improved = false;
    while (damping < 1e8) {
      const a = normal.map((row, i) => { const copy = Float64Array.from(row); copy[i] += damping * (row[i] + 1e-9); return copy; });
      const b = Float64Array.from(gradient);
      solve(a, b);
      const next = [...x];
      moving.forEach((j, i) => { next[j] += b[i]; });
      const there = residuals(next);
      const nextCost = there.reduce((s, v) => s + v * v, 0);
      if (nextCost < cost) {
        improved = cost - nextCost > 1e-7 * cost;
        [x, r, cost] = [next, there, nextCost];
        damping = Math.max(1e-9, damping / 5);
        break;
      }
      damping *= 4;
    }
    if (!improved) break;
  }
  return x;
}
