import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const RUN = ["causality", "--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--points", "3"];

beforeAll(async () => {
  space = await workspace();
}, 120_000);
afterAll(() => space.remove());

describe("mahler causality", () => {
  it("S.7: finds nothing in the default config, says what it compared, and writes the same file again", async () => {
    const { code, stdout, stderr } = await space.mahler(...RUN, "--out", "clean");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["truncate", "perturb", "close", "reason codes", "No decision hangs on data that were not known yet", "clean: causality.json"]) expect(stdout).toContain(words);
    expect(await space.mahler("report", "clean")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report: clean\/report\.html/) });
    expect(readFileSync(join(space.folder, "clean", "report.html"), "utf8")).toContain("No decision hangs on data that were not known yet.");
    await space.mahler(...RUN, "--quiet", "--out", "again");
    const file = (folder: string): string => readFileSync(join(space.folder, folder, "causality.json"), "utf8");
    expect(file("again")).toBe(file("clean"));
    expect(JSON.parse(file("clean"))).toMatchObject({ clean: true, config: { min_credit: 3 }, asked: { points: 3, seed: 1 }, probes: [{ probe: "truncate", leak: null }, { probe: "perturb" }, { probe: "close" }] });
  });

  it("exits with 1 on a leak, and says who, what and which datum", async () => {
    const leak = [...RUN, "--feature-lag", "0", "--days", "2019-10-15", "--probes", "close"];
    const { code, stdout } = await space.mahler(...leak);
    expect(code).toBe(1);
    for (const words of ["Leak: close", "2019-10-15", "known SPY", "momentum", "Leaked: bars of SPY, the data of 2019-10-15, columns"]) expect(stdout).toContain(words);
    const json = await space.mahler(...leak, "--json");
    expect(json.code).toBe(1);
    const { folder, clean } = JSON.parse(json.stdout) as { folder: string; clean: boolean };
    expect([clean, existsSync(join(space.folder, folder, "causality.json"))]).toEqual([false, true]);
  });

  it.each<[string[], number, RegExp]>([
    [["--points", "0"], 2, /--points = 0: is not a whole number/],
    [["--days", "soon"], 2, /--days = soon: is not a date/],
    [["--days", "2031-01-02,1999-01-04", "--end", "2019-03-01"], 0, /^$/],
    [["--days", "1999-01-04"], 3, /days: none of them is a session/],
    [["--probes", "close,tomorrow"], 2, /--probes = tomorrow: is not a probe; choose from truncate, perturb, close/],
    [["--out", "tiny"], 2, /out = tiny: exists and does not hold a causality test/],
  ])("%j: exit code %i", async (args, code, message) => {
    const result = await space.mahler(...RUN, "--quiet", ...args);
    expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
