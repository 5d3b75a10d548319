import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settingsOf } from "../../src/cli/walk-forward-flags";
import type { WalkForwardFlags } from "../../src/cli/walk-forward-flags";
import { runCli, workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]) => join(space.folder, ...parts);
const RUN = ["walk-forward", "--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--sweep", "min_delta=0.05:0.20:0.05", "--sweep", "max_delta=min_delta + 0.10", "--sweep", "profit_target=35,65,off", "--sweep", "max_positions=2,6",
  "--windows", "4/1/1", "--min-trades", "5"];

interface Json {
  folder: string;
  configs: number;
  windows: { test: { start: string; end: string }; runOff: string; chosen: number | null; tested: { return: number; trades: number } | null }[];
  consensus: { config: number };
}

beforeAll(async () => {
  space = await workspace();
}, 60_000);
afterAll(() => space.remove());

describe("mahler walk-forward", () => {
  it("prints what choosing would have brought and writes its folder, page and consensus", async () => {
    const { code, stdout, stderr } = await space.mahler(...RUN, "--out", "wf", "--workers", "2", "--cpcv", "4,1", "--cpcv-embargo", "10", "--report", "wf.html", "--best", "next.yaml");
    expect([code, stderr]).toEqual([0, ""]);
    for (const words of ["walk-forward of put-credit-spread on SPY, QQQ", "24 configs", "10 windows: rolling, train 4m, validate 1m, test 1m", "Was choosing worth it?", "4 splits, 1 paths", "Red flags", "report: wf.html"]) expect(stdout.replace(/\s+/g, " ")).toContain(words);
    expect(readdirSync(at("wf")).sort()).toEqual(["cpcv.csv", "stitched.arrow", "stitched.csv", "trials.json", "walkforward.json", "windows.arrow", "windows.csv"]);
    expect(tableFromIPC(readFileSync(at("wf", "windows.arrow"))).numRows).toBe(10);
    const curve = tableFromIPC(readFileSync(at("wf", "stitched.arrow")));
    expect(curve.schema.fields.map(({ name }) => name)).toEqual(["date", "equity", "daily_return", "drawdown", "first_choice_kept", "median_config", "best_in_hindsight"]);
    expect(readFileSync(at("wf.html"), "utf8")).toContain("<h2 id=\"paths\">");
    expect((await space.mahler("report", "wf", "--out", "after.html")).code).toBe(0);
    expect(readFileSync(at("after.html"), "utf8")).toBe(readFileSync(at("wf.html"), "utf8"));
    expect(readFileSync(at("next.yaml"), "utf8")).toMatch(/^# Consensus of wf: config \d+, chosen in \d+ of 10 windows\n/);
  });

  it("S.17: one worker or two, the bytes are the same", async () => {
    expect(await space.mahler(...RUN, "--out", "wf1", "--cpcv", "4,1", "--cpcv-embargo", "10", "--workers", "1", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
    for (const name of readdirSync(at("wf1"))) expect(readFileSync(at("wf", name)), name).toEqual(readFileSync(at("wf1", name)));
  });

  it("a window's figures are those of mahler backtest over its days, by the consensus file or by flags", async () => {
    const { stdout } = await space.mahler(...RUN, "--json");
    const { folder, configs, windows, consensus } = JSON.parse(stdout) as Json;
    expect([folder, configs]).toEqual([expect.stringMatching(/^out\/walk-forward-sweep-[0-9a-f]{8}$/), 24]);
    const { test, runOff, tested } = windows.find(({ chosen }) => chosen === consensus.config)!;
    const run = await space.mahler("backtest", "--config", "next.yaml", "--start", test.start, "--end", runOff, "--last-entry", test.end, "--json", "--break-even", "off", "--out", "one");
    const { values } = JSON.parse(run.stdout) as { values: Record<string, { value: number | null }> };
    expect([values.trades.value, values.net_profit.value! / 100_000]).toEqual([tested!.trades, expect.closeTo(tested!.return, 12)]);
  });

  it("errors name the flag, its value and the remedy", async () => {
    const refused = (flags: Partial<WalkForwardFlags>) => () => settingsOf({ topK: "5", minTrades: "10", metric: "sharpe", ...flags }, "sharpe");
    expect(refused({ cpcv: "10" })).toThrow("--cpcv = 10: is not groups,test groups; write --cpcv 10,2");
    expect(refused({ cpcvEmbargo: "10" })).toThrow("--cpcv-embargo = 10: needs --cpcv; write --cpcv 10,2");
    expect(refused({ maxDrawdown: "lots" })).toThrow("--max-drawdown = lots: is not a percentage from 0 to 100; write e.g. --max-drawdown 15");
    expect(refused({ topK: "0" })).toThrow("--top-k = 0: is not a whole number from 1");
    expect(refused({ windows: "24" })).toThrow(/--windows = 24: is not train\/validate\/test/);
    expect(refused({ windows: "24/0/6", maxDrawdown: "12.5%", minWinRate: "60", step: "3m" })()).toMatchObject({ windows: { train: "24m", validate: "0", test: "6m", step: "3m" }, guards: { minTrades: 10, maxDrawdown: 0.125, minWinRate: 0.6 }, top: 5, cpcv: null });
    expect(await space.mahler(...RUN, "--step", "10d", "--boundary", "run-off")).toMatchObject({ code: 2, stderr: expect.stringContaining("does not fit test windows that overlap") });
    expect(await space.mahler(...RUN, "--out", "tiny")).toMatchObject({ code: 2, stderr: expect.stringContaining("exists and does not hold a walk-forward") });
  });

  it.skipIf(process.platform === "win32")("Ctrl-C ends it with nothing written", async () => {
    const big = [...RUN, "--sweep", "stop_loss=50:300:10", "--sweep", "width=1,2,5,10,15,20", "--out", "stopped", "--workers", "1"];
    const stopped = await runCli(space.folder, big, (child) => setTimeout(() => child.kill("SIGINT"), 2500));
    expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining("stopped on request")]);
    expect(existsSync(at("stopped"))).toBe(false);
    expect(readdirSync(space.folder).filter((name) => name.includes(".new"))).toEqual([]);
  });
});
