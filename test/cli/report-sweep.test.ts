import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeReport } from "../../src/node/report";
import { CLI, workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]): string => join(space.folder, ...parts);
const RUN = ["--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--sweep", "profit_target=35,50,off", "--sweep", "max_positions=1,3", "--sweep", "ranking=credit,expected-value"];

beforeAll(async () => {
  space = await workspace();
}, 120_000);
afterAll(() => space.remove());

describe("mahler report of a sweep", () => {
  it("makes the same page with the sweep and after it", async () => {
    const { stdout, code } = await space.mahler("sweep", ...RUN, "--out", "grid", "--report");
    expect([code, stdout]).toEqual([0, expect.stringContaining("report: grid/report.html")]);
    const first = readFileSync(at("grid", "report.html"), "utf8");
    expect(first).toContain("SYNTHETIC QUOTES");
    expect(await space.mahler("report", "grid", "--out", "page.html")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report: page\.html \(\d+ KiB\)\n$/) });
    expect(readFileSync(at("page.html"), "utf8")).toBe(first);
  });

  it.skipIf(process.platform === "win32")("the command on it gives the best config's figures, bit for bit as printed", () => {
    const page = readFileSync(at("page.html"), "utf8");
    const command = /(mahler backtest [^]*?)--report/.exec(page)![1].replaceAll("\\\n", " ");
    const { stdout } = spawnSync("sh", ["-c", `mahler() { "$NODE" "$CLI" "$@"; }; ${command} --json --break-even off --out best`], { cwd: space.folder, encoding: "utf8", env: { ...process.env, NODE: process.execPath, CLI, MAHLER_WORKSPACE: space.folder } });
    const { values } = JSON.parse(stdout) as { values: Record<string, { value: number }> };
    expect(page).toContain(`<dt><a href="#def-sharpe">Sharpe</a></dt><dd><span class="good">${values.sharpe.value.toFixed(2)}</span></dd>`);
    expect(page).toContain(`<dt><a href="#def-trades">Closed trades</a></dt><dd>${values.trades.value}</dd>`);
  });

  it("ranks by any metric, without the dataset, and says what is wrong with one", async () => {
    renameSync(at("tiny"), at("away"));
    expect(await space.mahler("report", "grid", "--metric", "max_drawdown", "--out", "calm.html")).toMatchObject({ code: 0 });
    renameSync(at("away"), at("tiny"));
    expect(readFileSync(at("calm.html"), "utf8")).toContain("by Max drawdown, lower is better");
    expect(await space.mahler("report", "grid", "--metric", "sharp")).toMatchObject({ code: 2, stderr: expect.stringContaining("metric = sharp: is not a metric; did you mean sharpe?") });
    expect(await space.mahler("report", "best", "--metric", "sharpe")).toMatchObject({ code: 2, stderr: expect.stringContaining("--metric = sharpe: means nothing for what mahler backtest wrote (best); leave it out") });
    expect(await space.mahler("sweep", ...RUN, "--explain", "--report")).toMatchObject({ code: 2, stderr: expect.stringContaining("--report: asks for a page of results, --explain runs nothing") });
  });

  it("a page of rows so far says so; one without rows says how to go on", async () => {
    cpSync(at("grid"), at("half"), { recursive: true });
    const record = JSON.parse(readFileSync(at("half", "sweep.json"), "utf8")) as object;
    writeFileSync(at("half", "sweep.json"), JSON.stringify({ ...record, complete: false, configs: null, rejected: null, invalid: null }));
    mkdirSync(at("half", "parts"));
    renameSync(at("half", "results.arrow"), at("half", "parts", "00000.arrow"));
    expect(await space.mahler("report", "half")).toMatchObject({ code: 0 });
    expect(readFileSync(at("half", "report.html"), "utf8")).toMatch(/UNFINISHED\.<\/strong> 12 of 12 configs.*mahler sweep --resume half/);
    rmSync(at("half", "parts", "00000.arrow"));
    expect(await space.mahler("report", "half")).toMatchObject({ code: 4, stderr: expect.stringContaining("half: holds no results yet; go on with mahler sweep --resume half") });
  });

  it("names what is missing or damaged, and leaves the old page", async () => {
    const before = readFileSync(at("grid", "report.html"), "utf8");
    const results = readFileSync(at("grid", "results.arrow"));
    for (const damaged of [Buffer.from("nothing"), results.subarray(0, results.length >> 1), Buffer.alloc(0)]) {
      writeFileSync(at("grid", "results.arrow"), damaged);
      await expect(writeReport(at("grid"))).rejects.toThrow(/grid\/results\.arrow: is damaged|grid: holds 0 rows, sweep\.json counts 12/);
    }
    rmSync(at("grid", "results.arrow"));
    await expect(writeReport(at("grid"))).rejects.toThrow(/grid: has lost its results\.arrow; restore it, or run the sweep again/);
    writeFileSync(at("grid", "sweep.json"), "{");
    expect(await space.mahler("report", "grid")).toMatchObject({ code: 3, stderr: expect.stringContaining("grid/sweep.json: is not JSON") });
    expect(readFileSync(at("grid", "report.html"), "utf8")).toBe(before);
  });

  it("a new sweep in the same folder drops the old page", async () => {
    rmSync(at("half"), { recursive: true });
    await space.mahler("sweep", ...RUN, "--out", "half", "--quiet", "--report");
    expect(existsSync(at("half", "report.html"))).toBe(true);
    await space.mahler("sweep", ...RUN, "--out", "half", "--quiet");
    expect(existsSync(at("half", "report.html"))).toBe(false);
  });
});

describe("mahler walk-forward", () => {
  it("takes the folder of a sweep, and nothing that would change its configs", async () => {
    expect(await space.mahler("walk-forward", "half", "--windows", "6/1/1", "--quiet", "--out", "walk", "--workers", "1")).toMatchObject({ code: 0, stderr: "" });
    expect(await space.mahler("walk-forward", "half", "--sample", "3")).toMatchObject({ code: 2, stderr: expect.stringContaining("half: is a sweep that ran, its configs cannot be changed (sweep)") });
  });
});
