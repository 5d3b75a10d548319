import { describe, expect, it } from "vitest";
import { readSweepTable } from "../../src/sweep/readTable";
import { hill, madeSweep, SMALL } from "../report/html/sweepMade";
import type { Making } from "../report/html/sweepMade";

const SPACES: Record<string, Making["sweep"]> = {
  "a grid with linked, conditional, on/off, text and switched-off values": SMALL.sweep,
  "a sample": { parameters: { profit_target: "10:90:1", min_delta: "0.02:0.20:0.01", ranking: ["credit", "expected-value"] }, mode: "sample", sample: 50, seed: 3 },
  "lists as values, numbers among words": { parameters: { width: [2, 5, "5,10"], time_exit: [0, 7, "off"], exit_priority: ["breaker,profit-target,stop-loss,gamma-exit,time-exit"], strategy: ["put-credit-spread", "call-credit-spread"] } },
  "a list of configs": { configs: [{ profit_target: 35, min_delta: 0.12 }, { profit_target: 50, min_delta: 0.05 }, { profit_target: "off", min_delta: 0.05 }] },
  "one value of one parameter": { parameters: { profit_target: [50] } },
};

describe("the table of a sweep, read back from its columns", () => {
  it.each(Object.entries(SPACES))("is the one that it was analysed by: %s", (_, sweep) => {
    const { recorded, space, table } = madeSweep({ sweep, outcome: hill });
    const read = readSweepTable(space, recorded.results, "out/made");
    expect(read.table).toEqual(table);
    expect(Array.from(read.numbers)).toEqual(Array.from({ length: table.count }, (_row, i) => i));
  });

  it("keeps the numbers of configs while rows are missing", () => {
    const { recorded, space, table } = madeSweep({ ...SMALL, done: (config) => config % 3 !== 1 });
    const { table: read, numbers } = readSweepTable(space, recorded.results, "out/made");
    expect(read).toEqual(table);
    expect(Array.from(numbers.subarray(0, 4))).toEqual([0, 2, 3, 5]);
  });

  it("names the file, the column and the value that do not belong there", () => {
    const { recorded: { results }, space } = madeSweep(SMALL);
    const without = (name: string) => ({ ...results, columns: results.columns.filter((column) => column.name !== name) });
    const withCells = (name: string, cells: Float64Array) => ({ ...results, columns: results.columns.map((column) => (column.name === name ? ({ ...column, cells } as (typeof results.columns)[number]) : column)) });
    for (const name of ["config", "fingerprint", "profit_target", "max_delta"]) expect(() => readSweepTable(space, without(name), "x.arrow")).toThrow(`x.arrow column ${name}: is missing; run the sweep again with this version`);
    expect(() => readSweepTable(space, withCells("max_positions", new Float64Array(results.count).fill(9)), "x.arrow")).toThrow("x.arrow column max_positions row 0: holds 9, which the space does not vary it over");
    expect(readSweepTable(space, without("sortino"), "x.arrow").table.metrics).not.toHaveProperty("sortino");
  });
});
