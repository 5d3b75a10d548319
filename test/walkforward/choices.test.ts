import { describe, expect, it } from "vitest";
import { consensus, stability } from "../../src/walkforward/stability";
import { grid } from "../sweep/support";

const space = grid({ profit_target: [20, 50, 80, "off"], ranking: ["credit", "expected-value"], max_dte: "min_dte + 20" }, {});
const config = (profit_target: unknown, ranking: string) => ({ profit_target, ranking, max_dte: 45 });
const CONFIGS = [config(20, "credit"), config(20, "expected-value"), config(50, "credit"), config(80, "credit"), config("off", "credit")];
const set = { parameters: (number: number) => CONFIGS[number] };
const chose = (...numbers: (number | null)[]) => numbers.map((chosen) => ({ chosen, parameters: chosen === null ? {} : CONFIGS[chosen] }));

describe("stability", () => {
  const found = stability(space, chose(0, 0, 2, null, 3, 1));

  it("counts values, changes between neighbours that both chose, and choices at the ends of three or more numbers", () => {
    expect(found.map(({ key }) => key)).toEqual(["profit_target", "ranking", "max_dte"]);
    expect(found[0]).toMatchObject({ values: [{ value: 20, windows: 3 }, { value: 50, windows: 1 }, { value: 80, windows: 1 }], steps: 3, changes: 2, edge: 4 });
    expect(found[1]).toMatchObject({ values: [{ value: "credit", windows: 4 }, { value: "expected-value", windows: 1 }], steps: 3, changes: 1, edge: null });
    expect(found[2]).toMatchObject({ values: [{ value: 45, windows: 5 }], changes: 0, entropy: 0, edge: null });
  });

  it("entropy: 0 for one value always, 1 for all values equally often (scipy.stats.entropy / ln of the number of values)", () => {
    expect(stability(space, chose(0, 0, 2, 3))[0].entropy).toBeCloseTo(0.75, 15);
    expect(stability(space, chose(0, 2, 3, 4))[0].entropy).toBe(1);
    expect(stability(space, chose(0, 1))[1].entropy).toBe(1);
    expect(stability(space, chose(4))[0].entropy).toBe(0);
    expect(stability(space, chose(null, null))[0]).toMatchObject({ values: [], steps: 0, changes: 0, entropy: 0 });
  });
});

describe("consensus", () => {
  it("is the config that most windows chose", () => {
    expect(consensus(set, chose(3, 2, 2, null, 0))).toEqual({ config: 2, windows: 2, agreement: (2 + 4 + 4) / 12, parameters: CONFIGS[2] });
  });

  it("ties go to the one whose values most windows share, then to the one chosen last", () => {
    expect(consensus(set, chose(1, 2, 3, 0))).toMatchObject({ config: 0, windows: 1 }); // 20 in two windows and credit in three
    expect(consensus(set, chose(2, 3))).toMatchObject({ config: 3 });
    expect(consensus(set, chose(3, 2))).toMatchObject({ config: 2 });
  });

  it("there is none when every window held cash", () => {
    expect(consensus(set, chose(null))).toBeNull();
  });
});
