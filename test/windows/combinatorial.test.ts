import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choose, combinatorialSplits, combinatorialWindows, groupSpans, reconstructPaths } from "../../src/windows";

describe("combinatorial splits", () => {
  // López de Prado 2018, figures 12.1 and 12.2: rows G1 … G6, columns S1 … S15; the number is the path that takes the test of that group and split.
  const FIGURE = [
    "1 2 3 4 5 . . . . . . . . . .",
    "1 . . . . 2 3 4 5 . . . . . .",
    ". 1 . . . 2 . . . 3 4 5 . . .",
    ". . 1 . . . 2 . . 3 . . 4 5 .",
    ". . . 1 . . . 2 . . 3 . 4 . 5",
    ". . . . 1 . . . 2 . . 3 . 4 5",
  ];

  it("six groups, two tested: the book's 15 splits and 5 paths, cell by cell", () => {
    const splits = combinatorialSplits(6, 2);
    const paths = reconstructPaths(6, splits);
    expect([splits.length, paths.length]).toEqual([15, 5]);
    const cell = (group: number, split: number) => paths.findIndex((path) => path[group] === split) + 1 || ".";
    expect(FIGURE.map((_, group) => splits.map((_, split) => cell(group, split)).join(" "))).toEqual(FIGURE);
  });

  it("every test of every split is in exactly one path: C(n − 1, k − 1) of them", () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 9 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n - 1 }))), ([n, k]) => {
      const splits = combinatorialSplits(n, k);
      const paths = reconstructPaths(n, splits);
      expect(splits.length).toBe(choose(n, k));
      expect(paths.length).toBe(choose(n - 1, k - 1));
      const used = paths.flatMap((path) => path.map((split, group) => `${split}/${group}`));
      expect([...used].sort()).toEqual(splits.flatMap(({ test }, split) => test.map((group) => `${split}/${group}`)).sort());
      for (const { test, train } of splits) expect([...test, ...train].sort()).toEqual(Array.from({ length: n }, (_, g) => g));
    }), { numRuns: 40 });
  });

  it("divides sessions evenly, in order, without a gap", () => {
    const sessions = Array.from({ length: 20 }, (_, i) => 100 + i);
    expect(groupSpans(sessions, 6)).toEqual([[100, 103], [104, 107], [108, 110], [111, 113], [114, 116], [117, 119]].map(([start, end]) => ({ start, end })));
    expect(() => groupSpans(sessions, 21)).toThrow("groups = 21: are more than the 20 sessions");
  });

  it("S.8: training keeps its distance from every test, purged before and embargoed after", () => {
    const sessions = Array.from({ length: 600 }, (_, i) => i + Math.floor(i / 5) * 2); // with weekends
    const at = (day: number) => sessions.indexOf(day);
    for (const { train, test } of combinatorialWindows(sessions, { groups: 6, test: 2, purge: 10, embargo: 4 })) {
      for (const t of train) for (const { start, end } of test) expect(at(t.end) < at(start) - 10 || at(t.start) > at(end) + 4).toBe(true);
      const covered = [...train, ...test].reduce((sum, { start, end }) => sum + at(end) - at(start) + 1, 0);
      expect(covered).toBeGreaterThanOrEqual(600 - 2 * 14);
    }
    const [first] = combinatorialWindows(sessions, { groups: 6, test: 2 });
    expect(first.test).toEqual([{ start: 0, end: sessions[199] }]); // neighbouring groups are one test
  });

  it("refuses what is no split", () => {
    expect(() => combinatorialSplits(6, 6)).toThrow("test groups = 6 of 6: is not a whole number from 1 to one less than the groups");
    expect(() => combinatorialSplits(40, 20)).toThrow("choose fewer groups");
  });
});
