import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../../src/metrics";
import { writeComparison, writeReport } from "../../../src/node/report";
import { importLog } from "../../../src/log";
import { readLog } from "../../../src/log/read";
import { comparePage } from "../../../src/report/html/compare/page";
import { commonOf, COMPARED_METRICS, isOfTrades, metricOn } from "../../../src/report/html/compare/common";
import { matchTrades } from "../../../src/report/html/compare/match";
import { sidesOf } from "../../../src/report/html/compare/side";
import { bestOf } from "../../../src/report/html/compare/tables";
import { logPage } from "../../../src/report/html/log/page";
import { headlessDocument } from "../../../src/report/html/headless";
import type { RecordedRun } from "../../../src/results/readRun";
import { pairedDifference } from "../../../src/stats/pairedDifference";
import { isoDate } from "../../../src/units";
import { HEADER, LIVE, OVERNIGHT, OVERNIGHT_DAILY } from "../../log/samples";
import { sectionsOf, textOf, tinyRuns } from "./backtestRun";
import type { Made } from "./backtestRun";

let run: Awaited<ReturnType<typeof tinyRuns>>;
let [a, b, late]: Made[] = [];
const page = (...runs: Parameters<typeof comparePage>[0]): string => comparePage(runs, headlessDocument());
const bytes = (content: Uint8Array | string): Uint8Array => (typeof content === "string" ? new TextEncoder().encode(content) : content);

/** A log as its folder's files, read back. */
async function logOf(trades: string, { daily, equity }: { daily?: string; equity?: number } = {}, folder = "out/omega") {
  const { files } = await importLog({ trades: { file: "trades.csv", text: trades }, daily: daily === undefined ? undefined : { file: "daily.csv", text: daily }, symbol: "SPY", equity });
  return { files, log: readLog(folder, { "run.json": bytes(files["run.json"]), "metrics.json": bytes(files["metrics.json"]), "trades.arrow": bytes(files["trades.arrow"]), "equity.arrow": bytes(files["equity.arrow"]) }) };
}

/** The first trades of a run as another tool's log would print them, so that they match one to one. */
function asLog({ run: { trades } }: Made, most: number): string {
  const cells = (name: string) => trades.find((column) => column.name === name)!.cells as number[];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const rows = cells("id").slice(0, most).map((_, i) => {
    const [, month, day] = isoDate(cells("expiry")[i]).split("-").map(Number);
    const leg = (name: string, side: string): string => `${cells("contracts")[i]} ${MONTHS[month - 1]} ${day} ${cells(name)[i]} P ${side} 1.00`;
    return `${isoDate(cells("entry_date")[i])},10:00:00,,"${leg("short_put", "STO")} | ${leg("long_put", "BTO")}",,,${isoDate(cells("exit_date")[i])},16:00:00,,Target,${(cells("net_pnl")[i] + 1).toFixed(2)},,${cells("contracts")[i]},,,Puts,,,,,,,,,,`;
  });
  return [HEADER, ...rows].join("\n");
}

beforeAll(async () => {
  run = await tinyRuns();
  a = await run({ break_even: "off" }, "out/a");
  b = await run({ profit_target: 40, break_even: "off" }, "out/b");
  late = await run({ start: "2019-06-03", max_positions: 2, break_even: "off" }, "out/late", "vendor");
}, 120_000);

