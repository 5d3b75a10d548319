// The pages of layers, walk-forward, overfit and study, made of small results' files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../../src/config";
import { createEvaluator } from "../../../src/engine/evaluator";
import { BUILT_IN_LAYERS, chooseLayers, runLayers } from "../../../src/layers";
import { createTally } from "../../../src/ledger";
import { loadCore } from "../../../src/node/core";
import { createPool } from "../../../src/node/pool";
import { loadStudy } from "../../../src/node/study";
import { countedDeflation, redFlags } from "../../../src/overfit";
import type { FinishedOverfit } from "../../../src/overfit";
import { panels } from "../../../src/report/overfit/rows";
import { simulateMarket, TINY_SIMULATION } from "../../../src/simulate";
import { runStudy } from "../../../src/study/run";
import { evaluatorRequest } from "../../../src/sweep/sweep";
import { walkForward, walkOn } from "../../../src/walkforward";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../../browser/host";
import { compareGates, noise } from "../../layers/support";
import { trials } from "../../ledger/samples";
import { analyse, sample } from "../../overfit/samples";
import { grid } from "../../sweep/support";
import { calendar, fake, space as fakeSpace } from "../../walkforward/fake";
import { sectionsOf, textOf } from "./backtestRun";
import { layersFiles, layersOf, overfitFilesOf, overfitOf, studyFilesOf, studyOf, walkFiles, walkOf } from "./validationRuns";
import type { Files } from "./validationRuns";

if (!hasChromium && !process.env.CI) console.warn(`NOT RUN: the pages of validations in a browser (no ${CHROMIUM}; install Chromium or set MAHLER_CHROMIUM)`);

const BASE = { ticker: "SPY,QQQ", min_credit: 3, break_even: "off" };
const KINDS = ["layers", "walk", "overfit", "study"] as const;
type Kind = (typeof KINDS)[number];

const files = {} as Record<Kind, Files>;
const pages = {} as Record<Kind, string>;
const drawn: Record<Kind, (files: Files, folder?: string) => string | Promise<string>> = { layers: layersOf, walk: walkOf, overfit: overfitOf, study: studyOf };

function checked(configs: number): FinishedOverfit {
  const result = analyse(sample(configs, 600, 1), { resamples: 100, paths: 100 });
  const tally = createTally();
  tally.add(trials(0, 300, { sharpe: (n) => (n % 7) / 10 }));
  const counted = countedDeflation(result, tally.count());
  return { result, counted, flags: redFlags(result, counted) };
}

beforeAll(async () => {
  const market = simulateMarket(TINY_SIMULATION);
  const core = await loadCore();
  const system = resolveConfig([{ file: "main.yaml", values: { ...BASE, min_iv_percentile: 20 } }]);
  files.layers = layersFiles(runLayers(core, market, { layers: chooseLayers(BUILT_IN_LAYERS, ["portfolio-limits", "breakers", "iv-filter", "min-credit"]), system, base: null, judge: { replicates: 199 } }));
  const space = grid({ min_delta: [0.05, 0.15], max_delta: "min_delta + 0.15", profit_target: [35, "off"] }, { ...BASE, risk_free: 1 });
  const evaluator = createEvaluator(core, market, evaluatorRequest(market, space));
  files.walk = walkFiles(await walkForward(market, space, { windows: { train: "4m", validate: "1m", test: "1m" }, guards: { minTrades: 5 }, cpcv: { groups: 4, test: 1, embargo: 10 } }, { evaluate: (packed, window) => evaluator.evaluate(packed, window) }), space);
  files.overfit = overfitFilesOf(checked(20));
  const { study, definition, layers } = await loadStudy("multi-ticker");
  const short = { ...definition, minTrades: 5, walkForward: definition.walkForward && { ...definition.walkForward, windows: "6/1/1", minTrades: 1 } };
  files.study = studyFilesOf(await runStudy(market, study, { definition: short, layers, flags: [{ file: null, values: { ...BASE, start: "data", end: "data" } }] }, { core, open: (request) => createPool(market, request, { workers: 1 }), inference: { replicates: 200 } }));
  for (const kind of KINDS) pages[kind] = await drawn[kind](files[kind]);
}, 120_000);

/** A file with something replaced in its text. */
const damaged = (kind: Kind, name: string, change: (text: string) => string): Files => ({ ...files[kind], [name]: change(String(files[kind][name])) });
const outcome = async (kind: Kind, given: Files): Promise<string> => {
  try {
    await drawn[kind](given);
    return "drawn";
  } catch (error) {
    return (error as Error).message;
  }
};

