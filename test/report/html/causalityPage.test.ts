import { describe, expect, it } from "vitest";
import { readCausality } from "../../../src/causality/read";
import { causalityPage } from "../../../src/report/html/causality/page";
import { sectionsOf } from "./backtestRun";

const compared = { sessions: 40, known: 900, reasons: 80, entries: 5, exits: 4 };
const point = (day: string, equal: boolean, how = "truncate") => ({ day, how, equal });
const leak = {
  point: point("2019-03-04", false), differences: [{ kind: "entry", day: "2019-03-01", underlying: "SPY", sleeve: null, columns: [{ name: "credit <b>", original: "0.51", changed: "0.49" }] }],
  culprits: [{ table: "vix", underlying: null, columns: ["close"], earliest: "2019-03-05", latest: "2019-03-05" }],
};
const record = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  causality: 1, mahler: { version: "0.0.0", abi: 1, core: "0".repeat(64) }, config: { strategy: ["put-credit-spread"], ticker: ["SPY", "QQQ"] }, data: { path: "data/tiny", name: "tiny", origin: "simulated", files: {} },
  asked: { points: 1, seed: 1, days: null, probes: ["truncate", "close"] }, clean: true, sessions: { first: "2019-01-02", last: "2020-03-31", count: 314 },
  probes: [{ probe: "truncate", compared, points: [point("2019-03-04", true)], leak: null }, { probe: "close", compared, points: [point("2019-05-02", true, "wild")], leak: null }], ...more,
});
const pageOf = (value: unknown, folder = "out/causality"): string => causalityPage(readCausality(folder, JSON.stringify(value)));

describe("the page of a test for look-ahead", () => {
  it("says that nothing leaked, what was compared and on which days", () => {
    const page = pageOf(record());
    const sections = sectionsOf(page);
    expect(Object.keys(sections)).toEqual(["result", "days", "config", "provenance", "definitions"]);
    expect(sections.result).toMatch(/^Result\nNo decision hangs on data that were not known yet\.[\s\S]*truncate \| 1 \| equal[\s\S]*80 sessions of the account, 1,800 known values/);
    expect(page).toContain("SYNTHETIC QUOTES");
    expect(page).not.toMatch(/<script|\bNaN\b|undefined</);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it("shows a leak: what differs, and where it came from", () => {
    const page = pageOf(record({ clean: false, probes: [{ probe: "truncate", compared, points: [point("2019-03-04", false)], leak }] }));
    const text = sectionsOf(page)["leak-truncate"];
    expect(text).toContain("Data truncated after 2019-03-04 changed what was decided before.");
    expect(text).toContain("2019-03-01 | entry | SPY | credit <b> | 0.51 | 0.49");
    expect(text).toContain("vix | close | 2019-03-05");
    expect(page).toContain("credit &lt;b&gt;");
    expect(sectionsOf(page).result).toContain("truncate | 1 | 1 leaks |");
  });

  it("names file and field of a damaged record, and the version of another", () => {
    expect(() => pageOf(record({ causality: 2 }))).toThrow("out/causality/causality.json causality = 2: this build reads 1; run mahler causality again with this version");
    expect(() => pageOf(record({ sessions: { first: "soon" } }))).toThrow(/out\/causality\/causality\.json sessions\.first: is not a date; run mahler causality again/);
  });
});
