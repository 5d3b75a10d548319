// Small dense matrices as arrays of rows: at most a handful of columns, so clarity before speed.

export type Dense = number[][];

export const dense = (rows: number, columns: number, of: (i: number, j: number) => number): Dense =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => of(i, j)));

export const transposed = (a: Dense): Dense => dense(a[0].length, a.length, (i, j) => a[j][i]);

export const product = (a: Dense, b: Dense): Dense => dense(a.length, b[0].length, (i, j) => a[i].reduce((sum, value, k) => sum + value * b[k][j], 0));

/** xᵀ A x. */
export const quadratic = (a: Dense, x: readonly number[]): number => a.reduce((sum, row, i) => sum + x[i] * row.reduce((s, value, j) => s + value * x[j], 0), 0);

/** X with A X = B, by elimination with row pivots; a pivot of 0 leaves its unknown at 0. */
export function solve(a: Dense, b: Dense): Dense {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...b[i]]);
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (rows[k][k] === 0) continue;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < rows[i].length; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, i) => row.slice(n).map((value) => (row[i] === 0 ? 0 : value / row[i])));
}

/** Turns a symmetric matrix and its basis by the Jacobi rotation that clears entry (p, q). */
function rotate(a: Dense, v: Dense, p: number, q: number): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (x: number[], i: number, j: number) => { [x[i], x[j]] = [c * x[i] - s * x[j], s * x[i] + c * x[j]]; };
  for (const row of a) turn(row, p, q);
  for (let k = 0; k < a.length; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
  for (const row of v) turn(row, p, q);
}

/** Eigenvalues of a symmetric matrix and its eigenvectors as columns, by cyclic Jacobi rotations. */
export function eigen(symmetric: Dense): { values: number[]; vectors: Dense } {
  const a = symmetric.map((row) => [...row]);
  const n = a.length;
  const vectors = dense(n, n, (i, j) => (i === j ? 1 : 0));
  const size = Math.sqrt(a.reduce((sum, row) => sum + row.reduce((s, x) => s + x * x, 0), 0));
  for (let sweep = 0; sweep < 50; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) if (Math.abs(a[p][q]) > 1e-17 * size) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]), vectors };
}
