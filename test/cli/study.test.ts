import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]) => join(space.folder, ...parts);
const SMALL = ["--data", "tiny", "--ticker", "SPY,QQQ", "--start", "data", "--end", "data", "--min-credit", "3", "--replicates", "200"];

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

describe("mahler study", () => {
  it("prints a conclusion and writes record, page, text, tables and validated parameters; one worker or all, the bytes are the same", async () => {
    const { code, stdout, stderr } = await space.mahler("study", "multi-ticker", ...SMALL, "--out", "a", "--report", "page.html");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["study multi-ticker", "Conclusion", "SYNTHETIC QUOTES", "a/validated.yaml"]) expect(stdout).toContain(words);
    const files = readdirSync(at("a")).sort();
    expect(files).toEqual(expect.arrayContaining(["books.arrow", "books.csv", "comparison.csv", "conclusion.md", "study.json", "trials.json", "validated.yaml"]));
    expect(tableFromIPC(readFileSync(at("a", "comparison.arrow"))).numRows).toBeGreaterThan(5);
    expect(stdout).toContain("report: page.html");
    expect((await space.mahler("report", "a")).stdout).toMatch(/^report: a\/report\.html/);
    expect(readFileSync(at("a", "report.html"))).toEqual(readFileSync(at("page.html")));
    await space.mahler("study", "multi-ticker", ...SMALL, "--out", "b", "--quiet", "--workers", "1");
    for (const name of files) expect(readFileSync(at("b", name)), name).toEqual(readFileSync(at("a", name)));
  }, 30_000);

  it("the validated parameters run; --json prints one document, the default folder is named after the study", async () => {
    expect((await space.mahler("backtest", "--config", "a/validated.yaml", "--quiet", "--break-even", "off", "--out", "run")).code).toBe(0);
    const { stdout, stderr } = await space.mahler("study", "multi-ticker", ...SMALL, "--json");
    expect(stderr).toBe("");
    const { folder, findings, validated } = JSON.parse(stdout) as { folder: string; findings: { rule: string }[]; validated: unknown[] };
    expect([folder, findings[0].rule, validated.length > 0]).toEqual([expect.stringMatching(/^out\/study-multi-ticker-[0-9a-f]{8}$/), "answer", true]);
  }, 30_000);

  it("a definition of one's own, with windows that fit", async () => {
    writeFileSync(at("mine.yaml"), "config: main\nstudy:\n  rules: exits\n  question: Which exits?\n  source: mine\n  books:\n    alone: { tickers: each }\n  benchmark: { label: as configured }\n  alternatives:\n    hold: { profit_target: off, stop_loss: off }\n  walk_forward: { windows: 6/1/1, min_trades: 1 }\n  min_trades: 3\n");
    const { code, stdout } = await space.mahler("study", "mine.yaml", ...SMALL, "--ticker", "QQQ", "--out", "mine");
    expect(code).toBe(0);
    expect(stdout).toMatch(/QQQ: chosen anew in \d windows/);
  }, 30_000);

  it("errors name field, value and remedy, and leave nothing behind", async () => {
    const own = (): string[] => readdirSync(space.folder).filter((name) => name !== ".mahler"); // counts trials
    const before = own();
    for (const [args, message] of [
      [["exitz"], "study = exitz: is neither a file nor a study of config/studies; did you mean exits?"],
      [["slippage", "--slippage", "mid"], "--slippage = mid: is what the study slippage compares: its benchmark sets slippage"],
      [["exits", "--replicates", "5"], "--replicates = 5: is not a whole number from 200 to 1000000"],
      [["multi-ticker", ...SMALL, "--ticker", "QQQ"], "ticker = QQQ: is one underlying; name two or more"],
      [["exits", ...SMALL, "--out", "tiny"], "out = tiny: exists and does not hold the results of a study"],
    ] as const) {
      const { code, stderr } = await space.mahler("study", ...args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    expect(own()).toEqual(before);
  }, 60_000);

  it.skipIf(process.platform === "win32")("Ctrl-C leaves nothing behind", async () => {
    writeFileSync(at("big.yaml"), "config: main\nstudy:\n  rules: exits\n  question: Which exits?\n  source: mine\n  books:\n    alone: { tickers: each }\n  benchmark: { label: as configured }\n  grid:\n    parameters: { min_delta: [0.05, 0.1, 0.15, 0.2], profit_target: 5:90:5, stop_loss: 50:300:10 }\n  walk_forward: { windows: 6/1/1, over: grid }\n");
    const { code, stderr } = await runCli(space.folder, ["study", "big.yaml", ...SMALL, "--out", "stopped"], (child) => setTimeout(() => child.kill("SIGINT"), 3000));
    expect([code, stderr]).toEqual([130, expect.stringContaining("stopped on request")]);
    expect([existsSync(at("stopped")), readdirSync(space.folder).filter((name) => name.startsWith(".stopped"))]).toEqual([false, []]);
  }, 30_000);
});
