import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sessions } from "../../src/calendar";
import { dayNumber, isoDate } from "../../src/units";
import { addMonths, overlap, parseWindows, rollingWindows } from "../../src/windows";
import type { RollingOptions, Span } from "../../src/windows";

const [FIRST, LAST] = [dayNumber(2007, 1, 3), dayNumber(2025, 12, 31)];
const days = Array.from(sessions(FIRST, LAST));
const text = (span: Span | null) => (span ? `${isoDate(span.start)} ${isoDate(span.end)}` : null);
const windows = (options: Partial<RollingOptions>) => rollingWindows({ first: FIRST, last: LAST, ...parseWindows("windows", "24/3/3"), ...options }, days);

const months = fc.integer({ min: 1, max: 30 }).map((n) => `${n}m`);
const plan = fc.record({
  first: fc.integer({ min: FIRST - 400, max: FIRST + 3000 }), years: fc.integer({ min: 4, max: 12 }),
  train: months, validate: fc.oneof(months, fc.constant("0")), test: fc.oneof(months, fc.integer({ min: 10, max: 200 }).map((n) => `${n}d`)),
  step: fc.option(fc.oneof(months, fc.integer({ min: 15, max: 100 }).map((n) => `${n}d`)), { nil: undefined }), anchored: fc.boolean(), embargo: fc.constantFrom("0", "5d", "2w", "7s"),
});

/** The windows of a plan, or none when none fits. */
function planned({ years, ...options }: typeof plan extends fc.Arbitrary<infer T> ? T : never) {
  try {
    return rollingWindows({ ...options, last: options.first + years * 365 }, days);
  } catch (error) {
    expect(String(error)).toContain("none fits into");
    return [];
  }
}

describe("rolling windows", () => {
  it("24/3/3: the first, the second and the last of 19 years", () => {
    const all = windows({});
    expect([all[0], all[1], all.at(-1)!].map(({ train, validate, test }) => [text(train), text(validate), text(test)])).toEqual([
      ["2007-01-03 2008-12-31", "2009-01-02 2009-03-31", "2009-04-01 2009-06-30"],
      ["2007-04-02 2009-03-31", "2009-04-01 2009-06-30", "2009-07-01 2009-09-30"],
      ["2023-07-03 2025-06-30", "2025-07-01 2025-09-30", "2025-10-01 2025-12-31"],
    ]);
    expect(all.length).toBe(67);
  });

  it("anchored training begins at the first day and grows by the step", () => {
    const [a, b] = windows({ anchored: true });
    expect([text(a.train), text(b.train)]).toEqual(["2007-01-03 2008-12-31", "2007-01-03 2009-03-31"]);
    expect(windows({ anchored: true }).map(({ test }) => test)).toEqual(windows({}).map(({ test }) => test));
  });

  it("an embargo shortens training and validation, never the test", () => {
    const [plain] = windows({});
    const [days5] = windows({ embargo: "5d" });
    const [sessions5] = windows({ embargo: "5s" });
    expect(text(days5.train)).toBe("2007-01-03 2008-12-26"); // validation begins on 1 January
    expect(text(sessions5.train)).toBe("2007-01-03 2008-12-23");
    expect(days5.test).toEqual(plain.test);
    expect(days.filter((day) => day > sessions5.validate!.end && day < sessions5.test.start).length).toBe(5);
  });

  it("lengths in sessions hold exactly as many", () => {
    const all = windows({ train: "500s", validate: "60s", test: "60s" });
    const count = ({ start, end }: Span) => days.filter((day) => day >= start && day <= end).length;
    expect(new Set(all.map(({ train, validate, test }) => [count(train), count(validate!), count(test)].join()))).toEqual(new Set(["500,60,60"]));
    expect(all.length).toBe(Math.floor((days.length - 560) / 60));
  });

  it("a test window that the data cut short is left out; one that ends on a weekend or holiday is not", () => {
    const ends = (last: number) => text(rollingWindows({ first: dayNumber(2022, 1, 1), last, train: "12m", test: "3m" }, days).at(-1)!.test);
    expect(ends(dayNumber(2024, 3, 28))).toBe("2024-01-02 2024-03-28"); // the 29th was Good Friday
    expect(ends(dayNumber(2024, 3, 20))).toBe("2023-10-02 2023-12-29");
  });

  it("months do not drift at month ends", () => {
    const end = dayNumber(2023, 12, 31);
    expect([1, 2, 3].map((n) => isoDate(addMonths(end, n)))).toEqual(["2024-01-31", "2024-02-29", "2024-03-31"]);
    expect(isoDate(addMonths(dayNumber(2024, 2, 29), -12))).toBe("2023-02-28");
  });

  it("says what is wrong with lengths", () => {
    expect(() => windows({ train: "24q" })).toThrow("train = 24q: is not a length of time; write 24m, 2y, 26w, 180d or, in sessions, 250s");
    expect(() => windows({ test: "0" })).toThrow("test = 0: is no length");
    expect(() => windows({ train: "500s" })).toThrow("mix sessions with calendar lengths");
    expect(() => windows({ embargo: "1m" })).toThrow("embargo = 1m: is not in days, weeks or sessions");
    expect(() => windows({ train: "30y" })).toThrow("windows = 30y/3m/3m: none fits into 2007-01-03 … 2025-12-31 (4780 sessions)");
    expect(() => parseWindows("windows", "24")).toThrow("windows = 24: is not train/validate/test; write 24/3/3 or 6/1/1");
    expect(parseWindows("windows", "36/6")).toEqual({ train: "36m", validate: "0", test: "6m" });
  });

  it("S.8: training ends before validation begins, that before the test, and nothing lies outside the sessions", () => {
    fc.assert(fc.property(plan, (options) => {
      for (const { train, validate, test } of planned(options)) {
        const parts = [train, ...(validate ? [validate] : []), test];
        for (const part of parts) {
          expect(part.start).toBeLessThanOrEqual(part.end);
          expect(days.includes(part.start) && days.includes(part.end)).toBe(true);
        }
        for (let i = 1; i < parts.length; i++) expect(parts[i - 1].end).toBeLessThan(parts[i].start);
        expect(train.start).toBeGreaterThanOrEqual(options.first);
        expect(test.end).toBeLessThanOrEqual(options.first + options.years * 365);
        expect(validate === null).toBe(options.validate === "0");
      }
    }), { numRuns: 150 });
  });

  it("D.38: with the default step test windows follow each other without overlap and without a gap", () => {
    fc.assert(fc.property(plan, (options) => {
      const tests = planned({ ...options, step: undefined, embargo: "0" }).map(({ test }) => test);
      for (let i = 1; i < tests.length; i++) {
        expect(overlap(tests[i - 1], tests[i])).toBe(false);
        expect(days.indexOf(tests[i].start)).toBe(days.indexOf(tests[i - 1].end) + 1);
      }
    }), { numRuns: 150 });
  });
});
