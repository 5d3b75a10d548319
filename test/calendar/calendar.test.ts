import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  inCalendar, isEarlyClose, isSession, nextSession, previousSession, sessionOnOrAfter, sessionOnOrBefore, sessions, thirdFriday,
} from "../../src/calendar";
import { dayNumber, isoDate, parseIsoDate, weekday } from "../../src/units";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("calendar against the SPY sessions 1993–2026");

const day = (text: string): number => {
  const value = parseIsoDate(text);
  if (value === undefined) throw new Error(`bad date ${text}`);
  return value;
};

/** Weekday closures as the exchange published them, whole years. */
const CLOSED: Record<number, string> = {
  1990: "01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25",
  1994: "02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26",
  1998: "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25",
  2001: "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25",
  2004: "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24",
  2007: "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25",
  2012: "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25",
  2018: "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25",
  2021: "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24",
  2022: "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26",
  2025: "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
  2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
  2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
};

/** Short sessions as the exchange published them, whole years. */
const EARLY: Record<number, string> = {
  1996: "07-05 11-29 12-24",
  1997: "07-03 11-28 12-24 12-26",
  1999: "11-26 12-31",
  2002: "07-05 11-29 12-24",
  2003: "07-03 11-28 12-24 12-26",
  2009: "11-27 12-24",
  2012: "07-03 11-23 12-24",
  2013: "07-03 11-29 12-24",
  2015: "11-27 12-24",
  2019: "07-03 11-29 12-24",
  2020: "11-27 12-24",
  2021: "11-26",
  2024: "07-03 11-29 12-24",
  2025: "07-03 11-28 12-24",
  2026: "11-27 12-24",
};

const daysOf = (year: number): number[] => Array.from({ length: dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1) }, (_, i) => dayNumber(year, 1, 1) + i);
const short = (d: number): string => isoDate(d).slice(5);

describe("NYSE calendar", () => {
  it.each(Object.entries(CLOSED))("closes on the published days of %s", (year, expected) => {
    const closed = daysOf(+year).filter((d) => weekday(d) <= 5 && !isSession(d)).map(short);
    expect(closed.join(" ")).toBe(expected);
  });

  it.each(Object.entries(EARLY))("D.5: ends early on the published days of %s", (year, expected) => {
    expect(daysOf(+year).filter(isEarlyClose).map(short).join(" ")).toBe(expected);
  });

  it("never opens at a weekend", () => {
    for (let d = dayNumber(1990, 1, 1); d < dayNumber(2031, 1, 1); d++) if (weekday(d) > 5) expect(isSession(d)).toBe(false);
  });

  it("steps to neighbouring sessions", () => {
    expect(isoDate(previousSession(day("2019-05-28")))).toBe("2019-05-24");
    expect(isoDate(nextSession(day("2019-05-24")))).toBe("2019-05-28");
    expect(isoDate(sessionOnOrBefore(day("2019-05-28")))).toBe("2019-05-28");
    expect(isoDate(sessionOnOrAfter(day("2001-09-11")))).toBe("2001-09-17");
    expect([...sessions(day("2019-05-24"), day("2019-05-29"))].map(isoDate)).toEqual(["2019-05-24", "2019-05-28", "2019-05-29"]);
    expect(sessions(10_000, 9_999)).toHaveLength(0);
  });

  it("D.2: Good Friday moves a Saturday-dated monthly to Thursday", () => {
    expect(isoDate(thirdFriday(2014, 4))).toBe("2014-04-18");
    expect(isoDate(sessionOnOrBefore(day("2014-04-19")))).toBe("2014-04-17");
    expect(isoDate(sessionOnOrBefore(day("2014-05-17")))).toBe("2014-05-16");
  });

  it("refuses days it does not know", () => {
    expect(inCalendar(day("1989-12-31"))).toBe(false);
    expect(() => isSession(day("1989-12-31"))).toThrow("date = 1989-12-31: outside the exchange calendar");
    expect(() => isSession(Number.NaN)).toThrow("date = NaN");
  });

  it.skipIf(!hasCorpus)("equals the SPY sessions 1993–2026 exactly", () => {
    const dates = readFileSync(corpus("daily/SPY.csv"), "utf8").trim().split("\n").slice(1).map((line) => line.slice(0, 10));
    expect([...sessions(day(dates[0]), day(dates[dates.length - 1]))].map(isoDate)).toEqual(dates);
  });
});
