import { describe, expect, it } from "vitest";
import { MahlerError } from "../../src/errors";
import { excessOver, returnMatrix, returnsOfEquity, rowOf, selectColumns, selectRows } from "../../src/stats/matrix";

const matrix = returnMatrix(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6));

describe("return matrix", () => {
  it("is row-major and refuses a wrong length", () => {
    expect([...rowOf(matrix, 1)]).toEqual([4, 5, 6]);
    expect(() => returnMatrix(2, 2, new Float64Array(3))).toThrow(MahlerError);
    expect(returnMatrix(0, 5).values.length).toBe(0);
  });

  it("selects rows, repeats included, and columns, as copies", () => {
    const rows = selectRows(matrix, [1, 0, 1]);
    expect([...rows.values]).toEqual([4, 5, 6, 1, 2, 3, 4, 5, 6]);
    rows.values[0] = 99;
    expect(matrix.values[3]).toBe(4);
    expect([...selectColumns(matrix, 1, 3).values]).toEqual([2, 3, 5, 6]);
    expect(selectColumns(matrix, 1, 1)).toMatchObject({ rows: 2, columns: 0 });
  });

  it("subtracts a benchmark from every row", () => {
    expect([...excessOver(matrix, [1, 1, 1]).values]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() => excessOver(matrix, [1])).toThrow("1 sessions");
  });

  it("turns equity into returns against the initial value; lost equity returns nothing more", () => {
    expect([...returnsOfEquity([110, 99, 99, 100, 0, 0], 2, 100).values]).toEqual([110 / 100 - 1, 99 / 110 - 1, 0, 0, -1, 0]);
    expect(returnsOfEquity([], 0, 100)).toMatchObject({ rows: 0, columns: 0 });
    expect(() => returnsOfEquity([1, 2, 3], 2, 1)).toThrow("2 rows");
  });
});
