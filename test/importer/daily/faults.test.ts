// Whatever is done to a file, the outcome is rows with every line accounted for, or one clear error that names the file.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSession } from "../../../src/calendar";
import { MahlerError } from "../../../src/errors";
import { readDailyFile } from "../../../src/importer/daily";
import type { DailyFile, DailyKind } from "../../../src/importer/daily";
import { fateOf } from "../../../src/importer/tally";
import { SAMPLES } from "./samples";

const samples = Object.values(SAMPLES);
const sample = fc.constantFrom(...samples);
const kinds = fc.constantFrom<DailyKind | null>("bars", "vix", "rates", "actions", null);
const RUNS = { numRuns: 400 };

const daysOf = (file: DailyFile): number[] => (file.kind === "bars" ? [...file.bars.day] : file.kind === "actions" ? [...file.actions.dividends, ...file.actions.splits].map((action) => action.day) : [...file.curve.day]);

/** Reads, and checks what must hold of any outcome. */
function outcome(kind: DailyKind | null, text: string): DailyFile | MahlerError {
  let file: DailyFile;
  try {
    file = readDailyFile(kind, text, "f.csv");
  } catch (error) {
    if (!(error instanceof MahlerError)) throw error;
    expect(error.message).toContain("f.csv");
    return error;
  }
  const { read, kept, repaired, quarantined } = fateOf(file.tally);
  expect(kept).toBeGreaterThanOrEqual(0);
  expect(kept + repaired + Object.values(quarantined).reduce((a, b) => a + b, 0)).toBe(read);
  const days = daysOf(file);
  if (file.kind !== "actions") expect(days).toEqual([...new Set(days)].sort((a, b) => a - b));
  expect(days.every(isSession)).toBe(true);
  if (file.kind === "bars") {
    const { open, high, low, close, volume, split } = file.bars;
    days.forEach((_, i) => expect(low[i] > 0 && low[i] <= Math.min(open[i], close[i]) && high[i] >= Math.max(open[i], close[i]) && volume[i] >= 0 && split[i] > 0).toBe(true));
  } else if (file.kind !== "actions") file.curve.value.forEach((value) => expect(Number.isFinite(value)).toBe(true));
  return file;
}

describe("daily files that were damaged", () => {
  it("cut anywhere", () => {
    for (const { kind, text } of samples) for (let at = 0; at <= text.length; at++) outcome(kind, text.slice(0, at));
  });

  it("one character replaced, one line doubled, removed or swapped", () => {
    const CHARACTERS = [",", ";", '"', "\n", "\r", "\0", "-", "9", "e", "\ufffd", " ", "\t", "."];
    fc.assert(fc.property(sample, fc.nat(), fc.constantFrom(...CHARACTERS), fc.nat(3), ({ kind, text }, at, character, what) => {
      const place = at % text.length;
      const lines = text.split("\n");
      const i = at % lines.length;
      outcome(kind, what === 0 ? text.slice(0, place) + character + text.slice(place + 1) : what === 1 ? [...lines, lines[i]].join("\n") : what === 2 ? lines.filter((_, j) => j !== i).join("\n") : [...lines].reverse().join("\n"));
    }), RUNS);
  });

  it("columns shuffled give the same rows; columns doubled are an error", () => {
    const plain = samples.filter(({ kind, text, rows }) => rows.length && (kind === "bars" || kind === "vix") && /^[A-Za-z<]/.test(text) && !text.includes('"') && !text.startsWith("Price"));
    expect(plain.length).toBeGreaterThan(10);
    fc.assert(fc.property(fc.constantFrom(...plain), fc.infiniteStream(fc.nat()), fc.nat(), ({ kind, text }, random, doubled) => {
      const cells = text.trimEnd().split(/\r?\n/).map((line) => line.split(","));
      const order = cells[0].map((_, i) => [random.next().value, i]).sort(([a, i], [b, j]) => a - b || i - j).map(([, i]) => i);
      const shuffled = cells.map((row) => order.map((i) => row[i]).join(",")).join("\n");
      const [before, after] = [readDailyFile(kind, text, "f.csv"), readDailyFile(kind, shuffled, "f.csv")];
      expect({ ...after, tally: null }).toEqual({ ...before, tally: null });
      const twice = outcome(kind, cells.map((row) => [...row, row[doubled % row.length]].join(",")).join("\n"));
      // A column that is not read may stand twice.
      if (twice instanceof MahlerError) expect(twice.message).toContain("appears twice");
      else expect({ ...twice, tally: null }).toEqual({ ...before, tally: null });
    }), { numRuns: 100 });
  });

  it("a column that is read and stands twice is an error", () => {
    expect(() => readDailyFile("bars", "date,open,high,low,close,close\n2024-12-30,1,2,1,1,1\n", "f.csv")).toThrow("f.csv:1 column close: appears twice (columns 5 and 6); remove or rename one");
    expect(() => readDailyFile("rates", "DATE,DGS3MO,DGS3MO\n2024-12-30,1,2\n", "f.csv")).toThrow("appears twice");
  });

  it("CRLF, lone CR, a byte-order mark and blank lines change nothing", () => {
    for (const { kind, text, rows } of samples.filter((s) => s.rows.length)) {
      const before = readDailyFile(kind, text, "f.csv");
      for (const variant of [text.replaceAll(/\r?\n/g, "\r\n"), text.replaceAll(/\r?\n/g, "\r"), `\ufeff${text.replace("\ufeff", "")}`, text.replaceAll(/\r?\n/g, "\n\n")]) {
        expect(daysOf(readDailyFile(kind, variant, "f.csv"))).toEqual(daysOf(before));
      }
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it("UTF-16 in either order, with and without its mark, is named", () => {
    for (const { kind, text } of samples) {
      const little = Buffer.from(text, "utf16le"), big = Buffer.from(little).swap16();
      for (const bytes of [little, big, Buffer.concat([Buffer.from([0xff, 0xfe]), little]), Buffer.concat([Buffer.from([0xfe, 0xff]), big])]) {
        expect(outcome(kind, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))).toMatchObject({ message: expect.stringContaining("is UTF-16") });
      }
    }
  });

  it("absurd cells", () => {
    const CELLS = ["", "-1", "0", "1e308", "-0", "NaN", "Infinity", "1e-320", "999999999999999999", "1.234,5", "1,5", "1 234", "0x10", "１２", "$", "()", "(1)", "1:0", "0:0", "9999-12-31", "1889-01-01", "2024-02-30", "31/12/2024", "Jan 99, 2024", "\"", "=1+1", "__proto__", "constructor"];
    fc.assert(fc.property(sample, fc.nat(), fc.nat(), fc.constantFrom(...CELLS), ({ kind, text }, line, column, cell) => {
      const lines = text.split("\n");
      const i = 1 + (line % Math.max(lines.length - 1, 1));
      const cells = (lines[i] ?? "").split(",");
      cells[column % cells.length] = cell;
      lines[i] = cells.join(",");
      outcome(kind, lines.join("\n"));
    }), { numRuns: 1500 });
  });

  it("noise of any kind, asked for as any kind", () => {
    const noise = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)), sample.map(({ text }) => text));
    fc.assert(fc.property(kinds, noise, (kind, text) => void outcome(kind, text)), RUNS);
  });
});
