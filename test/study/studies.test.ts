// Every study from end to end on a small simulated market.
import { beforeAll, describe, expect, it } from "vitest";
import { parseConfigFile, resolveConfig } from "../../src/config";
import type { Layer } from "../../src/config";
import type { Core } from "../../src/core/core";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { createPool } from "../../src/node/pool";
import { loadStudy } from "../../src/node/study";
import { studyMarkdown, studyText } from "../../src/report/study";
import { execute } from "../../src/run/execute";
import { runStudy } from "../../src/study/run";
import type { StudyOptions, StudyResult } from "../../src/study/run";
import { STUDIES } from "../../src/study/studies";
import { crossing } from "../../src/study/studies/slippage";
import type { Definition } from "../../src/study/types";
import { validatedYaml } from "../../src/study/validated";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import { studyFilesOf, studyOf } from "../report/html/validationRuns";

/** Fifteen months hold no window of two years, and little is traded in them. */
const SMALL: Layer = { file: null, values: { ticker: "SPY,QQQ", start: "data", end: "data", min_credit: 3, break_even: "off" } };
const shortened = (definition: Definition): Definition => ({ ...definition, minTrades: 5, walkForward: definition.walkForward && { ...definition.walkForward, windows: "6/1/1", minTrades: 1 }, grid: definition.grid && { ...definition.grid, sample: 12, seed: 3 } });

let core: Core;
let market: Market;
const results = new Map<string, StudyResult>();

async function study(name: string, more: Partial<StudyOptions> = {}, change: Layer = SMALL): Promise<StudyResult> {
  const { study: known, definition, layers } = await loadStudy(name);
  const open: StudyOptions["open"] = (request) => createPool(market, request, { workers: 1 });
  return runStudy(market, known, { definition: shortened(definition), layers, flags: [change] }, { core, open, inference: { replicates: 200 }, ...more });
}

beforeAll(async () => {
  core = await loadCore();
  market = simulateMarket(TINY_SIMULATION);
  for (const { name } of STUDIES) results.set(name, await study(name));
}, 60_000);

describe.each(STUDIES.map(({ name }) => name))("study %s", (name) => {
  it("concludes from its numbers", () => {
    const { findings, tables, plots, validated, market: { origin }, configs } = results.get(name)!;
    expect(findings[0]).toMatchObject({ rule: "answer", text: expect.stringMatching(/\.$/) });
    for (const { text } of findings) expect(text).not.toMatch(/NaN|undefined \(no value\)|null|Infinity/);
    expect([origin, configs > 1, validated.length > 0]).toEqual(["simulated", true, true]);
    expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
    for (const { columns, id } of tables) expect(new Set(columns.map(({ cells }) => cells.length)).size, id).toBe(1);
    for (const { columns } of tables) for (const { cells, name: column } of columns) expect(cells.filter((cell) => typeof cell === "number" && !Number.isFinite(cell)), column).toEqual([]);
    expect(plots.length).toBeGreaterThan(0);
  });

  it("can be read on a terminal, as Markdown and as a page made of its files", async () => {
    const result = results.get(name)!;
    const text = studyText(result, { columns: 90, colour: false, folder: "out/x" });
    expect(text).toContain("SYNTHETIC QUOTES");
    expect(text).toContain("Conclusion ─");
    const page = await studyOf(studyFilesOf(result));
    expect(page.match(/<svg role="img"/g)?.length).toBe(result.plots.length);
    expect(page).not.toMatch(/NaN|undefined</);
    expect(studyMarkdown(result)).toContain(result.findings[0].text);
  });

  it("its validated parameters are a config that loads and runs", () => {
    const { definition, start, base, validated } = results.get(name)!;
    const text = validatedYaml({ study: name, question: definition.question, data: "a test", start, conditions: definition.conditions, keys: validated });
    const config = resolveConfig([{ file: "validated.yaml", values: parseConfigFile(text, "validated.yaml").values }]);
    expect(text).toContain(`study ${name}`);
    for (const { key, changed } of validated) if (!changed) expect(text, key).toMatch(new RegExp(`# kept: .*\n${key}: `));
    expect(config.ticker).toEqual(base.ticker);
    expect(execute(core, market, config).metrics.values.trades.value).toBeGreaterThanOrEqual(0);
  });
});

describe("studies", () => {
  it("S.17: neither workers nor lanes change a figure", async () => {
    const slow = await study("regime-multipliers", {
      open: async (request) => {
        const pool = await createPool(market, request, { workers: 1 });
        return { ...pool, workers: 3 };
      },
    });
    expect(JSON.stringify(slow)).toBe(JSON.stringify(results.get("regime-multipliers")));
  });

  it("tell of their progress and stop on request, with no pool left open", async () => {
    const abort = new AbortController();
    const shares: number[] = [];
    let open = 0;
    const work = study("portfolio-limits", {
      signal: abort.signal,
      open: async (request) => {
        const pool = await createPool(market, request, { workers: 1 });
        open++;
        return { ...pool, close: async () => (open--, pool.close()) };
      },
      onProgress: ({ share }) => {
        shares.push(share);
        if (share > 0.1) abort.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ kind: "cancelled" });
    expect(open).toBe(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it("flags change the base, and say so in what is validated", async () => {
    const { base, start, findings } = await study("slippage", {}, { file: null, values: { ...SMALL.values, ticker: "QQQ", width: "10", commission: 0.5 } });
    expect([base.ticker, base.commission, base.breakers, start.breakers]).toEqual([["QQQ"], 0.5, false, true]);
    expect(findings[0].text).toMatch(/^QQQ /);
  });

  it("S.10: with nothing traded there is no answer, and nothing is validated", async () => {
    for (const name of ["exits", "multi-ticker", "slippage", "stress"]) {
      const { findings, validated } = await study(name, {}, { file: null, values: { ...SMALL.values, min_credit: 90, stop_loss: 10 } });
      expect(findings[0].tone, name).toBe("warn");
      expect(validated.filter(({ changed }) => changed), name).toEqual([]);
    }
  }, 20_000);

  it("multi-ticker needs two underlyings", async () => {
    await expect(study("multi-ticker", {}, { file: null, values: { ...SMALL.values, ticker: "QQQ" } })).rejects.toMatchObject({ kind: "config", subject: "ticker = QQQ" });
  });

  it("a benchmark that does not fit is an error, an alternative is left out with the reason", async () => {
    const { leftOut, findings } = await study("exits", {}, { file: null, values: { ...SMALL.values, min_credit: 45, stop_loss: 110 } });
    expect(leftOut.map(({ label }) => label).length).toBeGreaterThan(0);
    expect(findings.some(({ rule, text }) => rule === "left out" && text.includes("can never fire"))).toBe(true);
  });
});

describe("break-even by straight lines", () => {
  it("is where gain turns to loss", () => {
    expect(crossing([0, 0.5, 1], [30, 10, -10])).toBe(0.75);
    expect(crossing([0, 0.5, 1], [30, 0, -10])).toBe(0.5);
    expect(crossing([0, 0.5, 1], [-1, -2, -3])).toBe(-1);
    expect(crossing([0, 0.5, 1], [3, 2, 1])).toBe(2);
  });
});
