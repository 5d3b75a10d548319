import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDataset } from "../../src/node/datasetWriter";
import { verifyDataset } from "../../src/node/verify";
import type { Fate, Manifest, SourceFile } from "../../src/store/manifest";
import { chainOf, draftOf } from "./twoYears";

const root = mkdtempSync(join(tmpdir(), "mahler-accounts-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fate = (read: number, kept: number, quarantined: Record<string, number> = {}): Fate => ({ read, kept, repaired: 0, repairs: {}, quarantined });
const hash = (digit: string) => digit.repeat(64);
const source = (digit: string, account: Fate): SourceFile => ({ file: `${digit}.csv`, sha256: hash(digit), bytes: 100, format: "orats", rows: account.read, fate: account });

/** Two partitions of four rows; file `a` holds the first and one bad row, file `b` the second. */
async function dataset(name: string): Promise<{ path: string; change: (edit: (manifest: Manifest) => void) => Promise<string[]> }> {
  const path = join(root, name);
  const writer = await openDataset(path);
  const partitions = [
    await writer.putPartition("SPY", 2018, chainOf(2018), { sources: [hash("a")], fate: fate(5, 4, { bad_strike: 1 }), observations: {} }),
    await writer.putPartition("SPY", 2019, chainOf(2019), { sources: [hash("b")], fate: fate(4, 4), observations: { crossed: 1 } }),
  ];
  const draft = await draftOf(writer, partitions);
  draft.sources = [source("a", fate(5, 4, { bad_strike: 1 })), source("b", fate(4, 4))];
  draft.symbols[0].provenance = { vendor: "ORATS", fate: fate(9, 8, { bad_strike: 1 }), observations: { crossed: 1 } };
  await writer.commit(draft);
  const file = join(path, "manifest.json");
  const text = await readFile(file, "utf8");
  return {
    path,
    async change(edit) {
      const manifest = JSON.parse(text) as Manifest;
      edit(manifest);
      await writeFile(file, JSON.stringify(manifest));
      return (await verifyDataset(path)).problems;
    },
  };
}

describe("verify", () => {
  it("finds accounts that agree sound", async () => {
    const { path } = await dataset("sound");
    expect(await verifyDataset(path)).toMatchObject({ ok: true, problems: [], leftovers: [] });
  });

  it("names every account that does not add up: file, partition, symbol, all files", async () => {
    const { change } = await dataset("accounts");
    expect(await change(({ sources }) => { sources[0].fate!.kept = 3; })).toEqual(["a.csv: 5 rows read, 4 accounted for", "8 rows stored, the accounts of the sources kept 7"]);
    expect(await change(({ symbols }) => { symbols[0].partitions[1].fate!.read = 9; })).toEqual(["SPY 2019: 9 rows read, 4 accounted for"]);
    expect(await change(({ symbols }) => { symbols[0].partitions[1].fate = fate(3, 3); })).toEqual(["SPY 2019: 4 rows stored, the manifest kept 3"]);
    expect(await change(({ symbols }) => { symbols[0].provenance.fate = fate(8, 7, { bad_strike: 1 }); })).toEqual(["SPY: 8 rows stored, the manifest kept 7"]);
    expect(await change(({ symbols }) => { symbols[0].partitions[1].sources = [hash("c")]; })).toEqual(["SPY 2019: 1 of its source files are not among the manifest's sources"]);
  });

  it("compares partitions with what the manifest says of them", async () => {
    const { change } = await dataset("partitions");
    expect(await change(({ symbols }) => { symbols[0].partitions[0].max.bid = 14; })).toEqual(["SPY 2018: bid reaches 13, the manifest says 14"]);
    expect(await change(({ symbols }) => { symbols[0].partitions[0].lastDay = "2018-12-28"; })).toEqual(["SPY 2018: holds 2018-12-26 to 2018-12-27, the manifest says 2018-12-26 to 2018-12-28"]);
    expect(await change(({ symbols }) => { symbols[0].partitions[1].year = 2020; })).toEqual(["SPY 2020: holds days of another year"]);
  });
});
