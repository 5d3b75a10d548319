import { describe, expect, it } from "vitest";
import { answerOf } from "../../src/study/answer";
import { answerFinding, claimFinding, commonFindings, gapsFindings, hindsightFinding, lossFinding, powerFinding, worseFinding } from "../../src/study/findings";
import { judge } from "../../src/study/judge";
import { selectionFinding } from "../../src/study/selection";
import { sharpeGapSeries } from "../../src/study/sharpe";
import { curveFigures } from "../../src/study/resample";
import type { Estimate } from "../../src/study/types";
import { answersOf, INFERENCE, noise, runsOf } from "./support";

const DAYS = 2500;
const base = noise(DAYS, 1, { mean: 0.0002 });
const plus = (series: Float64Array, extra: number): Float64Array => series.map((value) => value + extra);

describe("a difference of Sharpe ratios as a mean", () => {
  it("has the difference as its mean, and none between a series and its multiple", () => {
    const other = noise(DAYS, 2, { mean: 0.0004 });
    const series = sharpeGapSeries(other, base)!;
    const perDay = (returns: Float64Array): number => curveFigures(returns, 252).sharpe / Math.sqrt(252) / Math.sqrt((DAYS - 1) / DAYS);
    expect(series.reduce((sum, value) => sum + value, 0) / DAYS).toBeCloseTo(perDay(other) - perDay(base), 10);
    for (const value of sharpeGapSeries(base.map((r) => 3 * r), base)!) expect(Math.abs(value)).toBeLessThan(1e-9);
    expect(sharpeGapSeries(new Float64Array(DAYS), base)).toBeNull();
  });
});

describe("an obvious winner", () => {
  const answers = answersOf(runsOf([{ label: "flat", returns: base }, { label: "winner", returns: plus(base, 0.0004) }, { label: "luck", returns: noise(DAYS, 3, { mean: 0.0002 }) }]), { row: 1, sharpe: 1.2, p: 0.004 });
  const [book] = answers.books;

  it("beats the benchmark when chosen on training and standing after correction", () => {
    expect(book.judgement.comparisons.map(({ verdict }) => verdict)).toEqual(["better", "no evidence"]);
    const answer = answerOf(book);
    expect(answer).toMatchObject({ kind: "beats", row: 1 });
    const finding = answerFinding(answer, book, "sizing");
    expect(finding).toMatchObject({ rule: "answer", tone: "good", figures: { row: "winner", out_of_sample_p: 0.004 } });
    expect(finding.text).toMatch(/^Sizing beats flat: winner, \+1\.20 Sharpe out of sample \[1\.00 … 1\.40\], p = 0\.004; held throughout \+\d\.\d\d Sharpe, p = 0\.0\d+ corrected\.$/);
  });

  it("does not when the tests of the walk-forward do not bear it out, or another config was chosen", () => {
    const weak = answersOf(book.runs, { row: 1, sharpe: 0.1, p: 0.4 });
    expect(answerOf(weak.books[0])).toMatchObject({ kind: "no evidence", why: expect.stringContaining("in hindsight 1 of the alternatives is better") });
    const other = answersOf(book.runs, { row: 2, sharpe: 0.9, p: 0.01 });
    expect(answerOf(other.books[0])).toMatchObject({ kind: "no evidence", why: expect.stringContaining("not better over the whole range") });
    expect(answerOf(answersOf(book.runs).books[0])).toMatchObject({ kind: "no evidence", why: expect.stringContaining("no walk-forward") });
  });

  it("is named in hindsight with both p-values", () => {
    expect(hindsightFinding(answers.books)).toMatchObject({ tone: "good", figures: { row: "winner", family: 2 } });
  });
});

describe("a tie", () => {
  const rows = [{ label: "flat", returns: base }, ...Array.from({ length: 9 }, (_, i) => ({ label: `noise ${i}`, returns: noise(DAYS, 10 + i, { mean: 0.0002 }) }))];
  const answers = answersOf(runsOf(rows), { row: 4, sharpe: -0.1, p: 0.6 });

  it("is no evidence, however good the best looks, and the power is told", () => {
    expect(answerOf(answers.books[0]).kind).toBe("no evidence");
    const findings = commonFindings(answers, answerOf(answers.books[0]), "sizing");
    expect(findings[0].text).toContain("No evidence that sizing beats flat: choosing on training made −0.10 Sharpe out of sample");
    const power = powerFinding(answers.books)!;
    expect(power.figures.detectable as number).toBeGreaterThan(0.5);
    expect(findings.find(({ rule }) => rule === "selection")!.figures.pbo as number).toBeGreaterThan(0.1);
  });

  it("what is significant alone but not in the family is called luck", () => {
    const { comparisons, ...rest } = answers.books[0].judgement;
    const lucky = comparisons.map((one, i) => (i === 2 ? { ...one, sharpe: { value: 0.9, low: 0.1, high: 1.7 }, singleP: 0.03, familyP: 0.2 } : { ...one, sharpe: { value: 0.1, low: null, high: null } }));
    expect(hindsightFinding([{ ...answers.books[0], judgement: { ...rest, comparisons: lucky } }])!.text).toMatch(/noise 2 \(together\): \+0\.90 Sharpe \[0\.10 … 1\.70\], p = 0\.030 alone, p = 0\.20 corrected for 9 comparisons\. Alone it would look like a discovery/);
  });
});

