import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/units";
import { textCells } from "../../src/vendors/cells";
import { clockTime, hourTime, newYorkMinutes, parseStamp, parseUtcStamp } from "../../src/vendors/times";

const at = (year: number, month: number, day: number, hour: number, minute: number): number => dayNumber(year, month, day) * 1440 + hour * 60 + minute;

describe("time stamps become New York minutes", () => {
  it.each([
    ["2018-01-05 15:45:00", at(2018, 1, 5, 15, 45)], ["2018-01-05T09:31", at(2018, 1, 5, 9, 31)], ["1/5/2018 9:31", at(2018, 1, 5, 9, 31)],
    ["2024-06-18 17:20:21.634243+00:00", at(2024, 6, 18, 13, 20)], ["2023-05-03T18:44:40Z", at(2023, 5, 3, 14, 44)], ["2026-02-12 17:59:00 UTC", at(2026, 2, 12, 12, 59)],
    ["2024-01-03T02:15:00Z", at(2024, 1, 2, 21, 15)], ["2024-01-03 16:00:00-05:00", at(2024, 1, 3, 16, 0)], ["2024-01-03 22:00:00+0100", at(2024, 1, 3, 16, 0)],
  ])("%s", (text, minutes) => expect(parseStamp(text)).toBe(minutes));

  it("takes stamps without zone for UTC when the vendor says so", () => expect(parseUtcStamp("2026-07-01 20:00")).toBe(at(2026, 7, 1, 16, 0)));

  it.each(["", "2018-01-05", "15:45", "2018-01-05 24:00", "2018-01-05 12:60", "2018-02-30 12:00", "2018-01-05 12:00 EST"])("%j is none", (text) => expect(parseStamp(text)).toBeNaN());

  it("switches to and from summer time at 2 o'clock, by the rule of the year", () => {
    expect(newYorkMinutes(at(2024, 3, 10, 6, 59))).toBe(at(2024, 3, 10, 1, 59));
    expect(newYorkMinutes(at(2024, 3, 10, 7, 0))).toBe(at(2024, 3, 10, 3, 0));
    expect(newYorkMinutes(at(2024, 11, 3, 5, 59))).toBe(at(2024, 11, 3, 1, 59));
    expect(newYorkMinutes(at(2024, 11, 3, 6, 0))).toBe(at(2024, 11, 3, 1, 0));
    expect(newYorkMinutes(at(2006, 3, 20, 20, 0))).toBe(at(2006, 3, 20, 15, 0));
    expect(newYorkMinutes(at(2006, 4, 2, 20, 0))).toBe(at(2006, 4, 2, 16, 0));
    expect(newYorkMinutes(at(2006, 10, 30, 20, 0))).toBe(at(2006, 10, 30, 15, 0));
  });

  it("agrees with the host's time zone table through 1990-2030", () => {
    const clock = new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", hourCycle: "h23", hour: "numeric", day: "numeric" });
    for (let day = dayNumber(1990, 1, 1); day < dayNumber(2031, 1, 1); day += 1) {
      const utc = day * 1440 + 15 * 60;
      const parts = Object.fromEntries(clock.formatToParts(new Date(utc * 60_000)).map(({ type, value }) => [type, value]));
      if ((newYorkMinutes(utc) % 1440) / 60 !== +parts.hour) expect.fail(new Date(utc * 60_000).toISOString());
    }
  });

  it("reads clocks and decimal hours", () => {
    const cells = textCells();
    const read = (text: string, reader: typeof clockTime): number => ((cells.cells = [text]), reader.read(cells, 0));
    expect([read("1545", clockTime), read("930", clockTime)]).toEqual([945, 570]);
    expect([read("16.0", hourTime), read("9.75", hourTime), read("15.766667", hourTime)]).toEqual([960, 585, 946]);
    for (const bad of ["1560", "2400", "-1", "x"]) expect(read(bad, clockTime), bad).toBeNaN();
    for (const bad of ["24", "-0.5", "noon"]) expect(read(bad, hourTime), bad).toBeNaN();
  });
});
