import fc from "fast-check";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Arena } from "../../src/core/memory";
import type { Underlying } from "../../src/market/types";
import { openDataset } from "../../src/node/datasetWriter";
import { directorySource } from "../../src/node/files";
import { readDataset, readManifest } from "../../src/store/read";
import type { Chain } from "../../src/store/partition";
import type { ByteSource } from "../../src/store/source";
import { chainOf, commitYears, draftOf } from "./twoYears";
import type { ChainShape } from "./twoYears";

let root = "";
let out = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-years-"));
  out = join(root, "years");
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** An arena whose memory is not blank: what is not written shows. */
function dirtyArena(): Arena {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4 });
  new Uint8Array(memory.buffer).fill(0xab);
  return new Arena(memory, 1000);
}

/** A source that cannot read parts, like a web server. */
const wholeFiles = ({ where, read, text }: ByteSource): ByteSource => ({ where, read, text });

const load = async (source: ByteSource = directorySource(out), years?: { from: number; to: number }): Promise<Underlying> =>
  (await readDataset(source, dirtyArena(), { years })).underlyings[0];

const numbers = (column: ArrayLike<number> | null): number[] => Array.from(column ?? []);

/** What the loaded columns must be, by plain arithmetic in whole units. */
function expected(chains: readonly Chain[]): Record<string, number[]> {
  const all = (of: (chain: Chain, rowBase: number, blockBase: number) => number[]): number[] => {
    let [rows, blocks] = [0, 0];
    return chains.flatMap((chain) => {
      const values = of(chain, rows, blocks);
      rows += chain.rows.strike.length;
      blocks += chain.blocks.end.length;
      return values;
    });
  };
  return {
    strike: all(({ rows, strikeUnit }) => numbers(rows.strike).map((x) => x * strikeUnit)),
    bid: all(({ rows, tick }) => numbers(rows.bid).map((x) => x * tick)),
    ask: all(({ rows, tick }) => numbers(rows.ask).map((x) => x * tick)),
    iv: all(({ rows }) => numbers(rows.iv)),
    delta: all(({ rows }) => numbers(rows.delta)),
    openInterest: all(({ rows }) => numbers(rows.openInterest)),
    volume: all(({ rows }) => numbers(rows.volume)),
    flags: chains.some(({ rows }) => rows.flags?.some(Boolean)) ? all(({ rows }) => (rows.flags ? numbers(rows.flags) : numbers(rows.strike).map(() => 0))) : [],
    callsBegin: all(({ blocks }, base) => numbers(blocks.callsBegin).map((x) => x + base)),
    putsBegin: all(({ blocks }, base) => numbers(blocks.putsBegin).map((x) => x + base)),
    end: all(({ blocks }, base) => numbers(blocks.end).map((x) => x + base)),
    expiry: all(({ blocks }) => numbers(blocks.expiry)),
    vendorExpiry: all(({ blocks }) => numbers(blocks.vendorExpiry)),
    day: all(({ days }) => numbers(days.day)),
    spot: all(({ days }) => numbers(days.spot)),
    blocksBegin: all(({ days }, _, base) => numbers(days.blocksBegin).map((x) => x + base)),
    blocksEnd: all(({ days }, _, base) => numbers(days.blocksEnd).map((x) => x + base)),
  };
}

function loadedValues({ rows, blocks, days, tick, strikeUnit }: Underlying): Record<string, number[]> {
  const units: Record<string, number> = { strike: strikeUnit, bid: tick, ask: tick };
  const { root: _root, settlement: _settlement, ...others } = blocks;
  return Object.fromEntries(Object.entries({ ...rows, ...others, ...days }).map(([name, column]) => [name, numbers(column).map((x) => x * (units[name] ?? 1))]));
}

const rootNames = (chains: readonly Pick<Chain, "blocks" | "roots">[]): string[] => chains.flatMap(({ blocks, roots }) => numbers(blocks.root).map((i) => roots[i]));