describe("the comparison of two runs", () => {
  it("says what it always said of two small runs (definitions apart)", async () => {
    const { definitions, ...golden } = sectionsOf(page(a.run, b.run));
    expect(definitions).toContain("Same position");
    const text = Object.entries(golden).map(([id, section]) => `## ${id}\n${section}`).join("\n").replaceAll(/mahler \d\S*, ABI \d+/g, "mahler <version>");
    await expect(text).toMatchFileSnapshot("../../fixtures/report-compare.txt");
  });

  it("is one file without scripts, handlers or addresses; ids once, pictures named, links with a target", () => {
    for (const text of [page(a.run, b.run), page(a.run, b.run, late.run)]) {
      expect(text).not.toMatch(/<script|\son\w+=|<link|<iframe|<img|url\(|@import/i);
      expect(text).not.toMatch(/\bNaN\b|undefined<|\bInfinity\b|\[object/);
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
      expect(new Set(ids).size).toBe(ids.length);
      for (const picture of text.match(/<svg role="img"[^>]*>/g) ?? []) for (const id of /aria-labelledby="(\S+) (\S+)"/.exec(picture)!.slice(1)) expect(ids).toContain(id);
      for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
      expect(text.match(/<svg role="img"/g)).toHaveLength(3);
    }
    expect(page(a.run, b.run)).toBe(page(a.run, b.run));
  });

  it("over one range its figures are those of metrics.json", () => {
    const common = commonOf(sidesOf([a.run, b.run]));
    expect(common.same).toBe(true);
    for (const metric of COMPARED_METRICS) for (const side of common.sides) {
      const { value } = metricOn(metric, side, common.day);
      const own = side.run.metrics.values[metric.id].value;
      if (own === null) expect(value).toBeNull();
      else expect(value, metric.id).toBeCloseTo(own, 9);
    }
  });

  it("the difference is the paired one of daily returns on common sessions", () => {
    const { sides: [x, y] } = commonOf(sidesOf([a.run, b.run]));
    const { mean } = pairedDifference(x.returns, y.returns);
    expect(sectionsOf(page(a.run, b.run)).difference).toContain(`mean difference a year | ${(mean.estimate * 252 * 100).toFixed(2).replace("-", "−")} %`);
    expect(x.equity.at(-1)).toBe(sidesOf([a.run])[0].sessions.equity.at(-1));
  });

  it("every dollar of the difference belongs to one group of trades", () => {
    const { sides: [x, y] } = commonOf(sidesOf([a.run, b.run]));
    const { pairs, onlyA, onlyB } = matchTrades(x.inside, y.inside);
    expect([pairs.length + onlyA.length, pairs.length + onlyB.length]).toEqual([x.inside.length, y.inside.length]);
    expect(pairs.length).toBeGreaterThan(3);
    for (const [p, q] of pairs) expect([p.underlying, p.entry, p.expiry, p.strikes]).toEqual([q.underlying, q.entry, q.expiry, q.strikes]);
  });

  it("names the better one by each figure's own end, and nothing where there is none", () => {
    expect(bestOf({ better: "higher" }, [1, 2, null], ["A", "B", "C"])).toBe("B");
    expect(bestOf({ better: "lower" }, [1, 2, 1], ["A", "B", "C"])).toBe("A, C");
    expect(bestOf({ better: "higher" }, [2, 2], ["A", "B"])).toBe("equal");
    expect(bestOf({ better: null }, [1, 2], ["A", "B"])).toBe("");
    expect(bestOf({ better: "higher" }, [1, null], ["A", "B"])).toBe("");
  });

  it("names the parameters that differ, and no other", () => {
    const { parameters } = sectionsOf(page(a.run, b.run));
    expect(parameters).toContain("profit_target | 65 | 40");
    expect(parameters.split("\n").filter((line) => line.includes(" | "))).toHaveLength(2);
  });
});

describe("runs over different ranges", () => {
  it("are compared over the sessions that all have, and the page says so", () => {
    const sections = sectionsOf(page(a.run, late.run));
    const { day, same, sides: [x, y] } = commonOf(sidesOf([a.run, late.run]));
    expect(same).toBe(false);
    expect([isoDate(day[0]), y.base, y.outside]).toEqual(["2019-06-03", 100_000, 0]);
    expect(x.base).toBe(x.sessions.equity[x.sessions.day.indexOf(day[0]) - 1]);
    expect(x.inside.every(({ entry }) => entry >= day[0])).toBe(true);
    expect(sections.runs).toContain(`The ranges differ: everything below is over the ${day.length} sessions that all have, 2019-06-03 … 2020-03-31`);
    expect(sections.metrics).toContain("Each over its own range, as it was reported");
    for (const metric of COMPARED_METRICS.filter((each) => !isOfTrades(each))) expect(metricOn(metric, y, day).value ?? 0).toBeCloseTo(y.run.metrics.values[metric.id].value ?? 0, 9);
  });

  it("D.44: says which quotes are synthetic, and that the others are not the same", () => {
    const text = textOf(page(a.run, late.run));
    expect(text).toContain("SYNTHETIC QUOTES: A.");
    expect(text).toContain("The others do not share these quotes");
    expect(textOf(page(late.run, { ...late.run, folder: "out/again" }))).not.toContain("SYNTHETIC");
  });

  it("without a common session are refused, and so are one run and seven", async () => {
    const early = await run({ end: "2019-05-31", break_even: "off" }, "out/early");
    expect(() => page(early.run, late.run)).toThrow("out/early, out/late: have no session in common: A 2019-01-02 … 2019-05-31, B 2019-06-03 … 2020-03-31; compare runs over ranges that overlap");
    expect(() => page(a.run)).toThrow("1 run: a comparison takes 2 to 6");
    expect(() => page(...Array.from({ length: 7 }, () => a.run))).toThrow("7 runs: a comparison takes 2 to 6");
  });

  it("without trades or with one session still make a page", async () => {
    const empty = await run({ min_open_interest: 1e9, break_even: "off" }, "out/empty");
    const short = await run({ start: "2019-06-03", end: "2019-06-03", break_even: "off" }, "out/short");
    expect(sectionsOf(page(empty.run, { ...empty.run, folder: "out/other" })).difference).toContain("both have the same returns on every day");
    expect(textOf(page(a.run, empty.run))).toContain("only in A");
    for (const flat of [page(a.run, empty.run), page((await run({ end: "2019-01-15", break_even: "off" }, "out/weeks")).run, empty.run)]) expect(flat).not.toMatch(/\bNaN\b|Infinity|undefined</);
    expect(sectionsOf(page(a.run, empty.run)).difference).toContain("difference of Sharpe ratios | – | – | –");
    expect(sectionsOf(page(a.run, short.run)).curves).toContain("One common session is no curve.");
    expect(sectionsOf(page(a.run, short.run)).difference).toContain("1 common sessions are too few");
  });
});

describe("an imported log", () => {
  it("stands beside a run: its trades match one to one, what it does not know is said", async () => {
    const { log } = await logOf(asLog(a, 12), { equity: 100_000 });
    const sections = sectionsOf(page(a.run, log));
    const common = commonOf(sidesOf([a.run, log]));
    expect(matchTrades(common.sides[0].inside, common.sides[1].inside).pairs.length).toBeGreaterThan(8);
    expect(sections.difference).toContain("Not tested: B counts closed trades only");
    expect(sections.curves).toContain("B counts closed trades only");
    expect(sections.parameters).toContain("its parameters are not known");
    expect(sections.parameters).not.toContain("max_delta");
    expect(sections.costs).toContain("not known");
    expect(sections.remarks).toContain("B: what the log does not say");
    expect(sections.metrics).toMatch(/Sharpe \| -?−?[\d.]+ \| –/);
    expect(page(a.run, log)).not.toMatch(/\bNaN\b|undefined<|\[object/);
  });

  it("has a page of its own that shows no 0 for what it does not know", async () => {
    for (const [trades, options] of [[OVERNIGHT, { daily: OVERNIGHT_DAILY }], [OVERNIGHT, {}], [LIVE, { equity: 100_000 }]] as const) {
      const { log } = await logOf(trades, options);
      const text = logPage(log, headlessDocument());
      const sections = sectionsOf(text);
      expect(text).not.toMatch(/\bNaN\b|undefined<|\bInfinity\b|\[object|<script/);
      expect(Object.keys(sections)).toEqual(["result", "silence", "equity", "months", "groups", "distribution", "exposure", "stress", "worst", "costs", "conventions", "provenance", "definitions"]);
      expect(sections.groups).toContain("Not known of any trade: regime, |Δ|.");
      expect(sections.result).toMatch(/Assignment fees\s*–/);
      for (const { id } of METRICS.filter((metric) => log.metrics.values[metric.id].value === null)) expect(log.metrics.values[id].reason).toBeTruthy();
      expect(sections.stress.includes("Not known: this needs equity marked daily")).toBe(!log.record.marked);
    }
  });

  it("says what it always said of a small log", async () => {
    const { definitions: _, ...golden } = sectionsOf(logPage((await logOf(OVERNIGHT)).log, headlessDocument()));
    await expect(Object.entries(golden).map(([id, section]) => `## ${id}\n${section}`).join("\n").replaceAll(/by mahler \d\S*?;/g, "by mahler <version>;")).toMatchFileSnapshot("../../fixtures/report-log.txt");
  });
});

describe("mahler report on folders", () => {
  const root = mkdtempSync(join(tmpdir(), "mahler-compare-"));
  const folder = (name: string, files: Record<string, Uint8Array | string>): string => {
    mkdirSync(join(root, name));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(root, name, file), content);
    return join(root, name);
  };
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("writes the comparison beside the first, the page of a log into its folder, and refuses what is neither with a remedy", async () => {
    const [first, second, log, sweep, other] = [folder("a", a.files), folder("b", b.files), folder("log", (await logOf(OVERNIGHT)).files), folder("sweep", { "sweep.json": "{}" }), folder("other", { "notes.txt": "" })];
    const { file } = await writeComparison([first, second]);
    expect(file).toBe(join(root, "compare-a-b.html"));
    expect(readFileSync(file, "utf8")).toContain("<title>Comparison of a, b</title>");
    expect((await writeComparison([first, second], join(root, "x.html"))).file).toBe(join(root, "x.html"));
    expect(readFileSync((await writeReport(log)).file, "utf8")).toContain("ANOTHER TOOL");
    await expect(writeComparison([first, sweep])).rejects.toThrow("holds a sweep, not a run; two of its configs: mahler compare");
    await expect(writeComparison([first, other])).rejects.toThrow("holds no run.json: neither a run nor an imported log");
    await expect(writeComparison([first, join(root, "nowhere")])).rejects.toThrow("does not exist");
    await expect(writeComparison([first, `${first}/`])).rejects.toThrow("is named twice");
    const damaged = folder("damaged", { ...b.files, "equity.arrow": "CSV" });
    await expect(writeComparison([first, damaged])).rejects.toThrow("equity.arrow: is not an Arrow file");
    const torn = folder("torn", { "run.json": readFileSync(join(log, "run.json")) });
    await expect(writeReport(torn)).rejects.toThrow("metrics.json: does not exist; import the log again");
    const lacking: RecordedRun = { ...b.run, trades: b.run.trades.filter(({ name }) => name !== "expiry") };
    expect(() => page(a.run, lacking)).toThrow("out/b/trades.arrow column expiry: is missing");
  });
});
