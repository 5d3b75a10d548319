import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shellCommands } from "../promises/markdown";
import { CLI, runCli, workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]) => join(space.folder, ...parts);
const BASE = ["--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3"];
const VARIED = ["--sweep", "min_delta=0.05:0.20:0.05", "--sweep", "max_delta=min_delta + 0.10", "--sweep", "profit_target=35,50,off", "--sweep", "ranking=credit,expected-value", "--sweep", "max_positions=1:5:1"];
const RUN = ["sweep", ...BASE, ...VARIED];

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

describe("mahler sweep", () => {
  it("prints what matters and writes one row per config, in Arrow and Parquet alike", async () => {
    const { code, stdout, stderr } = await space.mahler(...RUN, "--out", "grid", "--best", "best.yaml");
    expect([code, stderr.split("\n").filter((line) => line && !line.startsWith("sweep: "))]).toEqual([0, []]);
    for (const words of ["on SPY, QQQ", "120 configs", "Best by Sharpe", "mahler top grid"]) expect(stdout).toContain(words);
    expect(readdirSync(at("grid")).sort()).toEqual(["results.arrow", "results.parquet", "sweep.json"]);
    const table = tableFromIPC(readFileSync(at("grid", "results.arrow")));
    const bytes = new Uint8Array(readFileSync(at("grid", "results.parquet")));
    const rows = await parquetReadObjects({ file: bytes.buffer });
    expect([table.numRows, rows.length]).toEqual([120, 120]);
    expect(table.toArray().map((row) => (row as { toJSON(): object }).toJSON())).toEqual(rows);
  });

  it("S.17: a sweep's row, and the best config's file, are the backtest's bits", async () => {
    const [best] = JSON.parse((await space.mahler("top", "grid", "-n", "1", "--json")).stdout) as Record<string, number>[];
    const { stdout } = await space.mahler("backtest", "--config", "best.yaml", "--json", "--break-even", "off");
    const { values } = JSON.parse(stdout) as { values: Record<string, { value: number | null }> };
    for (const id of ["sharpe", "net_profit", "cvar_95_r", "max_drawdown", "trades"]) expect(best[id], id).toBe(values[id].value);
  });

  it("a space file, sampled, with a condition and a constraint; one worker or all, the bytes are the same", async () => {
    writeFileSync(at("mine.yaml"), "data: tiny\nticker: [QQQ]\nmin_credit: 3\nsweep:\n  parameters:\n    use_regime_sizing: [off, on]\n    regime_multipliers: { values: [flat, mild], when: { use_regime_sizing: on } }\n    min_dte: [20, 30]\n    max_dte: [25, 45]\n    profit_target: 10:90:10\n  constraints: [min_dte < max_dte]\n");
    const { stdout } = await space.mahler("sweep", "mine.yaml", "--sample", "30", "--seed", "5", "--out", "a");
    expect(stdout).toContain("30 configs in");
    await space.mahler("sweep", "mine.yaml", "--sample", "30", "--seed", "5", "--out", "b", "--quiet", "--workers", "1");
    for (const name of readdirSync(at("a"))) expect(readFileSync(at("b", name)), name).toEqual(readFileSync(at("a", name)));
  });

  it("--explain says what would run and runs nothing", async () => {
    const before = readdirSync(space.folder);
    const { code, stdout } = await space.mahler(...RUN, "--explain");
    expect(code).toBe(0);
    expect(stdout).toMatch(/120 configs[\s\S]*max_delta +=.* min_delta \+ 0\.10[\s\S]*entry screens[\s\S]*MiB/);
    expect(JSON.parse((await space.mahler("sweep", "mahler-grid", "--explain", "--json")).stdout)).toMatchObject({ tally: { configs: 384 }, census: { features: 1, screens: 24, exits: 16 }, sessions: null });
    expect(readdirSync(space.folder)).toEqual(before);
  });

  it("--json prints one document, --quiet nothing; the default folder is named after the sweep", async () => {
    const { stdout, stderr } = await space.mahler("sweep", ...BASE, "--sweep", "profit_target=35,50", "--json");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ folder: expect.stringMatching(/^out\/sweep-[0-9a-f]{8}$/), configs: 2, analysis: { metric: { id: "sharpe" } } });
    expect(await space.mahler("sweep", ...BASE, "--sweep", "profit_target=35,50", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("mahler sweep --resume", () => {
  it.skipIf(process.platform === "win32")("after Ctrl-C the rest is run and the files are those of an uninterrupted sweep", async () => {
    const big = ["sweep", ...BASE, "--sweep", "min_delta=0.05:0.20:0.01", "--sweep", "max_delta=min_delta + 0.10", "--sweep", "width=1,2,5,10,15,20", "--sweep", "profit_target=5:90:10,off", "--sweep", "stop_loss=50:150:25", "--workers", "1"];
    await space.mahler(...big, "--quiet", "--out", "whole");
    const stop = (child: Parameters<NonNullable<Parameters<typeof runCli>[2]>>[0]) => {
      const timer = setInterval(() => existsSync(at("part", "parts", "00000.arrow")) && (clearInterval(timer), child.kill("SIGINT")), 20);
    };
    const stopped = await runCli(space.folder, [...big, "--out", "part", "--quiet"], stop);
    expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringMatching(/stopped on request after \d+ configs; go on with: mahler sweep --resume part/)]);
    expect(readdirSync(at("part")).sort()).toEqual(["parts", "sweep.json"]);
    const kept = tableFromIPC(readFileSync(at("part", "parts", "00000.arrow"))).numRows;
    expect(kept).toBeGreaterThan(0);
    expect((await space.mahler("top", "part", "-n", "1")).stdout).toContain("the sweep is unfinished");
    expect(await space.mahler(...big, "--out", "part")).toMatchObject({ code: 2, stderr: expect.stringContaining("holds an unfinished sweep; go on with mahler sweep --resume part") });
    expect((await space.mahler("sweep", "--resume", "part", "--quiet")).code).toBe(0);
    for (const name of ["results.arrow", "results.parquet", "sweep.json"]) expect(readFileSync(at("part", name)).equals(readFileSync(at("whole", name))), name).toBe(true);
  });

  it("refuses another space, other data, another core", async () => {
    const other = await space.mahler("sweep", ...BASE, "--sweep", "profit_target=35,51", "--resume", "grid");
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("grid: space: differs from the one given now") });
    const record = JSON.parse(readFileSync(at("grid", "sweep.json"), "utf8")) as { mahler: object; data: { files: Record<string, string> } };
    const changed = (change: object) => writeFileSync(at("grid", "sweep.json"), JSON.stringify({ ...record, ...change }));
    changed({ mahler: { ...record.mahler, core: "0".repeat(64) } });
    expect(await space.mahler("sweep", "--resume", "grid")).toMatchObject({ code: 2, stderr: expect.stringContaining("grid: core: was that of mahler") });
    changed({ data: { ...record.data, files: { ...record.data.files, "SPY.2019.rows.00000000.arrow": "0".repeat(64) } } });
    expect(await space.mahler("sweep", "--resume", "grid")).toMatchObject({ code: 3, stderr: expect.stringContaining("are not those that the sweep read") });
    changed({});
    expect(await space.mahler("sweep", "--resume", "grid", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("docs/sweeps.md", () => {
  it.skipIf(process.platform === "win32")("every command in it runs as printed", async () => {
    cpSync(at("tiny"), at("data", "embedded"), { recursive: true });
    for (const command of shellCommands("docs/sweeps.md")) {
      const { status, stderr } = spawnSync("sh", ["-c", `mahler() { "$NODE" "$CLI" "$@"; }; ${command}`], { cwd: space.folder, encoding: "utf8", env: { ...process.env, NODE: process.execPath, CLI, MAHLER_WORKSPACE: space.folder } });
      expect([status, status === 0 ? "" : stderr], command).toEqual([0, ""]);
    }
    expect(readdirSync(at("out")).sort()).toEqual(expect.arrayContaining(["best", "grid", "sample"]));
  });
});

describe("mahler top", () => {
  it("ranks by any column and filters with the language of constraints", async () => {
    const rows = async (...args: string[]) => JSON.parse((await space.mahler("top", "grid", "--json", ...args)).stdout) as Record<string, number | string>[];
    const all = await rows("-n", "500");
    expect(all.map((row) => row.sharpe)).toEqual(all.map((row) => row.sharpe as number).sort((a, b) => b - a));
    const calm = await rows("--by", "max_drawdown", "-n", "3");
    expect(calm[0].max_drawdown).toBe(Math.min(...all.map((row) => row.max_drawdown as number)));
    const some = await rows("--where", "profit_target == off and ranking == credit and trades > 5", "-n", "500");
    expect(some.length).toBe(all.filter((row) => row.profit_target === "off" && row.ranking === "credit" && (row.trades as number) > 5).length);
    expect((await space.mahler("top", "grid", "--by", "calmar", "-n", "2")).stdout).toMatch(/^Best by Calmar/);
  });
});

describe("mahler compare", () => {
  it("puts two configs side by side", async () => {
    const { stdout } = await space.mahler("compare", "grid", "0", "119");
    expect(stdout).toMatch(/Parameters that differ[\s\S]*min_delta +0\.05 +0\.2[\s\S]*Sharpe[\s\S]*Change of equity by year[\s\S]*2019/);
    const same = JSON.parse((await space.mahler("compare", "grid", "7", "7", "--json")).stdout) as { parameters: unknown[]; sameTrades: boolean };
    expect(same).toMatchObject({ parameters: [], sameTrades: true });
  });

  it("puts two runs side by side, years as the sweep counts them", async () => {
    const one = (target: string, out: string) => space.mahler("backtest", ...BASE, "--min-delta", "0.05", "--max-delta", "0.15", "--profit-target", target, "--ranking", "credit", "--max-positions", "1", "--break-even", "off", "--quiet", "--out", out);
    await one("35", "run-a");
    await one("50", "run-b");
    const runs = JSON.parse((await space.mahler("compare", "run-a", "run-b", "--json")).stdout) as { parameters: { key: string }[]; years: { a: number; b: number }[] };
    const configs = JSON.parse((await space.mahler("compare", "grid", "0", "10", "--json")).stdout) as typeof runs;
    expect(runs.parameters.map(({ key }) => key)).toEqual(["profit_target"]);
    runs.years.forEach((year, y) => expect([year.a, year.b]).toEqual([expect.closeTo(configs.years[y].a, 6), expect.closeTo(configs.years[y].b, 6)]));
  });
});

describe("S.16: what goes wrong with a sweep is said in one line, and the exit code says what kind it was", () => {
  const cases: [string, string[], number, RegExp][] = [
    ["an unknown space", ["sweep", "mahler-gird"], 2, /did you mean mahler-grid\?/],
    ["nothing to vary", ["sweep"], 2, /varies nothing; name a parameter/],
    ["a misspelt key", ["sweep", "--sweep", "min_detla=0.1"], 2, /--sweep: min_detla: is not a known key; did you mean min_delta\?/],
    ["a flag that is swept too", ["sweep", "mahler-grid", "--stop-loss", "100"], 2, /--stop-loss = 100: is swept too; to fix it, write --sweep stop_loss=100/],
    ["a --sweep without values", ["sweep", "--sweep", "min_delta"], 2, /is not key=values/],
    ["an unknown metric", ["sweep", "mahler-grid", "--metric", "sharp"], 2, /--metric = sharp: is not a metric; did you mean sharpe\?/],
    ["a bad number of workers", ["sweep", "mahler-grid", "--workers", "many"], 2, /--workers = many: is not a whole number from 1 to 256/],
    ["a dataset that is not there", ["sweep", "mahler-grid", "--data", "nowhere"], 4, /nowhere.*does not exist/],
    ["a range without data", [...RUN, "--start", "2030-01-02", "--out", "never"], 2, /start = 2030-01-02: is after the data/],
    ["a folder that is no sweep", ["sweep", ...BASE, "--sweep", "profit_target=35", "--out", "tiny"], 2, /out = tiny: exists and does not hold a sweep/],
    ["nothing to resume", ["sweep", "--resume", "tiny"], 4, /sweep\.json: does not exist; name a folder that mahler sweep wrote/],
    ["combinations that all break a rule", ["sweep", ...BASE, "--sweep", "min_delta=0.5,0.6"], 2, /all 2 combinations: are refused/],
    ["an unknown column", ["top", "grid", "--by", "sharp"], 2, /did you mean sharpe\?/],
    ["a bad filter", ["top", "grid", "--where", "trades >"], 2, /--where = trades >: has the end/],
    ["a bad count", ["top", "grid", "-n", "none"], 2, /--count = none: is not a whole number/],
    ["a config that is not there", ["compare", "grid", "0", "120"], 2, /config = 120: is not in the sweep; its configs are 0 … 119/],
    ["one config alone", ["compare", "grid", "5"], 2, /names one config of a sweep; name two/],
    ["a folder that is no run", ["compare", "tiny", "grid"], 4, /run\.json: does not exist/],
  ];
  it.each(cases)("%s", async (_, args, code, message) => {
    const result = await space.mahler(...args);
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("nothing is left behind by a sweep that could not begin", () => {
    expect(existsSync(at("never"))).toBe(false);
    rmSync(at("grid"), { recursive: true });
  });
});
