import { readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MahlerError } from "../../src/errors";
import { directorySource, writeDurably } from "../../src/node/files";
import { importChains } from "../../src/node/import";
import { dataInfo } from "../../src/node/info";
import { verifyDataset } from "../../src/node/verify";
import { readManifest } from "../../src/store/read";
import { csv, HEADER, line, workshop } from "./support";
import { storedName } from "../store/sample";
import type { Workshop } from "./support";

let shop: Workshop;
let out = "";
beforeEach(() => {
  shop = workshop();
  out = join(shop.root, "out");
});
afterEach(() => shop.close());

const good = () => csv(line(), line({ strike: 360 }), line({ day: "2021-01-05" }));
const failure = async (name: string, content: string | Uint8Array, options = {}) => {
  const error = await importChains({ files: [shop.put(name, content)], out, ...options }).then(() => undefined, (e: unknown) => e);
  expect(error).toBeInstanceOf(MahlerError);
  expect(readdirSync(shop.root)).toEqual([name]); // nothing half-written
  return (error as Error).message.replace(`${shop.root}/`, "");
};

describe("import of bad files", () => {
  it.each([
    ["empty.csv", "", "empty.csv: is empty; give a CSV file with a header and rows"],
    ["blank.csv", "\n\n", "blank.csv:1: is blank, expected a header line"],
    ["header.csv", HEADER, "header.csv: has a header but no rows"],
    ["foreign.csv", "a,b,c\n1,2,3\n", 'foreign.csv:1: is not a known chain format: nearest is'],
    ["twice.csv", `${HEADER},bid\n`, 'column "bid" repeated'],
    ["lacking.csv", csv(line()).replace(",ask,", ",asked,"), 'column "ask" missing, column "asked" unknown'],
    ["notgzip.csv.gz", Buffer.from("ARROW1 something else"), "is not a known chain format"],
    ["damaged.csv.gz", damagedGzip(), "damaged.csv.gz: is damaged ("],
    ["holiday.csv", csv(line({ day: "2021-01-18" })), "holiday.csv: hold no usable row (not_a_session 1)"],
  ])("%s", async (name, content, message) => expect(await failure(name, content)).toContain(message));

  it("names a missing file, a missing folder of files, an unknown format", async () => {
    await expect(importChains({ files: [join(shop.root, "no.csv")], out })).rejects.toThrow("no.csv: does not exist; check the path");
    await expect(importChains({ files: [], out })).rejects.toThrow("files: none given");
    await expect(importChains({ files: ["x"], out, format: "tdx" })).rejects.toThrow(/format = tdx: is unknown; known: .*historicaloptiondata/);
  });

  it("refuses a gzip cut at any of many places", async () => {
    const bytes = gzipSync(csv(...Array.from({ length: 40 }, (_, i) => line({ strike: 300 + i }))));
    for (let length = 3; length < bytes.length; length += 17) {
      expect(await failure("cut.csv.gz", bytes.subarray(0, length)), `${length} bytes`).toMatch(/cut\.csv\.gz: is (a truncated gzip file; download it again|empty)/);
    }
  });

  it("counts the torn last line of a truncated plain file", async () => {
    const text = good();
    const { entry } = await shop.run([shop.put("a.csv", text.slice(0, -90))]);
    expect(entry.provenance.fate).toMatchObject({ read: 3, kept: 2, quarantined: { column_count: 1 } });
    expect(readFileSync(join(out, storedName(out, "quarantine")), "utf8")).toContain("a.csv,4,column_count,");
  });

  it("takes several underlyings, or only those asked for, and knows roots of one family", async () => {
    const two = shop.put("two.csv", csv(line(), line({ root: "QQQ" })));
    expect((await shop.run([two])).market.underlyings.map((u) => u.symbol)).toEqual(["SPY", "QQQ"]);
    const only = await shop.run([two], { symbol: "QQQ" });
    expect(only.market.underlyings.map((u) => u.symbol)).toEqual(["QQQ"]);
    expect(only.manifest.sources[0].fate).toMatchObject({ read: 2, kept: 1, quarantined: { other_underlying: 1 } });
    const { underlying } = await shop.run([shop.put("w.csv", csv(line({ root: "SPXW" })))], { symbol: "SPX" });
    expect([underlying.symbol, underlying.roots]).toEqual(["SPX", ["SPXW"]]);
    const both = csv(line({ root: "SPXW", strike: 3700 }), line({ root: "SPX", strike: 3700 }));
    expect((await shop.run([shop.put("both.csv", both)])).underlying).toMatchObject({ symbol: "SPX", roots: ["SPX", "SPXW"] });
  });

  it("says what is missing when there are no bars", async () => {
    const { underlying, notes } = await shop.run([shop.put("a.csv", good())]);
    expect(underlying.bars.day).toHaveLength(0);
    expect(notes).toContain("no bars for SPY: settlement at expiry and regime features need them; import again with --bars FILE");
  });
});