describe("harm, sameness, nothing", () => {
  it("all alternatives worse: it harms", () => {
    const answers = answersOf(runsOf([{ label: "flat", returns: base }, { label: "worse", returns: plus(base, -0.0004) }]), { row: 1, sharpe: -1, p: 0.01 });
    expect(answerOf(answers.books[0])).toMatchObject({ kind: "harms", why: expect.stringContaining("all 1 alternative") });
    expect(worseFinding(answers.books[0])!.text).toContain("Worse than flat after correction (together): worse (−");
  });

  it("S.10: a config that did not trade, or used up its equity, is not judged and never wins", () => {
    const answers = answersOf(runsOf([{ label: "flat", returns: base }, { label: "idle", returns: new Float64Array(DAYS), trades: 0 }, { label: "ruined", returns: new Float64Array(DAYS).fill(NaN) }]));
    expect(answers.books[0].judgement).toMatchObject({ family: 0, spa: null });
    expect(answerOf(answers.books[0])).toEqual({ kind: "nothing traded", row: null, why: "it closed 0 trades, fewer than 30" });
    expect(gapsFindings(answers)[0].text).toBe("Not judged: idle (together) (it closed 0 trades, fewer than 30); ruined (together) (it used up its equity).");
    expect(hindsightFinding(answers.books)).toBeNull();
    expect(powerFinding(answers.books)).toBeNull();
    expect(selectionFinding(answers.books[0])).toBeNull();
  });

  it("a benchmark that did not trade decides nothing", () => {
    const answers = answersOf(runsOf([{ label: "flat", returns: new Float64Array(DAYS), trades: 3 }, { label: "busy", returns: base }]), { row: 1, sharpe: 2, p: 0.001 });
    expect(answerOf(answers.books[0])).toMatchObject({ kind: "nothing traded", why: "the benchmark closed 3 trades, fewer than 30" });
  });

  it("the same trades are the same", () => {
    const answers = answersOf(runsOf([{ label: "flat", returns: base }, { label: "twin", returns: base.slice() }]));
    expect(answers.books[0].judgement.comparisons[0]).toMatchObject({ verdict: "same trades", singleP: null, familyP: null });
    expect(answerOf(answers.books[0]).kind).toBe("nothing differs");
  });

  it("says when nothing makes money", () => {
    const runs = runsOf([{ label: "flat", returns: plus(base, -0.001) }, { label: "less bad", returns: plus(base, -0.0007) }]);
    expect(lossFinding(answersOf(runs).books[0])).toMatchObject({ tone: "bad", text: expect.stringContaining("No config of together makes money") });
    expect(lossFinding(answersOf(runsOf([{ label: "flat", returns: plus(base, 0.0003) }])).books[0])).toBeNull();
  });
});

describe("the family", () => {
  it("spans books on different sessions, and adding noise makes the correction stricter", () => {
    const [first] = [runsOf([{ label: "flat", returns: base }, { label: "good", returns: plus(base, 0.00012) }])];
    const alone = judge([first], 30, INFERENCE)[0].comparisons[0];
    const noisy = runsOf([{ label: "flat", returns: base.slice(500) }, ...Array.from({ length: 15 }, (_, i) => ({ label: `n${i}`, returns: noise(DAYS - 500, 30 + i, { mean: 0.0002 }) }))]);
    const [together, other] = judge([first, noisy], 30, INFERENCE);
    expect([together.family, other.family]).toEqual([16, 16]);
    expect(alone.familyP).toBe(alone.familyP);
    expect(together.comparisons[0].familyP!).toBeGreaterThanOrEqual(alone.familyP!);
    for (const { singleP, familyP } of other.comparisons) expect(familyP!).toBeGreaterThanOrEqual(singleP! - 0.05); // two studentised tests, one corrected
  });
});

describe("claims", () => {
  const measured = (value: number | null, low: number | null, high: number | null): Estimate => ({ value, low, high, unit: "percent", label: "break-even fill" });
  const claim = { says: "breaks even at 90 %", figure: "break_even", value: 0.9, is: "equal" as const, tickers: [] };

  it("are refuted, not refuted, or not to be judged, by the interval", () => {
    expect(claimFinding(claim, measured(0.31, 0.2, 0.42))).toMatchObject({ tone: "bad", text: "Claim “breaks even at 90 %”: measured break-even fill 31.0 % [20.0 % … 42.0 %]; the claimed 90.0 % lies outside: not borne out on these quotes." });
    expect(claimFinding(claim, measured(0.8, 0.5, 1.1)).text).toContain("inside that interval: not refuted");
    expect(claimFinding(claim, { ...measured(null, null, null), reason: "nothing traded" }).text).toBe("Claim “breaks even at 90 %”: measured break-even fill undefined (nothing traded); it can be neither confirmed nor refuted here.");
    expect(claimFinding(claim, undefined)).toMatchObject({ tone: "warn" });
    const above = { ...claim, is: "above" as const, value: 0 };
    expect([measured(0.05, 0.01, 0.09), measured(0.01, -0.02, 0.04), measured(-0.05, -0.09, -0.01)].map((one) => claimFinding(above, one).tone)).toEqual(["good", "neutral", "bad"]);
  });
});
