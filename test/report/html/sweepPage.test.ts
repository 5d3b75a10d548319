import { beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../../src/metrics";
import { headlessDocument } from "../../../src/report/html/headless";
import { HEAT_DARK, HEAT_LIGHT } from "../../../src/report/html/sweep/palette";
import { sweepPage } from "../../../src/report/html/sweep/page";
import { DARK, LIGHT } from "../../../src/report/html/style";
import { luckOf, luckyBest } from "../../../src/report/html/sweep/luck";
import { firstAlike } from "../../../src/sweep/analysis/columns";
import { expectedMaxSharpe } from "../../../src/stats/deflated";
import { sectionsOf, textOf } from "./backtestRun";
import { hill, madeSweep, SMALL } from "./sweepMade";
import type { Making } from "./sweepMade";

const pageOf = (making: Making, metric?: string): string => sweepPage(madeSweep(making).recorded, headlessDocument(), metric);
const list: Making = { sweep: { configs: [{ profit_target: 35, ranking: "credit" }, { profit_target: 50 }, { profit_target: "off", min_delta: 0.05 }] }, outcome: hill };
const KEYS = [
  "min_delta", "min_dte", "min_credit", "min_open_interest", "min_volume", "target_delta", "profit_target", "stop_loss", "time_exit", "max_quote_width_pct", "commission", "assignment_fee", "deep_itm_delta",
  "max_contracts", "max_risk_per_trade", "short_put_stress", "max_single_position", "max_positions", "max_portfolio_heat", "max_per_underlying",
];
const RANGES: Record<string, string> = { min_delta: "0.01:0.20:0.01", profit_target: "5:100:5", target_delta: "0.05:0.25:0.05", deep_itm_delta: "0.75:0.95:0.05" };
/** As many combinations as can be numbered. */
const twenty: Making = { sweep: { parameters: Object.fromEntries(KEYS.map((key) => [key, RANGES[key] ?? "1:5:1"])), mode: "sample", sample: 400, seed: 5 }, outcome: hill, config: { max_delta: 0.9 } };

const MAKINGS = {
  main: SMALL, list, twenty,
  unfinished: { ...SMALL, done: (config: number) => config % 4 !== 1, folder: "out/<b>half</b>" },
  one: { sweep: { parameters: { profit_target: [35, 50, 65] } }, outcome: hill },
  single: { sweep: { parameters: { profit_target: [50] } }, outcome: hill },
  words: { sweep: { parameters: { strategy: ["put-credit-spread", "call-credit-spread", "iron-condor"], ranking: ["credit", "expected-value"] } }, outcome: (config) => hill({ ...config, min_delta: config.strategy.length === 1 && config.strategy[0] === "put-credit-spread" ? 0.12 : 0.06, max_positions: config.ranking === "credit" ? 1 : 2 }) },
  nothing: { sweep: { parameters: { profit_target: [35, 50], max_positions: [1, 2] } }, outcome: () => ({ metrics: { trades: 0, net_profit: 0, cagr: 0, max_drawdown: 0 }, trades: "none", reasons: { no_strike: 500 } }) },
  flat: { sweep: { parameters: { profit_target: [35, 50], max_positions: [1, 2] } }, outcome: () => ({ metrics: { sharpe: 0.5, trades: 9, net_profit: 10, cagr: 0.01, max_drawdown: 0.02 } }) },
} satisfies Record<string, Making>;

let pages: Record<keyof typeof MAKINGS, string>;
beforeAll(() => {
  pages = Object.fromEntries(Object.entries(MAKINGS).map(([name, making]) => [name, pageOf(making)])) as typeof pages;
}, 60_000);

describe("the page of a sweep", () => {
  it("is one file without scripts, handlers or addresses", () => {
    for (const [name, page] of Object.entries(pages)) {
      expect(page, name).not.toMatch(/<script|\son\w+=|<link|<iframe|<img|url\(|@import/i);
      expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ""), name).not.toMatch(/https?:/);
      expect(/.{40}(\bNaN\b|undefined<|>undefined|\bInfinity\b|\[object|\d\.\d{12}).{20}/.exec(page)?.[0], name).toBeUndefined();
    }
  });

  it("gives every id once, every picture a name and a description, every link and label a target", () => {
    for (const [name, page] of Object.entries(pages)) {
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i), name).toEqual([]);
      for (const picture of page.match(/<svg role="img"[^>]*>/g) ?? []) for (const id of /aria-labelledby="(\S+) (\S+)"/.exec(picture)!.slice(1)) expect(ids).toContain(id);
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids, name).toContain(target);
      for (const [input] of page.matchAll(/<label>[^]*?<\/label>/g)) expect(input).toMatch(/<input type="radio" name="map-[mpr]" id="map-[mpr]\d+"[^>]*>[^<]+<\/label>/);
    }
    expect(pages.main.match(/<svg role="img"/g)).toHaveLength(11);
  });

  it("has every section, in every sweep, and headings in order", () => {
    const sections = ["result", "luck", "top", "distribution", "maps", "sensitivity", "plateau", "pareto", "space", "provenance", "definitions"];
    for (const [name, page] of Object.entries(pages)) {
      expect(Object.keys(sectionsOf(page)), name).toEqual(sections);
      const levels = [...page.matchAll(/<h(\d)/g)].map((m) => Number(m[1]));
      expect(levels[0]).toBe(1);
      levels.slice(1).forEach((level, i) => expect(level - levels[i]).toBeLessThanOrEqual(1));
    }
  });

  it("says what it always said of a small sweep (definitions and most maps apart)", async () => {
    const { definitions, maps, ...golden } = sectionsOf(pages.main);
    expect(definitions.length).toBeGreaterThan(500);
    const text = Object.entries({ ...golden, maps: maps.split("\n").slice(0, 40).join("\n") }).map(([id, section]) => `## ${id}\n${section}`).join("\n");
    await expect(text).toMatchFileSnapshot("../../fixtures/report-sweep.txt");
  });

  it("is the same text every time", () => {
    const { recorded } = madeSweep(SMALL);
    expect(sweepPage(recorded, headlessDocument())).toBe(pages.main);
    expect(sweepPage(recorded, headlessDocument())).toBe(pages.main);
  });

  it("defines every figure", () => {
    const { definitions } = sectionsOf(pages.main);
    for (const { id, definition } of METRICS) for (const words of [`${id},`, definition]) expect(definitions).toContain(words);
  });

  it("escapes what a folder is called", () => {
    expect(pages.unfinished).toContain("out/&lt;b&gt;half&lt;/b&gt;");
    expect(pages.unfinished).not.toContain("<b>half");
  });

  it("D.44: says loudly that quotes are synthetic, and only then", () => {
    expect(pages.main).toContain("<strong>SYNTHETIC QUOTES.</strong>");
    expect(pages.one).not.toContain("SYNTHETIC");
  });

  it("says first that a sweep is unfinished, of how many configs, and calls configs by their numbers", () => {
    const { table, recorded } = madeSweep(MAKINGS.unfinished);
    expect(textOf(pages.unfinished)).toContain(`UNFINISHED. ${table.count} of 228 configs: everything below is about these alone`);
    expect(pages.unfinished).toContain("mahler sweep --resume out/&lt;b&gt;half");
    const numbers = recorded.results.columns[0].cells as Float64Array;
    const best = Number(/Best by Sharpe: config (\d+)/.exec(pages.unfinished)![1]);
    expect(numbers).toContain(best);
    expect(best % 4).not.toBe(1);
    expect(pages.main).not.toContain("UNFINISHED");
  });
});