describe("import that is stopped", () => {
  it("leaves the old dataset intact when aborted at any moment", async () => {
    await shop.run([shop.put("old.csv", good())]);
    const before = readFileSync(join(out, "manifest.json"));
    const files = [1, 2, 3].map((n) => shop.put(`new${n}.csv.gz`, csv(line({ strike: 100 + n }))));
    // Each attempt is stopped one step later than the one before and goes on where that one was.
    let report: Awaited<ReturnType<typeof importChains>> | undefined;
    let stops = 0;
    for (let stop = 0; report === undefined; stop++) {
      const controller = new AbortController();
      let calls = 0;
      const onProgress = () => (calls++ === stop ? controller.abort() : undefined);
      report = await importChains({ files, out, onProgress, signal: controller.signal }).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: "cancelled" });
        return undefined;
      });
      if (report) break;
      stops++;
      expect(readFileSync(join(out, "manifest.json"))).toEqual(before);
      expect((await verifyDataset(out)).ok).toBe(true);
    }
    expect(stops).toBeGreaterThan(3);
    expect([report.fate, report.resumed]).toEqual([{ read: 3, kept: 3, repaired: 0, repairs: {}, quarantined: {} }, true]);
    expect(readdirSync(shop.root).filter((f) => f.startsWith("."))).toEqual([]);
    expect((await verifyDataset(out)).ok).toBe(true);
  });

  it("leaves the old dataset intact when the disk is full", async () => {
    await shop.run([shop.put("old.csv", good())]);
    let written = 0;
    const writeFile: typeof writeDurably = async (path, bytes) => {
      written += bytes.length;
      if (written > 2000) throw Object.assign(new Error("write"), { code: "ENOSPC" });
      await writeDurably(path, bytes);
    };
    await expect(importChains({ files: [shop.put("new.csv", csv(line({ strike: 200 })))], out, writeFile })).rejects.toThrow("the disk is full; free disk space and run it again; nothing was changed");
    expect((await verifyDataset(out)).ok).toBe(true);
    expect(readdirSync(shop.root).filter((f) => f.startsWith("."))).toEqual([]);
  });
});

describe("verify and info", () => {
  it("finds nothing in a sound dataset and counts its quotes", async () => {
    await shop.run([shop.put("a.csv", csv(line(), line({ strike: 360, bid: 3, ask: 2 }), line({ strike: 370, bid: 0 }), line({ strike: 380, bid: 1, ask: 1 }), line({ strike: 390, bid: 0, ask: 0 })))]);
    const report = await verifyDataset(out);
    expect(report).toMatchObject({ ok: true, problems: [], files: 5 });
    expect(report.symbols[0]).toMatchObject({ symbol: "SPY", rows: 5, twoSided: 1, crossed: 1, zeroBid: 1, locked: 1, noQuote: 1, daysWithoutBar: 1, wrongDeltaSign: 0 });
  });

  it("finds a changed byte, a cut and a missing file", async () => {
    await shop.run([shop.put("a.csv", good())]);
    const name = storedName(out, "SPY.2021.rows");
    const rows = join(out, name);
    const bytes = readFileSync(rows);
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1] ^= 1;
    writeFileSync(rows, changed);
    expect((await verifyDataset(out)).problems).toEqual([`${name}: its sha256 differs from the manifest's`]);
    truncateSync(rows, 10);
    expect((await verifyDataset(out)).problems).toEqual([`${name}: has 10 bytes, the manifest says ${bytes.length}`]);
  });

  it("checks the account of the rows", async () => {
    await shop.run([shop.put("a.csv", good())]);
    const file = join(out, "manifest.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"kept": 3', '"kept": 2'));
    expect((await verifyDataset(out)).problems).toEqual(["a.csv: 3 rows read, 2 accounted for", "3 rows stored, the accounts of the sources kept 2"]);
  });

  it("D.3: tells the expiries and coverage of each year, with missing sessions and typical widths", async () => {
    await shop.run([shop.put("a.csv", csv(line({ day: "2020-12-30" }), line({ day: "2021-01-04" }), line({ day: "2021-01-06", bid: 2.7, ask: 2.9 })))]);
    const [{ symbol, years }] = (await dataInfo(out)).symbols;
    expect(symbol).toBe("SPY");
    expect(years).toMatchObject([
      { year: 2020, days: 1, rows: 1, expiries: 1, missingSessions: 1 },
      { year: 2021, days: 2, rows: 2, expiries: 1, missingSessions: 1 },
    ]);
    expect(years[1].medianWidth).toBeCloseTo((0.02 / 2.77 + 0.2 / 2.8) / 2, 12);
  });

  it("records where everything came from", async () => {
    const bars = shop.put("bars.csv", "date,open,high,low,close\n2021-01-04,1,2,1,2\n");
    await shop.run([shop.put("a.csv", good())], { bars, name: "mine" });
    const manifest = await readManifest(directorySource(out));
    expect(manifest).toMatchObject({ name: "mine", origin: "vendor", createdBy: { name: "mahler import" }, parameters: { dividendYield: 0 } });
    expect(manifest.sources).toMatchObject([{ file: "a.csv", bytes: good().length, format: "historicaloptiondata", rows: 3 }]);
    expect(manifest.sources[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.symbols[0].bars.provenance.sources).toMatchObject([{ file: "bars.csv", rows: 1 }]);
  });
});

function damagedGzip(): Buffer {
  const bytes = gzipSync(csv(...Array.from({ length: 50 }, (_, i) => line({ strike: 300 + i }))));
  bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 40);
  return bytes;
}
