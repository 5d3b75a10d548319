// Chains dropped on a page are read without a disk: to the columns that an import and a read of its dataset give.
import { tableFromArrays, tableToIPC, vectorFromArray, Table, Decimal, Float64, Bool, TimestampMillisecond } from "apache-arrow";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readChains } from "../../src/importer/inMemory";
import type { Market, Underlying } from "../../src/market/types";
import { importChains } from "../../src/node/import";
import { arrowFile } from "../../src/records/arrowFile";
import { csvFile } from "../../src/records/csvFile";
import type { RecordFile } from "../../src/records/types";
import { directorySource } from "../../src/node/files";
import { readDataset } from "../../src/store/read";
import { loadCore } from "../helpers/core";
import { arrowOf } from "../lab/chainText";
import { csv, line, workshop } from "./support";
import type { Workshop } from "./support";

let shop: Workshop;
beforeEach(() => {
  shop = workshop();
});
afterEach(() => shop.close());

const day = (date: string, root = "SPY"): string[] => Array.from({ length: 12 }, (_, k) => line({ root, day: date, expiry: "2021-03-19", strike: 300 + 2.5 * k, right: k % 2 ? "put" : "call", bid: 3 + k, ask: 3.1 + k }));
/** Two years, two symbols, a negative one. */
const TEXT = csv(...day("2020-12-30"), ...day("2020-12-31"), ...day("2021-01-04"), ...day("2021-01-04", "QQQ"), line({ day: "2021-01-05", expiry: "2021-03-19", strike: 300, bid: -5, ask: 4 }));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const asCsv = (text: string): Promise<RecordFile> => csvFile("chain.csv", { bytes: once(new TextEncoder().encode(text)), share: () => 1 });

/** Columns as plain lists: widths may differ, values may not. */
const plain = ({ symbol, multiplier, exercise, delivery, tick, strikeUnit, roots, rows, blocks, days }: Underlying) => ({
  symbol, multiplier, exercise, delivery, tick, strikeUnit, roots,
  ...Object.fromEntries([rows, blocks, days].flatMap((table) => Object.entries(table)).map(([name, column]) => [name, column === null ? null : Array.from(column as ArrayLike<number>)])),
});
const plainly = ({ underlyings }: Market) => underlyings.map(plain);

describe("chain files without a disk", () => {
  test("give the columns of an import, years and symbols together, and the same account of their rows", async () => {
    const out = join(shop.root, "out");
    const report = await importChains({ files: [shop.put("chain.csv", TEXT)], out });
    const stored = await readDataset(directorySource(out), loadCore().arena);
    const { market, fate } = await readChains([await asCsv(TEXT)], { name: "chain" });
    expect(plainly(market)).toEqual(plainly(stored));
    expect(fate).toEqual(report.fate);
    expect(fate).toMatchObject({ read: 49, kept: 48, quarantined: { negative_quote: 1 } });
  });

  test("an Arrow file reads like the CSV of the same rows: dates, numbers, words, nulls", async () => {
    const bytes = arrowOf(TEXT);
    const [fromArrow, fromCsv] = [await readChains([arrowFile("chain.arrow", bytes)], { name: "chain" }), await readChains([await asCsv(TEXT)], { name: "chain" })];
    expect(plainly(fromArrow.market)).toEqual(plainly(fromCsv.market));
    expect(fromArrow.fate).toEqual(fromCsv.fate);
    // The command line takes the same file.
    const report = await importChains({ files: [shop.put("chain.feather", bytes)], out: join(shop.root, "arrow") });
    expect(report.fate).toEqual(fromCsv.fate);
  });

  test("cells of other types read as a CSV has them", async () => {
    const table = new Table({ at: vectorFromArray([Date.UTC(2024, 0, 19, 15, 45), Date.UTC(2024, 0, 19)], new TimestampMillisecond()), yes: vectorFromArray([true, null], new Bool()), tiny: vectorFromArray([1.5e-7, NaN], new Float64()) });
    const seen: string[][] = [];
    await arrowFile("odd.arrow", tableToIPC(table, "file")).read((record) => seen.push([0, 1, 2].map((c) => record.text(c))), { uses: [] });
    expect(seen).toEqual([["2024-01-19 15:45:00", "true", "0.00000015000000000000"], ["2024-01-19", "", ""]]);
  });

  test("a file of Polars, with string views and decimals, reads as well; a compressed one says what to do", async () => {
    const bytes = (name: string): Uint8Array => readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
    const lines = Array.from({ length: 8 }, (_, k) => line({ day: "2021-01-04", expiry: "2021-03-19", strike: 300 + 5 * k, right: k % 2 ? "put" : "call", bid: 3 + k, ask: `${3 + k}.1` }));
    const [polars, text] = [await readChains([arrowFile("polars.arrow", bytes("chain-polars.arrow"))], { name: "chain" }), await readChains([await asCsv(csv(...lines))], { name: "chain" })];
    expect(plainly(polars.market)).toEqual(plainly(text.market));
    expect(() => arrowFile("lz4.feather", bytes("chain-lz4.feather"))).toThrow(/^lz4\.feather: cannot be read as Arrow \(.*compressed.*\); write it without compression/);
  });

  test("negative and large decimals keep their digits", async () => {
    const type = new Decimal(4, 20, 128);
    const table = new Table({ price: vectorFromArray([Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff), Uint32Array.of(5, 1, 0, 0), Uint32Array.of(25_000, 0, 0, 0), null], type) });
    const seen: string[] = [];
    await arrowFile("decimals.arrow", tableToIPC(table, "file")).read((record) => seen.push(record.text(0)), { uses: [] });
    expect(seen).toEqual(["-0.0001", "429496.7301", "2.5000", ""]);
  });

  test("what is no chain, damaged, a dataset's own file or left without rows is named", async () => {
    const bytes = tableToIPC(tableFromArrays({ a: Float64Array.of(1, 2) }), "file");
    await expect(readChains([arrowFile("a.arrow", bytes)], { name: "a" })).rejects.toThrow(/^a\.arrow:1: is not a known chain format/);
    expect(() => arrowFile("cut.arrow", bytes.subarray(0, 200))).toThrow(/^cut\.arrow: cannot be read as Arrow \(.+\); write or download it again/);
    const out = join(shop.root, "out");
    await importChains({ files: [shop.put("chain.csv", TEXT)], out });
    const own = readFileSync(join(out, readdirSync(out).find((file) => /^SPY\.2020\.rows/.test(file))!));
    expect(() => arrowFile("SPY.2020.rows.arrow", own)).toThrow(/is one of the files of a dataset; take the whole folder, with its manifest\.json/);
    await expect(readChains([await asCsv(csv(line({ day: "2021-01-05", expiry: "2021-03-19", strike: 300, bid: -5, ask: 4 })))], { name: "bad" })).rejects.toThrow(/bad: leaves no row of 1 \(negative_quote 1\)/);
  });
});
