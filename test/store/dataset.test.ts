import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Arena } from "../../src/core/memory";
import { MahlerError } from "../../src/errors";
import type { Market } from "../../src/market/types";
import { directorySource, writeDurably } from "../../src/node/files";
import { writeDataset } from "../../src/node/write";
import { EDGE, edgeChecksum } from "../../src/store/checksum";
import { readDataset } from "../../src/store/read";
import type { ByteSource } from "../../src/store/source";
import type { sampleUnderlying } from "./sample";
import { sampleMarket, storedName } from "./sample";

const by = { createdBy: { name: "test", version: "1" } };
let root = "";
let out = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-store-"));
  out = join(root, "sample");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const newArena = () => new Arena(new WebAssembly.Memory({ initial: 1, maximum: 1000 }), 60_000);
const load = (symbols?: string[]) => readDataset(directorySource(out), newArena(), { symbols });
const plain = (market: Market) => JSON.parse(JSON.stringify(market, (_, v) => (ArrayBuffer.isView(v) ? [v.constructor.name, ...(v as Uint8Array)] : v)));

describe("dataset folder", () => {
  it("gives back the market it was given, in WebAssembly memory, with one reservation", async () => {
    const market = sampleMarket(["SPY", "QQQ"]);
    await writeDataset(out, market, by);
    const arena = newArena();
    const before = arena.memory.buffer;
    const loaded = await readDataset(directorySource(out), arena);
    expect(plain(loaded)).toEqual(plain(market));
    expect(before.byteLength).toBe(0); // grown once, then filled
    for (const u of loaded.underlyings) for (const column of [...Object.values(u.rows), ...Object.values(u.blocks), ...Object.values(u.days), ...Object.values(u.bars)]) {
      if (column) expect(column.buffer).toBe(arena.memory.buffer);
    }
  });

  it("loads the symbols asked for, in that order, and names what there is", async () => {
    await writeDataset(out, sampleMarket(["SPY", "QQQ"]), by);
    expect((await load(["QQQ", "SPY"])).underlyings.map((u) => u.symbol)).toEqual(["QQQ", "SPY"]);
    expect((await load(["QQQ"])).underlyings.map((u) => u.symbol)).toEqual(["QQQ"]);
    await expect(load(["IWM"])).rejects.toThrow(`symbol = IWM: is not in ${out}; available: SPY, QQQ`);
    await expect(load(["SPY", "SPY"])).rejects.toThrow("symbol = SPY: is listed twice");
  });

  it("writes the same bytes for the same market", async () => {
    const first = await writeDataset(out, sampleMarket(), by);
    const second = await writeDataset(join(root, "again"), sampleMarket(), by);
    expect(second).toEqual(first);
    expect(await readFile(join(root, "again", "manifest.json"))).toEqual(await readFile(join(out, "manifest.json")));
  });

  it("holds an empty chain and empty bars", async () => {
    const market = sampleMarket();
    const u = market.underlyings[0];
    for (const table of [u.rows, u.blocks, u.days, u.bars] as unknown as Record<string, Uint8Array | null>[]) {
      for (const name of Object.keys(table)) table[name] = table[name] && table[name].slice(0, 0);
    }
    await writeDataset(out, market, by);
    expect((await load()).underlyings[0].rows.strike).toHaveLength(0);
  });

  it("refuses a store of another version, with the remedy", async () => {
    await writeDataset(out, sampleMarket(), by);
    const file = join(out, "manifest.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"store": 2', '"store": 1'));
    await expect(load()).rejects.toThrow(`${out}/manifest.json store = 1: this build reads version 2; import the source files again`);
    await writeFile(file, "{");
    await expect(load()).rejects.toThrow("manifest.json: is not JSON");
    await writeFile(file, text.replace('"rows"', '"rovs"'));
    await expect(load()).rejects.toThrow(/manifest\.json symbols\.0/);
  });

  it("refuses missing and truncated files and leaves the arena as it was", async () => {
    await expect(load()).rejects.toThrow(`${join(out, "manifest.json")}: does not exist; check the path`);
    await writeDataset(out, sampleMarket(), by);
    const rows = storedName(out, "SPY.2019.rows");
    await truncate(join(out, rows), 100);
    const arena = newArena();
    const mark = arena.mark();
    await expect(readDataset(directorySource(out), arena)).rejects.toThrow(`${rows}: has 100 bytes, the manifest says`);
    expect(arena.mark()).toBe(mark);
    await rm(join(out, rows));
    await expect(load()).rejects.toThrow(`${rows}: does not exist`);
  });

  it("refuses a damaged byte (every fifth) of a small file, before parsing it", async () => {
    await writeDataset(out, sampleMarket(), by);
    const days = storedName(out, "SPY.2019.days");
    const file = join(out, days);
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 5) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0xff;
      const source: ByteSource = { ...directorySource(out), read: async (name, into) => (name === days ? void into.set(damaged) : directorySource(out).read(name, into)) };
      await expect(readDataset(source, newArena()), `byte ${at}`).rejects.toThrow(`${days}: is damaged`);
    }
  });

  it("sees damage in the first and last 8 KiB of a large file", () => {
    expect(edgeChecksum(new TextEncoder().encode("123456789"))).toBe(0xcbf43926); // the check value of CRC-32
    const bytes = new Uint8Array(3 * EDGE);
    const clean = edgeChecksum(bytes);
    const changed = (at: number) => edgeChecksum(bytes.with(at, 1)) !== clean;
    expect([0, EDGE - 1, EDGE, 2 * EDGE - 1, 2 * EDGE, 3 * EDGE - 1].map(changed)).toEqual([true, true, false, false, true, true]);
  });

  it("replaces an old dataset whole and leaves nothing beside it", async () => {
    await writeDataset(out, sampleMarket(["SPY", "QQQ"]), by);
    await writeDataset(out, sampleMarket(["IWM"]), by);
    expect((await load()).underlyings.map((u) => u.symbol)).toEqual(["IWM"]);
    expect((await readdir(out)).filter((f) => f.startsWith("SPY"))).toEqual([]);
    expect(await readdir(root)).toEqual(["sample"]);
  });

  it("does not overwrite a folder that is no dataset", async () => {
    await writeFile(join(root, "notes.txt"), "mine");
    await expect(writeDataset(root, sampleMarket(), by)).rejects.toThrow("exists and is not a dataset");
    await expect(writeDataset(join(root, "notes.txt"), sampleMarket(), by)).rejects.toThrow("exists and is not a dataset");
    await mkdir(out);
    await writeDataset(out, sampleMarket(), by);
    expect(await readdir(root)).toEqual(["notes.txt", "sample"]);
  });

  it("keeps the old dataset when the disk fills up, at whatever file", async () => {
    await writeDataset(out, sampleMarket(["SPY"]), by);
    for (let failing = 0; failing < 5; failing++) {
      let n = 0;
      const writer = async (path: string, bytes: Uint8Array) => {
        if (n++ === failing) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        await writeDurably(path, bytes);
      };
      await expect(writeDataset(out, sampleMarket(["QQQ"]), by, { writeFile: writer })).rejects.toThrow(`${out}: the disk is full; free disk space`);
      expect(await readdir(root)).toEqual(["sample"]);
      expect((await load()).underlyings[0].symbol).toBe("SPY");
    }
  });

  it("keeps the old dataset when stopped, at whatever file", async () => {
    await writeDataset(out, sampleMarket(["SPY"]), by);
    for (let stop = 0; stop < 5; stop++) {
      const controller = new AbortController();
      let n = 0;
      const writer = async (path: string, bytes: Uint8Array) => {
        await writeDurably(path, bytes);
        if (n++ === stop) controller.abort();
      };
      await expect(writeDataset(out, sampleMarket(["QQQ"]), by, { writeFile: writer, signal: controller.signal })).rejects.toMatchObject({ kind: "cancelled" });
      expect(await readdir(root)).toEqual(["sample"]);
      expect((await load()).underlyings[0].symbol).toBe("SPY");
    }
  });
});

