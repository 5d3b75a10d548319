import { describe, expect, it } from "vitest";
import { createTally } from "../../src/ledger";
import { countedDeflation, redFlags } from "../../src/overfit";
import type { FinishedOverfit } from "../../src/overfit";
import { overfitText } from "../../src/report/overfit/text";
import { panels } from "../../src/report/overfit/rows";
import { luckySharpe, trialsLines, trialsOverview } from "../../src/report/trials";
import { widthOf } from "../../src/report/style";
import { viewOf } from "../../src/report/view";
import { trials } from "../ledger/samples";
import { analyse, sample } from "../overfit/samples";
import { overfitFilesOf, overfitOf } from "./html/validationRuns";

function finished(configs: number, sessions = 600): FinishedOverfit {
  const result = analyse(sample(configs, sessions, 1), { resamples: 100, paths: 100 });
  const tally = createTally();
  tally.add(trials(0, 300, { sharpe: (n) => (n % 7) / 10 }));
  const counted = countedDeflation(result, tally.count());
  return { result, counted, flags: redFlags(result, counted) };
}

const TEXT = { columns: 90, colour: false, title: "luck or skill: put-credit-spread on SPY", origin: "simulated" as const };

describe("the overfitting panel", () => {
  it("fits into 90 columns and says what it must", () => {
    const text = overfitText(finished(20), TEXT);
    for (const line of text.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(90);
    for (const words of ["SYNTHETIC QUOTES", "Red flags: ", "on this data, ever   300", "deflated Sharpe", "MinTRL", "SPA p", "reality check p", "survivors", "PBO", "logit", "Monte-Carlo", "profit_target 65"]) expect(text).toContain(words);
  });

  it("S.10: what cannot be computed is a dash with its reason", () => {
    const text = overfitText(finished(1), TEXT);
    expect(text).toMatch(/PBO +– {2}configs = 1: choosing needs two at least/);
    expect(panels(finished(1)).flatMap(({ rows }) => rows).every(({ value, note, definition }) => value !== "" && definition.length > 20 && !/NaN|undefined|Infinity/.test(value + note))).toBe(true);
  });

  it("the page holds every figure with its definition, charts with their numbers, and nothing that is fetched", () => {
    const input = finished(20);
    const page = overfitOf(overfitFilesOf(input));
    for (const { rows } of panels(input)) for (const { label } of rows) expect(page).toContain(label.trim());
    for (const words of ["Logits of the splits", "Degradation", "Resampled wealth", "SYNTHETIC QUOTES"]) expect(page).toContain(words);
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
    expect(overfitOf(overfitFilesOf(input))).toBe(page);
    expect(overfitOf(overfitFilesOf(finished(1), "vendor"))).toContain("choosing needs two");
  });
});

describe("lines about trials", () => {
  const view = viewOf(90, false);
  const tally = createTally();
  tally.add(trials(0, 45, { list: (n) => n % 40, sharpe: (n) => (n % 5) / 10 }));
  const count = tally.count();

  it("D.40: says how many there were and what luck alone would show", () => {
    const text = trialsLines(view, count, "this one is new").join(" ");
    expect(text).toMatch(/trials on this data so far: 45, 40 different trade lists, this one is new; without any\s+skill the best of them would show a Sharpe ratio of about 0\.3/);
    expect(luckySharpe(count)).toBeGreaterThan(0.25);
  });

  it("one trial has no luck to speak of, and no ledger is said to be none", () => {
    const one = createTally();
    one.add(trials(0, 1));
    expect(trialsLines(view, one.count(), "this one is new").join("")).toBe("  trials on this data so far: 1, this one is new");
    expect(trialsOverview(view, [], ".mahler/trials").join("")).toContain("no trials yet in .mahler/trials");
    expect(trialsOverview(view, [{ id: "ab".repeat(32), name: "embedded", path: "x", count, entries: [], notices: [] }], "there").join("\n")).toMatch(/embedded +abababab +45 +45 +40 +0\.40 +0\.3\d +– +–/);
  });
});