describe("years of one symbol", () => {
  it("become one contiguous set of columns, in units, widths and roots that all share (property)", async () => {
    const shape = fc.record<ChainShape>({
      tick: fc.constantFrom(1, 50, 100, 500), strikeUnit: fc.constantFrom(10, 500, 1000), roots: fc.constantFrom(["SPY"], ["SPX", "SPXW"], ["SPXW"], ["SPX", "SPXPM", "SPXW"]),
      flags: fc.boolean(), openInterest: fc.constantFrom(0, 65_530, 70_000), bid: fc.constantFrom(0, 10, 40_000, 65_528),
    });
    await fc.assert(fc.asyncProperty(fc.tuple(shape, shape, shape), async (shapes) => {
      const chains = shapes.map((s, i) => chainOf(2018 + i, s));
      await commitYears(await openDataset(out), { 2018: chains[0], 2019: chains[1], 2020: chains[2] });
      for (const source of [directorySource(out), wholeFiles(directorySource(out))]) {
        const u = await load(source);
        expect(loadedValues(u)).toEqual(expected(chains));
        expect(rootNames([u])).toEqual(rootNames(chains));
        for (const name of ["strike", "bid", "ask", "openInterest", "volume"] as const) {
          expect(u.rows[name], name).toBeInstanceOf(Math.max(...u.rows[name]) > 65_535 ? Uint32Array : Uint16Array);
        }
      }
    }), { numRuns: 25, seed: 4 });
  });

  it("are loaded from and to the years asked for, in the units of the whole symbol", async () => {
    const chains = { 2018: chainOf(2018, { tick: 500, bid: 3 }), 2019: chainOf(2019, { tick: 100 }), 2020: chainOf(2020) };
    await commitYears(await openDataset(out), chains);
    const opened: string[] = [];
    const source = directorySource(out);
    const spied: ByteSource = { ...source, read: (name, into) => (opened.push(name), source.read(name, into)) };
    const first = await load(spied, { from: 2017, to: 2018 });
    expect(first.tick).toBe(100);
    expect(loadedValues(first)).toEqual(expected([chains[2018]]));
    expect(opened.filter((name) => /\.20(19|20)\./.test(name))).toEqual([]);
    expect(loadedValues(await load(source, { from: 2019, to: 2020 }))).toEqual(expected([chains[2019], chains[2020]]));
    expect((await load(source, { from: 2021, to: 2030 })).rows.strike).toHaveLength(0);
  });

  it("are described in the manifest", async () => {
    await commitYears(await openDataset(out), { 2018: chainOf(2018, { roots: ["SPXW"], tick: 500 }), 2019: chainOf(2019, { roots: ["SPX"], tick: 200, openInterest: 70_000, flags: true }) });
    const [{ info, partitions, ...sums }] = (await readManifest(directorySource(out))).symbols;
    expect(info).toMatchObject({ tick: 100, strikeUnit: 500, roots: ["SPX", "SPXW"] });
    expect(sums).toMatchObject({ rows: 8, blocks: 4, days: 4, firstDay: "2018-12-26", lastDay: "2019-12-27" });
    expect(partitions[1]).toMatchObject({ year: 2019, rows: 4, blocks: 2, days: 2, tick: 200, roots: ["SPX"], flags: true, max: { strike: 1003, bid: 13, ask: 15, openInterest: 70_003, volume: 3 } });
    expect(partitions[1].files.rows.name).toBe(`SPY.2019.rows.${partitions[1].files.rows.sha256.slice(0, 8)}.arrow`);
  });

  it("must each be one calendar year, and share an order of roots", async () => {
    const writer = await openDataset(join(root, "bad"));
    await expect(writer.putPartition("SPY", 2019, chainOf(2018))).rejects.toThrow("SPY 2019: holds 2018-12-26; a partition is one calendar year");
    await expect(writer.putPartition("../SPY", 2018, chainOf(2018))).rejects.toThrow("symbol = ../SPY: cannot name a file");
    await expect(writer.putExtra("../notes.txt", "x")).rejects.toThrow("extra = ../notes.txt: cannot name a file");
    const partitions = [await writer.putPartition("SPY", 2018, chainOf(2018, { roots: ["B", "A"] })), await writer.putPartition("SPY", 2019, chainOf(2019, { roots: ["A", "B"] }))];
    await expect(writer.commit(await draftOf(writer, partitions))).rejects.toThrow("SPY roots: have no common order: B A / A B");
    await expect(writer.commit({ ...(await draftOf(writer, [])), extras: [{ name: "a.csv", file: { ...partitions[0].files.rows, sha256: "0".repeat(64) } }] })).rejects.toThrow("was neither put nor part of the dataset");
    await writer.discard();
  });
});

describe("a manifest that contradicts itself or its files", () => {
  const cases: [string, (text: string) => string, RegExp][] = [
    ["sums", (text) => text.replace(/"rows": 8/, '"rows": 9'), /manifest\.json SPY: has 9 rows, its partitions 8/],
    ["a year out of order", (text) => text.replace('"year": 2018', '"year": 2020'), /lists 2019 after 2020/],
    ["units", (text) => text.replace(/"tick": 100/, '"tick": 300'), /2018 has tick 100 and strikeUnit 500, no multiples of 300 and 500/],
    ["roots", (text) => text.replace(/"roots": \[\s*"SPY"/, '"roots": ["QQQ"'), /2018 has the roots SPY, not in the order of QQQ/],
    ["a column wider than its largest value allows", (text) => text.replaceAll(/"openInterest": 700\d\d/g, '"openInterest": 1'), /SPY\.2018\.rows\.\w+\.arrow column openInterest: has type u32, which the manifest rules out/],
    ["flags", (text) => text.replaceAll('"flags": true', '"flags": false'), /column flags: has type u8, which the manifest rules out/],
    ["rows of a file", (text) => text.replace('"rows": 4', '"rows": 5').replace('"rows": 4', '"rows": 3'), /has 4 rows, the manifest says 5/],
  ];
  it.each(cases)("names %s", async (_, change, message) => {
    const wide = { openInterest: 70_000, flags: true };
    await commitYears(await openDataset(out), { 2018: chainOf(2018, wide), 2019: chainOf(2019, wide) });
    const source = directorySource(out);
    await expect(load({ ...source, text: async (name) => change(await source.text(name)) })).rejects.toThrow(message);
  });
});
