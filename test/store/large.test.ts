// Files beyond 64 KiB are read in parts, straight to their place; smaller ones whole.
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Arena } from "../../src/core/memory";
import { openDataset } from "../../src/node/datasetWriter";
import { directorySource } from "../../src/node/files";
import { readDataset } from "../../src/store/read";
import type { Chain } from "../../src/store/partition";
import type { ByteSource, OpenFile } from "../../src/store/source";
import { storedName } from "./sample";
import { chainOf, commitYears } from "./twoYears";

const STRIKES = 8000;

/** A chain of many strikes on the second day: rows take some 112 KiB. */
function large(year: number, openInterest: number): Chain {
  const chain = chainOf(year);
  const extra = Array.from({ length: STRIKES }, (_, i) => i);
  const longer = <T extends Uint16Array | Int16Array | Uint32Array>(column: T, value: (i: number) => number): T => (column.constructor as unknown as { from(values: number[]): T }).from([...column, ...extra.map(value)]);
  const { rows, blocks } = chain;
  return {
    ...chain,
    rows: {
      strike: longer(rows.strike, (i) => 2000 + i), bid: longer(rows.bid, (i) => i % 977), ask: longer(rows.ask, (i) => (i % 977) + 5), iv: longer(rows.iv, (i) => i), delta: longer(rows.delta, (i) => -i),
      openInterest: Uint32Array.from([...rows.openInterest, ...extra.map((i) => i + openInterest)]), volume: longer(rows.volume, (i) => i % 11), flags: null,
    },
    blocks: { ...blocks, end: blocks.end.map((end, b) => (b === blocks.end.length - 1 ? end + STRIKES : end)) },
  };
}

const chains = { 2018: large(2018, 0), 2019: large(2019, 100_000) };
let root = "";
let out = "";
let rows = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-large-"));
  out = join(root, "large");
  await commitYears(await openDataset(out), chains);
  rows = join(out, storedName(out, "SPY.2018.rows"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const load = async (source: ByteSource = directorySource(out)) => (await readDataset(source, new Arena(new WebAssembly.Memory({ initial: 16, maximum: 64 }), 0))).underlyings[0];

/** Opens files of the folder and does `change` to what is read. */
const opening = (change: (file: OpenFile) => OpenFile): ByteSource => {
  const source = directorySource(out);
  return { ...source, open: async (name) => change(await source.open!(name)) };
};

describe("large files", () => {
  it("give the same columns as in memory, widened where another year needs it", async () => {
    const u = await load();
    const both = [chains[2018], chains[2019]];
    for (const name of ["strike", "bid", "ask", "iv", "delta", "openInterest", "volume"] as const) {
      expect(Array.from(u.rows[name]), name).toEqual(both.flatMap((chain) => Array.from(chain.rows[name])));
    }
    expect(u.rows.openInterest).toBeInstanceOf(Uint32Array);
    expect((await readFile(rows)).length).toBeGreaterThan(1 << 16);
  });

  it("are read in three reads: head, tail, and all columns at once; every file is closed", async () => {
    const reads: [number, number][] = [];
    let open = 0;
    await load(opening((file) => {
      open++;
      return { size: file.size, read: (at, views) => (reads.push([at, views.length]), file.read(at, views)), close: () => (open--, file.close()) };
    }));
    expect(open).toBe(0);
    expect(reads).toHaveLength(6);
    expect(reads.filter(([, views]) => views > 1)).toHaveLength(2);
    await expect(load(opening((file) => (open++, { ...file, read: () => Promise.reject(new Error("cable")), close: () => (open--, file.close()) })))).rejects.toThrow("cable");
    expect(open).toBe(0);
  });

  it("that are cut, grown or damaged at the edges are refused by name", async () => {
    const bytes = await readFile(rows);
    for (const at of [0, 100, 8191, bytes.length - 8192, bytes.length - 500, bytes.length - 1]) {
      await writeFile(rows, bytes.with(at, bytes[at] ^ 0x55));
      await expect(load(), `byte ${at}`).rejects.toThrow(/SPY\.2018\.rows\.\w+\.arrow: is damaged/);
    }
    await writeFile(rows, bytes);
    await appendFile(rows, "x");
    await expect(load()).rejects.toThrow(`has ${bytes.length + 1} bytes, the manifest says ${bytes.length}`);
    await truncate(rows, bytes.length - 1);
    await expect(load()).rejects.toThrow(`has ${bytes.length - 1} bytes, the manifest says ${bytes.length}`);
    await rm(rows);
    await expect(load()).rejects.toThrow(/SPY\.2018\.rows\.\w+\.arrow: does not exist/);
    await writeFile(rows, bytes);
    expect((await load()).rows.strike).toHaveLength(2 * (STRIKES + 4));
  });

  it("that end while they are read are refused", async () => {
    const cut = opening((file) => ({ ...file, size: file.size, read: async (at, views) => {
      const end = await directorySource(out).open!(storedName(out, "SPY.2018.days"));
      await (views.length > 1 ? end.read(at, views) : file.read(at, views)).finally(() => end.close());
    } }));
    await expect(load(cut)).rejects.toThrow(/days\.\w+\.arrow: ends at byte/);
  });
});