describe("structural invariants", () => {
  const broken: [string, (u: ReturnType<typeof sampleUnderlying>) => void, string][] = [
    ["days out of order", (u) => { u.days.day[1] = u.days.day[0]; }, "days must strictly rise"],
    ["a block gap", (u) => { u.blocks.callsBegin[1] = 5; }, "rows [5, 5, 5) after 4"],
    ["rows beyond the end", (u) => { u.blocks.end[2] = 8; }, "of 7"],
    ["rows left over", (u) => { u.blocks.end[2] = 6; }, "cover 6 of 7 rows"],
    ["blocks left over", (u) => { u.days.blocksEnd[1] = 2; }, "cover 2 of 3 blocks"],
    ["duplicate strikes", (u) => { u.rows.strike[1] = 500; }, "strike 500 follows 500"],
    ["a zero strike", (u) => { u.rows.strike[0] = 0; }, "must be positive"],
    ["expiry before the day", (u) => { u.blocks.expiry[2] = 18_000; }, "before the day"],
    ["blocks out of order", (u) => { u.blocks.expiry[1] = 18_019; }, "do not strictly rise"],
    ["an unknown root", (u) => { u.blocks.root[0] = 1; }, "root = 1 of 1"],
    ["an unknown settlement", (u) => { u.blocks.settlement[2] = 2; }, "settlement = 2"],
    ["a zero spot", (u) => { u.days.spot[0] = 0; }, "spot = 0"],
    ["bars outside their range", (u) => { u.bars.high[0] = 1; }, "are inconsistent"],
    ["D.43: a bar volume that is not a number", (u) => { u.bars.volume[0] = Number.NaN; }, "volume NaN"],
    ["columns of different length", (u) => { u.days.spot = u.days.spot.slice(1); }, "spot has 1 values, day 2"],
    ["no tick", (u) => { u.tick = 0; }, "tick 0"],
  ];
  it.each(broken)("names %s", async (_, damage, message) => {
    const market = sampleMarket();
    damage(market.underlyings[0]);
    const error = await writeDataset(out, market, by).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MahlerError);
    expect((error as Error).message).toContain(message);
    expect(await readdir(root)).toEqual([]);
  });

  it("D.43: refuses a curve value that is not finite", async () => {
    const market = sampleMarket();
    market.curves.vix!.value[1] = Number.NaN;
    await expect(writeDataset(out, market, by)).rejects.toThrow("vix curve row 1: value = NaN");
  });
});
