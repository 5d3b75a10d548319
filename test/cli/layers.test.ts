import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]) => join(space.folder, ...parts);
const FAST = ["--data", "tiny", "--ticker", "SPY,QQQ", "--replicates", "199"];

beforeAll(async () => {
  space = await workspace();
}, 60_000);
afterAll(() => space.remove());

describe("mahler layers", () => {
  it("the production system: a verdict per layer with its numbers, every run, and the files", async () => {
    const { code, stdout, stderr } = await space.mahler("layers", ...FAST, "--out", "all", "--report", "page.html");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["SYNTHETIC QUOTES", "Which layers add value?", "regime-sizing: ", "in the system", "base + iv-filter", "system − breakers", "winners missed", "Romano–Wolf", "Power:", "report: page.html"]) expect(stdout).toContain(words);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
    expect(readdirSync(at("all")).sort()).toEqual(["equity.csv", "layers.json", "trials.json"]);
    const page = readFileSync(at("page.html"), "utf8");
    expect(page).toMatch(/<svg role="img"[\s\S]*Sharpe/);
    expect(page).not.toMatch(/<script|NaN|undefined<|Infinity/);
    expect(page).toContain("mahler layers --replicates 199 --ticker SPY,QQQ --data tiny</code>");
    expect((await space.mahler("report", "all", "--out", "after.html")).code).toBe(0);
    expect(readFileSync(at("after.html"), "utf8")).toBe(page);
  });

  it("layers.json says it all again, in numbers; the same bytes whenever it is run", async () => {
    const { stdout } = await space.mahler("layers", ...FAST, "--out", "again", "--json");
    const { folder, ...record } = JSON.parse(stdout) as { folder: string; verdicts: { layer: string; verdict: string; line: string }[]; runs: { id: string }[]; pairs: { with: string }[] };
    expect(folder).toBe("again");
    expect(JSON.parse(readFileSync(at("again", "layers.json"), "utf8"))).toEqual(record);
    for (const name of ["layers.json", "equity.csv"]) expect(readFileSync(at("again", name)), name).toEqual(readFileSync(at("all", name)));
    expect(record.verdicts.map(({ layer }) => layer)).toEqual(["regime-sizing", "portfolio-limits", "correlated-heat", "breakers", "vix-scaling", "iv-filter", "dynamic-exits", "gamma-exit", "time-exit", "min-credit"]);
    for (const { layer, verdict, line } of record.verdicts) expect(line.startsWith(`${layer}: ${verdict} (in the system: `), line).toBe(true);
    const [head, ...rows] = readFileSync(at("all", "equity.csv"), "utf8").trim().split("\n");
    expect(head.split(",")).toEqual(["date", ...record.runs.map(({ id }) => id)]);
    expect(rows[0]).toMatch(/^2019-01-02(,\d+(\.\d+)?)+$/);
  });

  it("layers of the config file, of config/layers and of a file; chosen by name, on a base, from a day on", async () => {
    writeFileSync(at("mine.yaml"), "config: main\nstart: data\nend: data\nmin_credit: 3\nlayers:\n  - name: narrow\n    about: sells farther away\n    on: { max_delta: 0.2 }\n");
    writeFileSync(at("short.yaml"), "on: { max_dte: 35 }\n");
    const { code, stdout, stderr } = await space.mahler("layers", "--config", "mine.yaml", ...FAST, "--layers", "narrow,stop-loss,./short.yaml", "--from", "2019-06-03", "--correction", "bh");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["narrow", "stop-loss", "short", "2019-06-03 … 2020-03-31", "Benjamini–Hochberg", "out/layers-"]) expect(stdout).toContain(words);
    const based = await space.mahler("layers", "--base", "mine.yaml", ...FAST, "--layers", "iv-filter,narrow", "--json");
    expect((JSON.parse(based.stdout) as { runs: { id: string; on: string[] }[] }).runs.map(({ id, on }) => [id, on.length])).toEqual([["base", 0], ["base + iv-filter", 1], ["base + narrow", 1], ["system", 2]]);
  });

  it.each([
    [["--layers", "breaker"], "--layers: breaker: is not a layer; did you mean breakers?"],
    [["--from", "soon"], "--from = soon: is not a date"],
    [["--from", "2031-01-01", "--layers", "breakers"], "from = 2031-01-01: is after the last session, 2020-03-31"],
    [["--level", "95"], "--level = 95: is not a number from 0.5 to 0.999"],
  ])("%j is refused", async (flags, message) => {
    const { code, stderr } = await space.mahler("layers", ...FAST, ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("--quiet prints nothing; a folder of something else is not overwritten", async () => {
    expect(await space.mahler("layers", ...FAST, "--layers", "breakers", "--quiet", "--out", "q")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await space.mahler("layers", ...FAST, "--layers", "breakers", "--out", "tiny")).toMatchObject({ code: 2, stderr: expect.stringContaining("does not hold a comparison of layers") });
  });

  it.skipIf(process.platform === "win32")("Ctrl-C writes nothing", async () => {
    const stopped = await runCli(space.folder, ["layers", "--data", "tiny", "--ticker", "SPY,QQQ", "--replicates", "50000", "--out", "part"], (child) => setTimeout(() => child.kill("SIGINT"), 3000));
    expect([stopped.code, existsSync(at("part"))]).toEqual([130, false]);
  });
});
