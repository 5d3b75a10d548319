import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { overlap, purge, trainingSpans } from "../../src/windows";
import type { Span } from "../../src/windows";

const january = (start: number, end: number): Span => ({ start: dayNumber(2020, 1, start), end: dayNumber(2020, 1, end) });
const span = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 30 })).map(([start, life]) => ({ start, end: start + life }));

describe("purging", () => {
  // The case of mlfinlab#295: ten events that live two days, the second of two folds is tested.
  const events = Array.from({ length: 10 }, (_, i) => january(1 + i, 3 + i));

  it("D.39: an event that is alive when the test begins does not train (mlfinlab#295)", () => {
    expect(purge(events, events.slice(5))).toEqual([0, 1, 2]); // 4–6 January ends on the test's first day; 5–7 lives into it
  });

  it("D.39: a test runs to the last exit, not to the last entry", () => {
    expect(purge(events, events.slice(0, 5))).toEqual([7, 8, 9]); // entries of 6 and 7 January share days with 5–7 January
    expect(purge([january(20, 21)], [january(1, 25), january(2, 3)])).toEqual([]); // the longest life counts, not the last one's
  });

  it("D.39: a life around the whole test is purged", () => {
    expect(purge([january(1, 30)], [january(10, 12)])).toEqual([]);
  });

  it("an embargo closes days after the test only", () => {
    expect(purge(events, events.slice(0, 5), 2)).toEqual([9]);
    expect(purge(events, events.slice(5), 2)).toEqual([0, 1, 2]);
  });

  it("keeps what touches no test and nothing else", () => {
    fc.assert(fc.property(fc.array(span, { maxLength: 40 }), fc.array(span, { maxLength: 10 }), fc.integer({ min: 0, max: 10 }), (lives, tests, embargo) => {
      const free = lives.flatMap((life, i) => (tests.some(({ start, end }) => overlap(life, { start, end: end + embargo })) ? [] : [i]));
      expect(purge(lives, tests, embargo)).toEqual(free);
    }));
  });
});

describe("training sessions beside tests", () => {
  const sessions = Array.from({ length: 100 }, (_, i) => i * 2); // every other day

  it("leaves sessions out before and after each test", () => {
    expect(trainingSpans(sessions, [{ start: 40, end: 58 }, { start: 100, end: 118 }], { purge: 3, embargo: 5 })).toEqual([{ start: 0, end: 32 }, { start: 70, end: 92 }, { start: 130, end: 198 }]);
  });

  it("drops stretches of which nothing is left", () => {
    expect(trainingSpans(sessions, [{ start: 0, end: 10 }, { start: 14, end: 198 }], { purge: 1 })).toEqual([]);
    expect(trainingSpans(sessions, [])).toEqual([{ start: 0, end: 198 }]);
  });

  it("S.8: trains on exactly the sessions that are further from every test", () => {
    fc.assert(fc.property(fc.array(span, { maxLength: 5 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), (raw, life, embargo) => {
      const tests = raw.map(({ start, end }) => ({ start: sessions[Math.min(99, start >> 1)], end: sessions[Math.min(99, end >> 1)] }));
      const blocked = (at: number) => tests.some(({ start, end }) => at >= start / 2 - life && at <= end / 2 + embargo);
      const spans = trainingSpans(sessions, tests, { purge: life, embargo });
      expect(sessions.map((day) => spans.some(({ start, end }) => day >= start && day <= end))).toEqual(sessions.map((_, at) => !blocked(at)));
    }));
  });
});
