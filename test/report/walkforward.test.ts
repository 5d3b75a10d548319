import { beforeAll, describe, expect, it } from "vitest";
import { widthOf } from "../../src/report/style";
import { walkForwardText } from "../../src/report/walkforward/text";
import { walkOn } from "../../src/walkforward";
import type { WalkForward } from "../../src/walkforward";
import { calendar, fake, space } from "../walkforward/fake";
import { walkFiles, walkOf } from "./html/validationRuns";
import type { Asked } from "../walkforward/fake";

const earning = ({ config, window }: Asked) => ({ perDay: ((window.start * 7) % 50) - 20 + config, metrics: { sharpe: ((window.start + config) % 3) - 0.5, trades: window.start % 5 === 0 ? 3 : 40 } });
const results: Record<string, WalkForward> = {};

beforeAll(async () => {
  results.full = await walkOn(calendar, space, { windows: { train: "6m", validate: "1m", test: "1m" }, cpcv: { groups: 6, test: 2, embargo: null } }, fake(earning));
  results.cash = await walkOn(calendar, space, { windows: { train: "12m", test: "6m" } }, fake(() => ({ metrics: { trades: 0 } })));
  results.overlapping = await walkOn(calendar, space, { windows: { train: "12m", test: "6m", step: "3m" }, guards: { maxDrawdown: 0.2, minWinRate: 0.4 } }, fake(earning));
});

const text = (result: WalkForward, columns = 90, colour = false): string => walkForwardText(result, { columns, colour, title: "walk-forward of put-credit-spread on SPY", origin: "simulated" });

describe("the report of a walk-forward", () => {
  it.each([72, 80, 90, 200])("fits %i columns, at most 90", (columns) => {
    for (const result of Object.values(results)) for (const line of text(result, columns, true).split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(Math.min(90, columns));
  });

  it("has every section, the same with and without colour", () => {
    const plain = text(results.full);
    for (const title of ["SYNTHETIC QUOTES", "Out of sample", "Stitched equity", "Was choosing worth it?", "Windows", "Parameters", "Combinatorial purged cross-validation", "Red flags", "consensus: config"]) expect(plain).toContain(title);
    expect(text(results.full, 90, true).replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it("no number is printed that there is not: undefined is a dash with its reason, never NaN", () => {
    for (const result of Object.values(results)) expect(text(result)).not.toMatch(/NaN|undefined [^,i]*undefined|Infinity|null|\[object/);
    expect(text(results.cash)).toMatch(/4 in cash[\s\S]*no consensus: no window chose a config/);
    expect(text(results.cash)).toContain("undefined, no window traded");
  });

  it("says how overlapping tests are averaged and which guards held", () => {
    const words = text(results.overlapping).replace(/\s+/g, " ");
    expect(words).toContain("tests overlap: each day's return is the mean over the windows that hold it");
    expect(words).toContain("at least 10 trades, drawdown up to 20.00 %, win rate from 40.00 %");
  });
});

describe("the page of a walk-forward", () => {
  const page = (result: WalkForward): string => walkOf(walkFiles(result, space), "out/<b>");

  it("is self-contained and escapes what it is given", () => {
    const html = page(results.full);
    expect(html).toContain("folder: out/&lt;b&gt;");
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|NaN|undefined<|Infinity/);
    for (const id of ["result", "equity", "flags", "windows", "trials", "parameters", "paths", "config", "provenance", "definitions"]) expect(html).toContain(`<h2 id="${id}">`);
    expect(page(results.full)).toBe(html);
  });

  it("every picture has a title and says in words what it shows", () => {
    for (const result of Object.values(results)) {
      const svgs = page(result).match(/<svg role="img"[^>]*><title[^>]*>[^<]+<\/title><desc[^>]*>[^<]+<\/desc>/g) ?? [];
      expect(svgs.length).toBe((page(result).match(/<svg role="img"/g) ?? []).length);
    }
    expect(page(results.full).match(/<svg role="img"/g)!.length).toBeGreaterThanOrEqual(6);
  });

  it("a run in cash has a page too", () => {
    expect(page(results.cash)).toMatch(/No window traded[\s\S]*No parameter ever changed[\s\S]*No consensus/);
  });
});
