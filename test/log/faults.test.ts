// Whatever is done to a log, the outcome is a run with every line accounted for, or one clear error that names a file.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MahlerError } from "../../src/errors";
import { importLog } from "../../src/log";
import { readDailyLog } from "../../src/log/equity";
import { readTradeLog } from "../../src/log/trades";
import type { Tally } from "../../src/importer/tally";
import { fateOf } from "../../src/importer/tally";
import { LIVE, OVERNIGHT, OVERNIGHT_DAILY, SAME_DAY } from "./samples";

const LOGS = [SAME_DAY, OVERNIGHT, LIVE, OVERNIGHT_DAILY];

function outcome(text: string): void {
  for (const read of [(t: string) => readTradeLog(t, "f.csv"), (t: string) => readDailyLog(t, "f.csv")] as ((t: string) => { tally: Tally })[]) {
    try {
      const { read: all, kept, repaired, quarantined } = fateOf(read(text).tally);
      expect(kept).toBeGreaterThanOrEqual(0);
      expect(kept + repaired + Object.values(quarantined).reduce((a, b) => a + b, 0)).toBe(all);
    } catch (error) {
      if (!(error instanceof MahlerError)) throw error;
      expect(error.message).toContain("f.csv");
    }
  }
}

describe("logs that were damaged", () => {
  it("cut anywhere", () => {
    for (const text of LOGS) for (let at = 0; at <= text.length; at++) outcome(text.slice(0, at));
  });

  it("one cell made absurd, as a whole import", async () => {
    const CELLS = ["", "-1", "1e308", "NaN", "1.234,5", "9999-12-31", "2024-02-30", "31/12/2024", "(5)", "\"", "1 Jan 17 5 P STO 1", "0", "999999999999999999", "__proto__", "=1+1", "\0"];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...LOGS.slice(0, 3)), fc.nat(), fc.nat(), fc.constantFrom(...CELLS), async (text, line, column, cell) => {
      const lines = text.split("\n");
      const i = line % lines.length;
      const cells = lines[i].split(",");
      cells[column % cells.length] = cell;
      lines[i] = cells.join(",");
      try {
        const { metrics, record } = await importLog({ trades: { file: "f.csv", text: lines.join("\n") }, equity: 1000 });
        for (const metric of Object.values(metrics.values)) expect(metric.value === null ? typeof metric.reason : Number.isFinite(metric.value)).toBe(metric.value === null ? "string" : true);
        expect(record.files[0].fate.read).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof MahlerError)) throw error;
        expect(error.message).toContain("f.csv");
      }
    }), { numRuns: 120 });
  });

  it("columns shuffled give the same trades; CRLF and a byte-order mark change nothing", () => {
    const lines = OVERNIGHT_DAILY.split("\n").map((line) => line.split(","));
    const plain = readDailyLog(OVERNIGHT_DAILY, "f.csv");
    fc.assert(fc.property(fc.infiniteStream(fc.nat()), (random) => {
      const order = lines[0].map((_, i) => [random.next().value, i]).sort(([a, i], [b, j]) => a - b || i - j).map(([, i]) => i);
      expect([...readDailyLog(lines.map((row) => order.map((i) => row[i]).join(",")).join("\n"), "f.csv").equity]).toEqual([...plain.equity]);
    }), { numRuns: 50 });
    for (const text of LOGS.slice(0, 3)) {
      const before = readTradeLog(text, "f.csv").trades;
      for (const variant of [text.replaceAll("\n", "\r\n"), `\ufeff${text}`, text.replaceAll("\n", "\n\n").replace("\n\n", "\n")]) expect(readTradeLog(variant, "f.csv").trades.map((trade) => ({ ...trade, line: 0 }))).toEqual(before.map((trade) => ({ ...trade, line: 0 })));
    }
  });

  it("noise", () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constantFrom(...LOGS).map((text) => Buffer.from(text, "utf16le").toString("utf8"))), outcome), { numRuns: 200 });
  });
});