describe("S.10: what is undefined never wins", () => {
  it("is counted, shown as – with its reason, and comes last", () => {
    const { result, maps } = sectionsOf(pages.main);
    expect(result).toContain("Cannot win: Sharpe is undefined (–) in 57 configs, none of which closed a trade.");
    expect(pages.main).toContain('class="none">–');
    expect(maps).toContain("– = no config with a value");
    const { result: none, luck } = sectionsOf(pages.nothing);
    expect(none).toContain("No config may win by Sharpe: there is no best one to show.");
    expect(none).toContain("Sharpe is undefined (–) in 4 configs, none of which closed a trade");
    expect(luck).toContain("Fewer than two different trade lists have a Sharpe ratio");
  });

  it("nor does a config without a trade whose figure is 0, where 0 is the best", () => {
    expect(sectionsOf(pageOf(SMALL, "max_drawdown")).result).not.toMatch(/Best by Max drawdown: config \d+\n[^]*?Closed trades0/);
    expect(sectionsOf(pageOf(SMALL, "max_drawdown")).result).toContain("57 configs closed fewer than 1 trade");
  });
});

describe("sweeps of other shapes", () => {
  it("one parameter: no map, but bands and a slice", () => {
    const { maps, sensitivity, plateau } = sectionsOf(pages.one);
    expect(maps).toContain("A map needs two parameters that vary by themselves");
    expect(sensitivity).toContain("[picture: By profit_target]");
    expect(plateau).toContain("[picture: Along profit_target]");
  });

  it("one config, or configs that are all the same", () => {
    expect(sectionsOf(pages.single).plateau).toContain("whether it is a spike cannot be told");
    expect(sectionsOf(pages.flat).sensitivity).toContain("Sharpe does not vary: no parameter can matter.");
    expect(sectionsOf(pages.flat).sensitivity).toMatch(/max_positions \| inert/);
  });

  it("a list of configs that name different keys", () => {
    expect(sectionsOf(pages.list).space).toContain("The configs of a list, which has these values");
    expect(textOf(pages.list)).toContain("3 configs");
  });

  it("words instead of numbers", () => {
    const { maps, space } = sectionsOf(pages.words);
    expect(maps).toMatch(/ranking →\n?strategy ↓/);
    expect(space).toContain("put-credit-spread, call-credit-spread, iron-condor");
  });

  it("twenty parameters: says what is left out, and cuts long axes into stretches", () => {
    const { maps, sensitivity, top } = sectionsOf(pages.twenty);
    expect(maps).toMatch(/\d+ pairs are not on the page, being less important: all with /);
    expect(maps).toMatch(/Values of \w+ and \w+ are taken together in stretches/);
    expect(sensitivity).toMatch(/Without a picture, as they matter less: /);
    expect(top).toMatch(/Not in the table for want of room, being less important: /);
  });
});

