import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedName } from "../store/sample";
import { workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const RUN = ["backtest", "--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--break-even", "off"];
const at = (...parts: string[]) => join(space.folder, ...parts);

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

describe("mahler backtest", () => {
  it("prints a report, writes all files, and replays bit for bit", async () => {
    const { code, stdout, stderr } = await space.mahler(...RUN, "--out", "run", "--export-trades", "exports/trades.csv");
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of ["SYNTHETIC QUOTES", "Sharpe", "Trades by exit reason", "Trades by year", "Funnel", "mahler replay run"]) expect(stdout).toContain(word);
    expect(readdirSync(at("run")).sort()).toEqual(["equity.arrow", "equity.csv", "funnel.json", "marks.arrow", "metrics.json", "run.json", "trades.arrow", "trades.csv", "trades.json"]);
    expect(readFileSync(at("exports", "trades.csv"), "utf8")).toBe(readFileSync(at("run", "trades.csv"), "utf8"));
    expect(await space.mahler("replay", "run")).toMatchObject({ code: 0, stdout: expect.stringContaining("equal bit for bit") });
  });

  it("S.17: a second run leaves the same bytes", async () => {
    await space.mahler(...RUN, "--quiet", "--out", "again");
    for (const name of readdirSync(at("run"))) expect(readFileSync(at("again", name)), name).toEqual(readFileSync(at("run", name)));
  });

  it("--json prints one JSON document, --quiet nothing, and the default folder is named after the run", async () => {
    const { stdout } = await space.mahler(...RUN, "--json");
    const result = JSON.parse(stdout) as { folder: string; values: Record<string, { definition: string }>; funnel: { chances: number } };
    expect(result.folder).toMatch(/^out\/backtest-[0-9a-f]{8}$/);
    expect(existsSync(at(result.folder, "run.json"))).toBe(true);
    expect(result.values.sharpe.definition).toContain("mean");
    expect(await space.mahler(...RUN, "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("reads a YAML file, flags winning", async () => {
    writeFileSync(at("mine.yaml"), "config: limits-tight\nticker: [QQQ]\ndata: tiny\nmin_credit: 3\nbreak_even: off\n");
    await space.mahler("backtest", "--config", "mine.yaml", "--max-positions", "2", "--quiet", "--out", "mine");
    expect(JSON.parse(readFileSync(at("mine", "run.json"), "utf8"))).toMatchObject({ config: { ticker: ["QQQ"], max_positions: 2, max_portfolio_heat: 10 } });
  });
});

describe("S.16: what goes wrong is said in one line, and the exit code says what kind it was", () => {
  const cases: [string, string[], number, RegExp][] = [
    ["a misspelt flag", ["backtest", "--min-detla", "1"], 2, /unknown option '--min-detla' \(Did you mean --min-delta\?\)/],
    ["a bad value", ["backtest", "--max-delta", "7"], 2, /--max-delta = 7: is out of range/],
    ["an unknown command", ["backtset"], 2, /unknown command 'backtset'/],
    ["an unknown ticker", ["backtest", "--data", "tiny", "--ticker", "SPX"], 2, /SPX.*available: SPY, QQQ/],
    ["a dataset that is not there", ["backtest", "--data", "nowhere"], 4, /nowhere.*does not exist/],
    ["an empty range", [...RUN, "--start", "2030-01-02"], 2, /start = 2030-01-02: is after the data/],
    ["a folder that is no run", ["replay", "tiny"], 4, /run\.json: does not exist; name a folder that mahler backtest wrote/],
    ["a scenario that is not there", ["backtest", "--config", "mian"], 2, /did you mean main\?/],
    ["a result folder that holds something else", [...RUN, "--out", "tiny"], 2, /out = tiny: exists and does not hold the results of a run/],
  ];
  it.each(cases)("%s", async (_, args, code, message) => {
    const result = await space.mahler(...args);
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("--json makes errors JSON too", async () => {
    const { code, stderr } = await space.mahler("backtest", "--json", "--max-delta", "7");
    expect([code, JSON.parse(stderr)]).toMatchObject([2, { error: { kind: "config", subject: "--max-delta = 7" } }]);
  });
});

describe("mahler replay", () => {
  it("exits with 1 and names the table when the bits differ", async () => {
    const record = JSON.parse(readFileSync(at("run", "run.json"), "utf8")) as { config: object };
    mkdirSync(at("changed"));
    writeFileSync(at("changed", "run.json"), JSON.stringify({ ...record, config: { ...record.config, profit_target: 50 } }));
    expect(await space.mahler("replay", "changed")).toMatchObject({ code: 1, stdout: expect.stringMatching(/trades, equity(, funnel)? differ/) });
  });

  it("refuses changed data and says which file", async () => {
    appendFileSync(at("tiny", storedName(at("tiny"), "SPY.2019.rows")), "x");
    expect(await space.mahler("replay", "run")).toMatchObject({ code: 3, stderr: expect.stringMatching(/SPY\.2019\.rows\.\w+\.arrow: is not the file that the run read/) });
  });
});

describe("help", () => {
  it("lists every command with examples, every flag with its default", async () => {
    expect((await space.mahler("--help")).stdout).toMatch(/backtest[\s\S]*replay[\s\S]*data[\s\S]*params[\s\S]*Examples:[\s\S]*Exit codes/);
    const { stdout } = await space.mahler("backtest", "--help");
    for (const words of ["--min-delta <value>", "--use-regime-sizing [on|off]", "--sleeve <value>", "Examples:"]) expect(stdout).toContain(words);
    expect((await space.mahler("params", "delta")).stdout).toMatch(/min_delta {2}--min-delta/);
  });
});
