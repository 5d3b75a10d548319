// Every format through the whole import, damaged in every way a file can be: a clear error, or rows that are all accounted for; never half a dataset.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { MahlerError } from "../../src/errors";
import { importChains } from "../../src/node/import";
import type { ImportReport } from "../../src/node/import";
import { verifyDataset } from "../../src/node/verify";
import { splitLine } from "../../src/vendors/csv";
import { SAMPLES } from "../vendors/samples";
import type { Sample } from "../vendors/samples";
import { zipOf } from "./zipOf";

const folder = mkdtempSync(join(tmpdir(), "mahler-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileName = ({ context }: Sample): string => context.file ?? "sample.csv";

/** Imports bytes under a sample's name; an error must be one of ours that names the file, and must leave nothing behind. */
async function attempt(sample: Sample, bytes: Uint8Array | string, ending = ""): Promise<ImportReport | string> {
  const name = fileName(sample).replace(/\.csv$/, "") + (ending || ".csv");
  const path = join(folder, name);
  const out = join(folder, "out");
  writeFileSync(path, bytes);
  try {
    const { snapshot, date, symbol } = sample.context;
    const report = await importChains({ files: [path], out, replace: true, restart: true, snapshot, date, symbols: symbol === undefined ? undefined : [symbol] });
    const { read, kept, repaired, quarantined } = report.fate;
    expect(Object.values(quarantined).reduce((a, b) => a + b, kept + repaired)).toBe(read);
    expect(report.manifest.symbols.reduce((sum, s) => sum + s.rows, 0)).toBe(kept + repaired);
    return report;
  } catch (error) {
    if (!(error instanceof MahlerError)) throw error;
    expect(["data", "config"]).toContain(error.kind);
    expect(error.message).toContain(name);
    return error.message;
  } finally {
    rmSync(path);
    rmSync(out, { recursive: true, force: true });
    expect(readdirSync(folder)).toEqual([]);
  }
}

const textOf = ({ header, record }: Sample, end = "\n"): string => [header, record, record, ""].join(end);
const fates = (report: ImportReport | string): unknown => (typeof report === "string" ? "refused" : [report.fate, report.manifest.symbols.map((s) => s.partitions.map((p) => p.files))]);

describe.each(SAMPLES.map((sample, i) => ({ ...sample, i })))("$format $i", ({ i: _i, ...sample }) => {
  test("is the same with CRLF, a byte-order mark, gzip and zip", async () => {
    const plain = await attempt(sample, textOf(sample));
    // One put alone names no underlying price, and some formats print none.
    if (typeof plain === "string") expect(plain).toContain("hold no usable row (duplicate_key 1, no_underlying_price 1)");
    expect(fates(await attempt(sample, textOf(sample, "\r\n")))).toEqual(fates(plain));
    expect(fates(await attempt(sample, `\ufeff${textOf(sample)}`))).toEqual(fates(plain));
    expect(fates(await attempt(sample, gzipSync(textOf(sample)), ".csv.gz"))).toEqual(fates(plain));
    expect(fates(await attempt(sample, zipOf({ [fileName(sample)]: textOf(sample) }), ".zip"))).toEqual(fates(plain));
  });

  test("UTF-16 and decimal commas are no numbers", async () => {
    expect(await attempt(sample, Buffer.from(`\ufeff${textOf(sample)}`, "utf16le"))).toContain("UTF-16");
    const commas = splitLine(sample.record).map((cell) => (/^-?\d+\.\d+$/.test(cell) ? cell.replace(".", ",") : cell)).join(";");
    const report = await attempt(sample, [splitLine(sample.header).join(";"), commas, ""].join("\n"));
    expect(typeof report === "string" ? report : JSON.stringify(report.fate.quarantined)).toMatch(/unparseable|mismatch|fit|known chain format|no usable row/);
  });
});

const sampleOf = fc.constantFrom(...SAMPLES);
const cell = fc.oneof(fc.constantFrom("", "nan", "-1", "1e308", "-1e308", "99999999999999999999", "0x10", "1,5", "Infinity", "é", "\u0000", "'", '"', "2024-02-30", "9999-12-31", "0001-01-01"), fc.string({ maxLength: 8 }), fc.double().map(String));

describe("damage", () => {
  test("truncation at any byte, plain and gzipped", async () => {
    await fc.assert(fc.asyncProperty(sampleOf, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), async (sample, at, zipped) => {
      const bytes = zipped ? gzipSync(textOf(sample)) : Buffer.from(textOf(sample));
      const report = await attempt(sample, bytes.subarray(0, Math.floor(at * bytes.length)), zipped ? ".csv.gz" : "");
      if (zipped && at < 1) expect(typeof report).toBe("string");
    }), { numRuns: 60, seed: 11 });
  });

  test("shuffled columns change nothing; a missing, doubled or unknown one is named or harmless", async () => {
    await fc.assert(fc.asyncProperty(sampleOf, fc.infiniteStream(fc.nat()), async (sample, numbers) => {
      const header = splitLine(sample.header);
      const record = splitLine(sample.record);
      const order = header.map((_, i) => ({ i, key: numbers.next().value as number })).sort((a, b) => a.key - b.key || a.i - b.i).map(({ i }) => i);
      const shuffled = [order.map((i) => header[i]).join(","), order.map((i) => record[i]).join(","), ""].join("\n");
      const plain = await attempt(sample, `${sample.header}\n${sample.record}\n`);
      expect(fates(await attempt(sample, shuffled))).toEqual(fates(plain));
      const k = (numbers.next().value as number) % header.length;
      await attempt(sample, `${header.filter((_, i) => i !== k).join(",")}\n${record.filter((_, i) => i !== k).join(",")}\n`);
      expect(await attempt(sample, `${[...header, header[k]].join(",")}\n${[...record, record[k]].join(",")}\n`)).toSatisfy((r: unknown) => typeof r === "object" || String(r).includes("column"));
    }), { numRuns: 25, seed: 12 });
  });

  test("absurd cells end in a fault of their row, in a stored row, or in an error", async () => {
    await fc.assert(fc.asyncProperty(sampleOf, fc.array(fc.tuple(fc.nat(), cell), { minLength: 1, maxLength: 4 }), async (sample, changes) => {
      const cells = splitLine(sample.record);
      for (const [at, value] of changes) cells[at % cells.length] = value;
      const report = await attempt(sample, `${sample.header}\n${sample.record}\n${cells.join(",")}\n`);
      if (typeof report === "object") expect(report.fate.read).toBeGreaterThanOrEqual(2);
    }), { numRuns: 120, seed: 13 });
  });

  test("bytes that are no text at all", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      expect(typeof (await attempt(SAMPLES[0], bytes))).toBe("string");
    }), { numRuns: 60, seed: 14 });
  });

  test("what came through verifies", async () => {
    const out = join(folder, "sound");
    const files = SAMPLES.filter(({ context }) => Object.keys(context).length === 0).map(({ header, record }, i) => {
      writeFileSync(join(folder, `${i}.csv`), `${header}\n${record}\n`);
      return join(folder, `${i}.csv`);
    });
    await importChains({ files, out });
    expect((await verifyDataset(out)).problems).toEqual([]);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  });
});
