// Daily returns of many configurations over the same sessions, flat and row-major: value of row r in session c = values[r × columns + c].
import { dataError } from "../errors";

/** Rows are configurations, columns are sessions. */
export interface ReturnMatrix { rows: number; columns: number; values: Float64Array }

/** A matrix over `values` (not copied); without values all are 0. Refuses a length that is not rows × columns. */
export function returnMatrix(rows: number, columns: number, values = new Float64Array(rows * columns)): ReturnMatrix {
  if (values.length !== rows * columns) throw dataError(`return matrix of ${rows} × ${columns}`, `${values.length} values given`, `give ${rows * columns}`);
  return { rows, columns, values };
}

/** One row as a view, not a copy. */
export const rowOf = ({ columns, values }: ReturnMatrix, row: number): Float64Array => values.subarray(row * columns, (row + 1) * columns);

/** A copied matrix of the named rows, in the order named; a row may be named more than once. */
export function selectRows(matrix: ReturnMatrix, rows: ArrayLike<number>): ReturnMatrix {
  const chosen = returnMatrix(rows.length, matrix.columns);
  for (let i = 0; i < rows.length; i++) chosen.values.set(rowOf(matrix, rows[i]), i * matrix.columns);
  return chosen;
}

/** The columns [from, until) as a copied matrix. */
export function selectColumns(matrix: ReturnMatrix, from: number, until: number): ReturnMatrix {
  const chosen = returnMatrix(matrix.rows, until - from);
  for (let row = 0; row < matrix.rows; row++) chosen.values.set(rowOf(matrix, row).subarray(from, until), row * chosen.columns);
  return chosen;
}

/** Rows minus one benchmark series of the same length: the excess over it. */
export function excessOver(matrix: ReturnMatrix, benchmark: ArrayLike<number>): ReturnMatrix {
  if (benchmark.length !== matrix.columns) throw dataError(`benchmark of ${benchmark.length} sessions`, `the matrix has ${matrix.columns}`, "give one value per session");
  const excess = returnMatrix(matrix.rows, matrix.columns);
  for (let i = 0; i < excess.values.length; i++) excess.values[i] = matrix.values[i] - benchmark[i % matrix.columns];
  return excess;
}

/**
 * Daily returns of marked equity, [row][session] in money units → [row][session]: the first session's return is against `initial`. After equity is gone
 * (≤ 0) returns are 0: nothing is left to change.
 */
export function returnsOfEquity(equity: ArrayLike<number>, rows: number, initial: number): ReturnMatrix {
  const columns = rows > 0 ? equity.length / rows : 0;
  if (!Number.isInteger(columns)) throw dataError(`equity of ${equity.length} values`, `not a whole number of sessions for ${rows} rows`);
  const returns = returnMatrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    let previous = initial;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      returns.values[i] = previous > 0 ? equity[i] / previous - 1 : 0;
      previous = equity[i];
    }
  }
  return returns;
}
