import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const RUN = ["backtest", "--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--break-even", "off"];
const at = (...parts: string[]): string => join(space.folder, ...parts);

beforeAll(async () => {
  space = await workspace();
}, 120_000);
afterAll(() => space.remove());

describe("mahler report", () => {
  it("makes the same page with the run and after it, without the dataset", async () => {
    const { stdout, code } = await space.mahler(...RUN, "--out", "run", "--report");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/report: run\/report\.html\n$/)]);
    expect((await space.mahler(...RUN, "--profit-target", "40", "--out", "other", "--quiet")).code).toBe(0);
    const first = readFileSync(at("run", "report.html"), "utf8");
    expect(first).toContain("SYNTHETIC QUOTES");
    rmSync(at("tiny"), { recursive: true });
    expect(await space.mahler("report", "run", "--out", "page.html")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report: page\.html \(\d+ KiB\)\n$/) });
    expect(readFileSync(at("page.html"), "utf8")).toBe(first);
    expect(JSON.parse((await space.mahler("report", "run", "--json")).stdout)).toEqual({ report: "run/report.html", bytes: Buffer.byteLength(first) });
  });

  it("compares runs, writes the page beside the first, and refuses what cannot be compared", async () => {
    const { code, stdout } = await space.mahler("report", "run", "other");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^report: compare-run-other\.html \(\d+ KiB\)\n$/)]);
    expect(readFileSync(at("compare-run-other.html"), "utf8")).toContain("<title>Comparison of run, other</title>");
    expect(await space.mahler("report", "run", "run")).toMatchObject({ code: 2, stderr: expect.stringContaining("run: is named twice; name each run once") });
    expect(await space.mahler("report", "run", "nowhere")).toMatchObject({ code: 4, stderr: expect.stringContaining("nowhere: does not exist") });
    expect(await space.mahler("report", "run", "other", "--metric", "sharpe")).toMatchObject({ code: 2, stderr: expect.stringContaining("means nothing for a comparison of runs; leave it out") });
  });

  it("says what is missing, damaged or not writable, and leaves the old page", async () => {
    const before = readFileSync(at("run", "report.html"), "utf8");
    expect(await space.mahler("report", "nowhere")).toMatchObject({ code: 4, stderr: expect.stringContaining("nowhere: does not exist; name a folder that a mahler command wrote") });
    expect(await space.mahler("report", "run", "--out", "no/such/folder.html")).toMatchObject({ code: 4, stderr: expect.stringContaining("no/such/folder.html: does not exist") });
    expect(await space.mahler("report", ".")).toMatchObject({ code: 4, stderr: expect.stringContaining("holds none of run.json") });
    expect(await space.mahler("backtest", "--report", "main")).toMatchObject({ code: 2, stderr: expect.stringContaining("--report main: does not end in .html; name an HTML file, or put --report last") });
    writeFileSync(at("run", "equity.arrow"), "nothing");
    expect(await space.mahler("report", "run")).toMatchObject({ code: 3, stderr: expect.stringContaining("run/equity.arrow: is not an Arrow file") });
    expect(readFileSync(at("run", "report.html"), "utf8")).toBe(before);
    expect(existsSync(at("run", "report.html.unfinished"))).toBe(false);
  });
});
