import { describe, expect, it } from "vitest";
import { scoreOf } from "../../src/sweep/analysis/columns";
import { latticeOf } from "../../src/sweep/analysis/lattice";
import { plateau } from "../../src/sweep/analysis/plateau";
import type { SweepTable } from "../../src/sweep/table";
import { grid, tableOf } from "./tables";

const around = (table: SweepTable, metric: string, within?: number, minTrades?: number) => plateau(table, latticeOf(table), scoreOf(table, metric, minTrades), within);
const up = [1, 2, 3, 4, 5];

/** 5 × 5: a spike of 10 at (1, 5), a hill with top 6 at (4, 2) that falls by 1 per step. */
const hill = tableOf(grid({ x: up, y: up }), ({ x, y }) => {
  const [a, b] = [x as number, y as number];
  return { metrics: { sharpe: a === 1 && b === 5 ? 10 : 6 - Math.abs(a - 4) - Math.abs(b - 2), trades: 10 * a } };
});

describe("plateau", () => {
  it("calls a lonely peak a spike and recommends the hill, with their values", () => {
    const result = around(hill, "sharpe")!;
    // (1, 5): neighbours (2, 5) = 1 and (1, 4) = 1; box adds (2, 4) = 2.
    expect(result.best).toMatchObject({ config: 4, value: 10, score: 1, spike: true, steps: { count: 2, median: 1, worst: 1, near: 0 }, box: { count: 3, median: 1, worst: 1, near: 0 }, edges: ["x", "y"] });
    // (4, 2) = 6 with four neighbours of 5.
    expect(result.recommended).toEqual({ config: 16, value: 6, score: 5, steps: { count: 4, median: 5, worst: 5, near: 1 } });
    expect(result.axes).toEqual(["x", "y"]);
  });

  it("a peak on its hill is no spike", () => {
    const flat = tableOf(grid({ x: up }), ({ x }) => ({ metrics: { sharpe: [3, 5, 5.5, 5, 4][(x as number) - 1] } }));
    expect(around(flat, "sharpe")!.best).toMatchObject({ config: 2, spike: false, steps: { near: 1, median: 5 } });
    expect(around(flat, "sharpe", 0.05)!.best).toMatchObject({ spike: true, steps: { near: 0 } });
  });

  it("turns metrics of which less is better", () => {
    const falls = tableOf(grid({ x: up }), ({ x }) => ({ metrics: { max_drawdown: [0.1, 0.5, 0.2, 0.21, 0.22][(x as number) - 1] } }));
    const result = around(falls, "max_drawdown")!;
    expect(result.best).toMatchObject({ config: 0, value: 0.1, spike: null, steps: { median: 0.5, worst: 0.5, near: 0 } });
    expect(result.recommended).toMatchObject({ config: 2, value: 0.2, score: 0.21, steps: { median: 0.355, worst: 0.5 } });
  });

  it("does not recommend a pit between good neighbours", () => {
    const pit = tableOf(grid({ x: up }), ({ x }) => ({ metrics: { sharpe: [5, 1, 5, 2, 2][(x as number) - 1] } }));
    expect(around(pit, "sharpe")!.recommended).toMatchObject({ config: 0, value: 5, score: 3 });
  });

  it("S.10: undefined configs and those under the guardrail never win, and count as the worst neighbours", () => {
    const holes = tableOf(grid({ x: up }), ({ x }) => ({ metrics: { sharpe: [9, 4, NaN, 3, 3][(x as number) - 1], trades: [0, 9, 9, 9, 9][(x as number) - 1] }, trades: String(x) }));
    expect(around(holes, "sharpe")).toMatchObject({ best: { config: 1, value: 4, score: null, steps: { count: 2, median: null, worst: null, near: 0 } }, recommended: { config: 3, value: 3, score: 3 } });
    expect(around(hill, "sharpe", undefined, 20)!.best).toMatchObject({ config: 16, value: 6 });
    expect(around(hill, "sharpe", undefined, 1000)).toBeNull();
  });

  it("takes steps between numbers only, and none along inert parameters", () => {
    const mixed = tableOf(grid({ x: [50, 35, "off"], inert: [1, 2], name: ["a", "b"] }), ({ x, name }) => ({ metrics: { sharpe: (x === "off" ? 9 : (x as number) / 10) + (name === "a" ? 1 : 0) } }));
    const result = around(mixed, "sharpe")!;
    expect(result.axes).toEqual(["x", "inert"]);
    expect(result.best).toMatchObject({ value: 10, spike: null, steps: { count: 0, median: null, near: null } });
    expect(result.recommended).toMatchObject({ value: 6, steps: { count: 1 } });
  });

  it("steps past values that give the same trades, so that a limit that no longer binds makes no plateau", () => {
    const capped = tableOf(grid({ slots: [3, 4, 5, 6, 7, 8] }), ({ slots }) => ({ metrics: { sharpe: [1, 5, 1, 2, 2, 2][(slots as number) - 3] }, trades: String(Math.min(6, slots as number)) }));
    const { best, recommended } = around(capped, "sharpe")!;
    expect(best).toMatchObject({ config: 1, spike: true, edges: [], steps: { count: 2 } });
    expect(recommended).toMatchObject({ config: 3, value: 2, score: 1.5, steps: { count: 1, median: 1 } });
    const flat = tableOf(grid({ slots: [3, 4, 5], other: [1, 2] }), ({ slots, other }) => ({ metrics: { sharpe: slots === 3 ? 1 : 3 + (other as number) }, trades: `${slots === 3} ${other}` }));
    expect(around(flat, "sharpe")!.best).toMatchObject({ value: 5, steps: { count: 2, worst: 1 }, box: { count: 3 }, edges: ["other"] });
  });

  it("tells no spike from one neighbour", () => {
    expect(around(tableOf(grid({ x: [1, 2] }), ({ x }) => ({ metrics: { sharpe: x as number } })), "sharpe")!.best).toMatchObject({ spike: null, steps: { count: 1 }, edges: ["x"] });
  });

  it("a linked parameter moves along", () => {
    const linked = tableOf(grid({ x: up }).map(({ x }) => ({ x, y: (x as number) + 10 })), ({ x }) => ({ metrics: { sharpe: x as number } }));
    expect(around(linked, "sharpe")).toMatchObject({ axes: ["x"], best: { config: 4, steps: { count: 1, median: 4 } } });
  });
});