describe.each(KINDS)("the page of %s", (kind) => {
  it("is one file without scripts, handlers or addresses, and small", () => {
    expect(pages[kind]).not.toMatch(/<script|\son\w+=|<link|<iframe|<img|url\(|@import/i);
    expect(pages[kind].replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:/);
    expect(pages[kind]).not.toMatch(/\bNaN\b|undefined<|\bInfinity\b|\[object/);
    expect(pages[kind].length).toBeLessThan(400_000);
  });

  it("gives every id once, every picture a name and a description, every link a target", () => {
    const ids = [...pages[kind].matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    for (const picture of pages[kind].match(/<svg role="img"[^>]*>/g) ?? []) for (const id of /aria-labelledby="(\S+) (\S+)"/.exec(picture)!.slice(1)) expect(ids).toContain(id);
    for (const [, target] of pages[kind].matchAll(/href="#([^"]+)"/g)) expect(ids, target).toContain(target);
  });

  it("begins with the result and ends with config, provenance and definitions; D.40: says how many trials there were", () => {
    const ids = Object.keys(sectionsOf(pages[kind]));
    expect([ids[0], ...ids.slice(-3)]).toEqual(["result", "config", "provenance", "definitions"]);
    expect(sectionsOf(pages[kind]).trials).toMatch(/\b300\b/);
    expect(sectionsOf(pages[kind]).config).toContain(`mahler ${kind === "walk" ? "walk-forward" : kind}`);
  });

  it("says what it always said of the tiny market (config and definitions apart)", async () => {
    const { config, definitions, ...golden } = sectionsOf(pages[kind]);
    expect([config.length, definitions.length].every((length) => length > 500)).toBe(true);
    const text = Object.entries(golden).map(([id, section]) => `## ${id}\n${section}`).join("\n").replace(/mahler \d\S*, ABI \d+/, "mahler <version>");
    await expect(text).toMatchFileSnapshot(`../../fixtures/report-${kind}.txt`);
  });

  it("D.44: says loudly that quotes are synthetic, and only then", async () => {
    expect(pages[kind]).toContain("<strong>SYNTHETIC QUOTES.</strong>");
    const name = Object.keys(files[kind]).find((each) => each.endsWith(".json") && each !== "trials.json")!;
    expect(await drawn[kind](damaged(kind, name, (text) => text.replace(/"origin": ?"simulated"/, '"origin":"vendor"')))).not.toContain("SYNTHETIC");
  });

  it("escapes what a folder is called", async () => {
    expect(await drawn[kind](files[kind], "out/<b>x</b> & one")).toContain("out/&lt;b&gt;x&lt;/b&gt; &amp; one");
  });

  it("is the same text every time", async () => {
    expect(await drawn[kind](files[kind])).toBe(pages[kind]);
  });
});

describe("folders that are damaged or of another version", () => {
  it.each([
    ["layers", "layers.json", () => "{", "out/layers/layers.json: is not JSON; run mahler layers again"],
    ["layers", "layers.json", (text: string) => text.replace('"record":1', '"record":0'), "out/layers/layers.json record = 0: this build reads 1; run mahler layers again with this version"],
    ["layers", "layers.json", (text: string) => text.replace('"tests":', '"test":'), /^out\/layers\/layers\.json judge\.tests: .*; run mahler layers again$/],
    ["layers", "layers.json", (text: string) => text.replace('"without":"base"', '"without":"bass"'), "out/layers/layers.json pairs: bass: is none of its runs; run mahler layers again"],
    ["layers", "equity.csv", (text: string) => text.replace(/\n2019-01-03,[^,]*/, "\n2019-01-03,much"), "out/layers/equity.csv line 3: is not a date and a number per run; run mahler layers again"],
    ["layers", "equity.csv", () => "date,base\n", "out/layers/equity.csv line 1: does not name the runs of layers.json; run mahler layers again"],
    ["layers", "trials.json", (text: string) => text.replace('"trials_record": 1', '"trials_record": 2'), "out/layers/trials.json trials_record = 2: this build reads 1; run it again with this version"],
    ["walk", "walkforward.json", (text: string) => text.replace('"walkforward_record": 1', '"walkforward_record": 9'), "out/walk/walkforward.json walkforward_record = 9: this build reads 1; run mahler walk-forward again with this version"],
    ["walk", "walkforward.json", (text: string) => text.replace('"runOff": "2019', '"runOff": "19'), /^out\/walk\/walkforward\.json result\.windows\.0\.runOff: is not a date; run mahler walk-forward again$/],
    ["walk", "stitched.arrow", () => "nothing", "out/walk/stitched.arrow: is not an Arrow file; run mahler walk-forward again"],
    ["overfit", "overfit.json", (text: string) => text.replace('"sessions": 600', '"sessions": "many"'), /^out\/overfit\/overfit\.json result\.sessions: .*; run mahler overfit again$/],
    ["overfit", "trials.json", (text: string) => text.replace('"overfit_record": 1', '"overfit_record": 3'), "out/overfit/trials.json overfit_record = 3: this build reads 1; run mahler overfit again with this version"],
    ["study", "study.json", (text: string) => text.replace('"study_record": 1', '"study_record": 7'), "out/study/study.json study_record = 7: this build reads 1; run mahler study again with this version"],
    ["study", "study.json", (text: string) => text.replace('"tone": "', '"tone": "un'), /^out\/study\/study\.json findings\.0\.tone: .*; run mahler study again$/],
    ["study", "comparison.arrow", () => "nothing", "out/study/comparison.arrow: is not an Arrow file; run mahler study again"],
  ] as const)("%s: %s", async (kind, name, change, message) => {
    const told = await outcome(kind, damaged(kind, name, change));
    if (typeof message === "string") expect(told).toBe(message);
    else expect(told).toMatch(message);
  });

  it("names a column that is missing, and a table that is another's", async () => {
    expect(await outcome("walk", { ...files.walk, "stitched.arrow": files.walk["windows.arrow"] })).toBe("out/walk/stitched.arrow column date: is missing; run mahler walk-forward again");
    expect(await outcome("study", { ...files.study, "comparison.arrow": files.study["books.arrow"] })).toBe("out/study/comparison.arrow: is not the table that study.json names; run mahler study again");
  });

  it("a folder without trials.json, of a program of its own, is drawn and says so", async () => {
    for (const kind of ["layers", "walk", "study"] as const) {
      const { "trials.json": _, ...rest } = files[kind];
      const page = sectionsOf(await drawn[kind](rest));
      expect([page.trials, page.config]).toEqual([expect.stringContaining("No trials.json is in this folder"), expect.stringContaining("not recorded")]);
    }
  });
});

describe("S.10: what is undefined stays so through the files", () => {
  it("an account that never moved has no Sharpe ratio, and the page says why", () => {
    const still = compareGates(["a", "b"], () => ({ returns: new Array<number>(300).fill(0) }));
    const page = sectionsOf(layersOf(layersFiles(still)));
    expect(page.trials).toMatch(/Sharpe ratio\n–never traded[\s\S]*is undefined: never traded/);
    expect(page.result).toContain("2 never bound");
    expect(page.curves).toContain("No layer changed an account.");
  });

  it("layers that add value, harm and depend are told so in words", () => {
    const drift = noise(1, 1500);
    const steps = (gates: readonly string[]): number => (gates.includes("good") ? 0.002 : 0) - (gates.includes("bad") ? 0.002 : 0);
    const page = layersOf(layersFiles(compareGates(["good", "bad"], (gates) => ({ returns: drift.map((x, t) => 0.004 * x + steps(gates) + 0.0002 * ((t * gates.length) % 3)) }))));
    expect(sectionsOf(page).result).toMatch(/^Verdicts\nOf 2 layers 1 adds value \(good\), 1 harms \(bad\)\./);
    expect(page).toMatch(/p (&lt;)?0?\.?\S*, higher/);
  });

  it("a walk-forward in cash, one config, one session: dashes with reasons, no picture of nothing", async () => {
    const cash = await walkOn(calendar, fakeSpace, { windows: { train: "12m", test: "6m" } }, fake(() => ({ metrics: { trades: 0 } })));
    const page = textOf(walkOf(walkFiles(cash, fakeSpace)));
    expect(page).toMatch(/No window traded\.[\s\S]*No parameter ever changed\.[\s\S]*No consensus/);
    const one = checked(1);
    expect(sectionsOf(overfitOf(overfitFilesOf(one))).result).toContain("configs = 1: choosing needs two at least");
    expect(panels(one)).toHaveLength(4);
  });
});

// In CI a missing browser is a failure, not a skip.
describe.skipIf(!hasChromium && !process.env.CI)("in headless Chromium", () => {
  const root = mkdtempSync(join(tmpdir(), "mahler-validation-pages-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("fits a narrow screen and a printed page, offline, without complaint", async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    try {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, offline: true });
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on("console", (message) => trouble.push(message.text()));
      page.on("request", (request) => request.url().startsWith("file:") || trouble.push(request.url()));
      for (const kind of KINDS) {
        writeFileSync(join(root, `${kind}.html`), pages[kind]);
        await page.emulateMedia({ media: "screen" });
        await page.setViewportSize({ width: 360, height: 740 });
        await page.goto(pathToFileURL(join(root, `${kind}.html`)).href);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), kind).toBeLessThanOrEqual(360);
        await page.setViewportSize({ width: 718, height: 1015 }); // A4 less margins, at 96 dots per inch
        await page.emulateMedia({ media: "print" });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), kind).toBeLessThanOrEqual(718);
      }
      expect(trouble).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