describe("the cost of looking", () => {
  it("is the expected highest of so many independent ratios, by the spread of different trade lists that trade", () => {
    const { table } = madeSweep(SMALL);
    const alike = firstAlike(table);
    const ratios = Array.from(table.metrics.sharpe).filter((value, i) => alike[i] === i && Number.isFinite(value));
    const mean = ratios.reduce((sum, value) => sum + value, 0) / ratios.length;
    const variance = ratios.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (ratios.length - 1);
    const luck = luckOf({ table, alike })!;
    expect(luck).toMatchObject({ trials: ratios.length, years: 4, highest: Math.max(...ratios) });
    expect(luckyBest(luck, luck.trials)).toBeCloseTo(expectedMaxSharpe(ratios.length, variance), 12);
    expect(sectionsOf(pages.main).luck).toContain(`There are ${ratios.length} different trade lists with a Sharpe ratio`);
  });
});

describe("a page's size", () => {
  it("10,000 configs, and a sample of 20 long parameters, stay under 5 MB; the page is made in seconds", () => {
    const parameters = { min_delta: "0.01:0.19:0.02", profit_target: "10:100:10", stop_loss: "50:500:50", max_positions: "1:10:1" };
    const began = performance.now();
    const { recorded, table } = madeSweep({ sweep: { parameters }, outcome: (config) => hill({ ...config, min_delta: config.min_delta + (config.stop_loss ?? 0) / 10_000 }), config: { max_delta: 0.9 } });
    const made = performance.now();
    expect(table.count).toBe(10_000);
    const page = sweepPage(recorded, headlessDocument());
    expect(Buffer.byteLength(page)).toBeLessThan(2_500_000);
    expect(performance.now() - made).toBeLessThan(20_000 + (made - began));
    expect(Buffer.byteLength(pages.twenty)).toBeLessThan(2_500_000);
    expect(Buffer.byteLength(pages.main)).toBeLessThan(500_000);
  }, 60_000);
});

describe("what goes wrong", () => {
  it("an unknown metric, one that the sweep lacks, too few rows", () => {
    const { recorded } = madeSweep(SMALL);
    expect(() => sweepPage(recorded, headlessDocument(), "sharp")).toThrow("metric = sharp: is not a metric; did you mean sharpe?");
    const without = { ...recorded, results: { ...recorded.results, columns: recorded.results.columns.filter(({ name }) => name !== "sortino") } };
    expect(() => sweepPage(without, headlessDocument(), "sortino")).toThrow(/metric = sortino: is not in the results of the sweep/);
    expect(() => sweepPage({ ...recorded, record: { ...recorded.record, configs: 999 } }, headlessDocument())).toThrow("out/made: holds 228 rows, sweep.json counts 999; run the sweep again");
  });
});

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

describe.each([["light", LIGHT, HEAT_LIGHT], ["dark", DARK, HEAT_DARK]] as const)("cells in %s", (_, palette, heat) => {
  it.each(["up", "down"] as const)("%s: text keeps 4.5 : 1, and each step is further from the background than the last", (side) => {
    for (const colour of heat[side]) expect(contrast(palette.text, colour), colour).toBeGreaterThanOrEqual(4.5);
    const distance = heat[side].map((colour) => contrast(palette.background, colour));
    distance.slice(1).forEach((one, i) => expect(one).toBeGreaterThan(distance[i]));
  });
});
