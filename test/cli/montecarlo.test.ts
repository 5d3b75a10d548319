import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;

beforeAll(async () => {
  space = await workspace();
  const { code } = await space.mahler("backtest", "--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--break-even", "off", "--quiet", "--out", "run");
  expect(code).toBe(0);
}, 180_000);
afterAll(() => space.remove());

describe("mahler montecarlo", () => {
  it("prints the fan, the quantiles and the run itself, the same again", async () => {
    const { code, stdout, stderr } = await space.mahler("montecarlo", "run", "--paths", "200");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["200 paths of 314 sessions", "seed 20050101", "5 %, 50 %, 95 % of the paths", "final equity", "the run", "Ruin (equity at or below 50 % of its start"]) expect(stdout).toContain(words);
    expect((await space.mahler("montecarlo", "run", "--paths", "200")).stdout).toBe(stdout);
  });

  it("gives all of it as JSON, with the options that made it", async () => {
    const { stdout } = await space.mahler("montecarlo", "run", "--paths", "100", "--horizon", "50", "--block", "5", "--ruin", "99", "--seed", "3", "--json");
    const result = JSON.parse(stdout) as Record<string, unknown> & { terminal: number[]; fan: { day: number }[] };
    expect(result).toMatchObject({ folder: "run", sessions: 314, initial: 100_000, paths: 100, horizon: 50, meanBlock: 5, ruin: 0.99, seed: 3 });
    expect(result.terminal).toHaveLength(7);
    expect(result.fan.at(-1)?.day).toBe(50);
  });

  it.each<[string[], number, RegExp]>([
    [["run", "--paths", "0"], 2, /--paths = 0: is not a whole number from 1/],
    [["run", "--ruin", "100"], 2, /--ruin = 100: is not a number from 0 to 99.99/],
    [["run", "--block", "long"], 2, /--block = long: is not a number/],
    [["nowhere"], 4, /nowhere\/run.json: does not exist; name a folder that mahler backtest wrote/],
    [["tiny"], 4, /tiny\/run.json: does not exist/],
  ])("%j: exit code %i", async (args, code, message) => {
    const result = await space.mahler("montecarlo", ...args);
    expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
