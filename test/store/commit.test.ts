import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Arena } from "../../src/core/memory";
import { openDataset } from "../../src/node/datasetWriter";
import { directorySource, writeDurably } from "../../src/node/files";
import { verifyDataset } from "../../src/node/verify";
import { storedFiles } from "../../src/store/manifest";
import { readDataset, readManifest } from "../../src/store/read";
import type { ByteSource } from "../../src/store/source";
import { storedName } from "./sample";
import { chainOf, commitYears, draftOf } from "./twoYears";

let root = "";
let out = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-commit-"));
  out = join(root, "years");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const version = (bid: number) => ({ 2018: chainOf(2018), 2019: chainOf(2019, { bid }), 2020: chainOf(2020, { bid: bid + 1 }) });

/** First bid of 2019 and of 2020: which version the dataset is, after all its files were checked. */
async function state(): Promise<number[]> {
  expect((await verifyDataset(out)).problems).toEqual([]);
  const { rows } = (await readDataset(directorySource(out), new Arena(new WebAssembly.Memory({ initial: 4 }), 0))).underlyings[0];
  return [rows.bid[4], rows.bid[8]];
}

const namedFiles = async (): Promise<string[]> => [...storedFiles(await readManifest(directorySource(out))).map(({ name }) => name), "manifest.json"].sort();

describe("a commit", () => {
  it("writes only what changed, and removes what no manifest names", async () => {
    await commitYears(await openDataset(out), version(10));
    const before = await readdir(out);
    const written: string[] = [];
    const writer = await openDataset(out, { writeFile: (path, bytes) => (written.push(path), writeDurably(path, bytes)) });
    const [y2018] = writer.manifest!.symbols[0].partitions;
    const y2019 = await writer.putPartition("SPY", 2019, chainOf(2019, { bid: 77 }));
    const y2020 = await writer.putPartition("SPY", 2020, chainOf(2020, { bid: 11 }));
    await writer.commit(await draftOf(writer, [y2018, y2019, y2020]));
    expect(written.map((path) => path.slice(out.length + 1))).toEqual([`${y2019.files.rows.name}.new`, "manifest.json.new"]);
    expect(await state()).toEqual([77, 11]);
    expect(await readdir(out)).toEqual(await namedFiles());
    expect((await readdir(out)).filter((name) => !before.includes(name))).toEqual([y2019.files.rows.name]);
  });

  it("leaves other people's files and folders, and cleans up after a killed writer", async () => {
    await commitYears(await openDataset(out), version(10));
    await mkdir(join(out, ".staging"));
    for (const name of ["notes.txt", "my.data.csv"]) await writeFile(join(out, name), "mine");
    const left = ["SPY.2017.rows.01234567.arrow", "SPY.2017.rows.01234567.arrow.new", "manifest.json.new", "quarantine.89abcdef.csv", "SPY.rows.arrow"];
    for (const name of left) await writeFile(join(out, name), "torn");
    expect(await verifyDataset(out)).toMatchObject({ ok: true, problems: [], leftovers: [...left].sort() });
    await commitYears(await openDataset(out), version(20));
    expect(await readdir(out)).toEqual([...(await namedFiles()), ".staging", "my.data.csv", "notes.txt"].sort());
    expect((await verifyDataset(out)).ok).toBe(true);
  });

  it("replaces a damaged file by the same content put again", async () => {
    await commitYears(await openDataset(out), version(10));
    const rows = join(out, storedName(out, "SPY.2018.rows"));
    const bytes = await readFile(rows);
    await writeFile(rows, bytes.with(bytes.length >> 1, 1 + bytes[bytes.length >> 1]));
    expect((await verifyDataset(out)).ok).toBe(false);
    await commitYears(await openDataset(out), version(10));
    expect(await readFile(rows)).toEqual(bytes);
  });

  it("replaces a dataset of another version, or with a damaged manifest, whole", async () => {
    await commitYears(await openDataset(out), version(10));
    await writeFile(join(out, "manifest.json"), '{"store": 1}');
    const writer = await openDataset(out);
    expect([writer.manifest, writer.unreadable?.message]).toEqual([null, expect.stringContaining("store = 1: this build reads version 2")]);
    await commitYears(writer, { 2020: chainOf(2020) });
    expect(await readdir(out)).toEqual(await namedFiles());
    expect((await readdir(out)).filter((name) => name.includes(".2018."))).toEqual([]);
  });

  it("fails, with the old dataset whole, when another process changed the dataset meanwhile", async () => {
    const [first, second] = [await openDataset(out), await openDataset(out)];
    const late = await second.putPartition("SPY", 2018, chainOf(2018, { bid: 5 }));
    await commitYears(first, version(10));
    await expect(draftOf(second, [late]).then((draft) => second.commit(draft))).rejects.toThrow(/does not exist|was changed by another process/);
    const third = await openDataset(out);
    const fourth = await openDataset(out);
    await commitYears(third, version(30));
    await expect(commitYears(fourth, version(40))).rejects.toThrow("was changed by another process meanwhile; run it again");
    await fourth.discard();
    expect(await state()).toEqual([30, 31]);
    expect(await readdir(out)).toEqual(await namedFiles());
  });
});

describe("a reader", () => {
  it("of a dataset that is replaced meanwhile gets the new one whole", async () => {
    await commitYears(await openDataset(out), version(10));
    const source = directorySource(out);
    let replaced = false;
    const late: ByteSource = {
      ...source,
      read: async (name, into) => {
        if (!replaced && name.startsWith("SPY.2020")) {
          replaced = true;
          await commitYears(await openDataset(out), version(50));
        }
        return source.read(name, into);
      },
    };
    const { rows } = (await readDataset(late, new Arena(new WebAssembly.Memory({ initial: 4 }), 0))).underlyings[0];
    expect([replaced, rows.bid[4], rows.bid[8]]).toEqual([true, 50, 51]);
  });
});

describe("a writer that is killed", () => {
  it("at any write, half done or done, leaves the old dataset; the next commit cleans up", async () => {
    await commitYears(await openDataset(out), version(10));
    const writes = 3; // two rows files, the manifest
    for (let kill = 0; kill < writes; kill++) {
      for (const part of [0, 0.5, 1]) {
        await untilKilled(100 + 10 * kill + 2 * part, kill, part);
        expect(await state()).toEqual([10, 11]);
      }
    }
    await commitYears(await openDataset(out), version(20));
    expect(await state()).toEqual([20, 21]);
    expect(await readdir(out)).toEqual(await namedFiles());
  });

  it.skipIf(process.platform === "win32")("by the system at random moments leaves the old or the new dataset whole", async () => {
    await commitYears(await openDataset(out), version(10));
    const script = join(root, "writer.mjs");
    await writeFile(script, childScript());
    for (let i = 0; i < 6; i++) {
      const begin = 1000 * (1 + i);
      const committed = await killedAfter(script, begin, 1 + 5 * i);
      const [first, second] = await state();
      expect(second).toBe(first + 1);
      // The kill may fall between the rename and the message.
      expect([committed, committed + 2]).toContain(first);
    }
    await commitYears(await openDataset(out), version(500));
    expect(await readdir(out)).toEqual(await namedFiles());
  });
});

/** Writes a version until the write number `kill`, of which `part` reaches the disk; then nothing more happens, as after a kill. */
async function untilKilled(bid: number, kill: number, part: number): Promise<void> {
  let n = 0;
  await new Promise<void>((killed) => {
    const writeFile = async (path: string, bytes: Uint8Array): Promise<void> => {
      if (n++ < kill) return writeDurably(path, bytes);
      if (part > 0) writeFileSync(path, bytes.subarray(0, Math.round(part * bytes.length)));
      killed();
      return new Promise(() => undefined);
    };
    void openDataset(out, { writeFile }).then((writer) => commitYears(writer, version(bid)));
  });
}

/** Replaces the dataset over and over, each version with the bids of its own. */
function childScript(): string {
  const built = pathToFileURL(fileURLToPath(new URL("../../dist/node.js", import.meta.url))).href;
  const columns = JSON.stringify({ ...chainOf(2018), ...Object.fromEntries((["rows", "blocks", "days"] as const).map((t) => [t, typed(chainOf(2018)[t])])) });
  return `
import { writeSync } from "node:fs";
import { openDataset } from ${JSON.stringify(built)};
const plain = ${columns};
const types = { Uint8Array, Uint16Array, Uint32Array, Int16Array, Int32Array };
const revive = (table) => Object.fromEntries(Object.entries(table).map(([k, v]) => [k, v && new types[v.type](v.values)]));
const shifted = (days, by) => ({ ...days, day: days.day.map((d) => d + by) });
const chain = (by, bid) => {
  const [rows, blocks, days] = [revive(plain.rows), revive(plain.blocks), revive(plain.days)];
  return { ...plain, rows: { ...rows, bid: rows.bid.map((_, i) => bid + i), ask: rows.bid.map((_, i) => bid + i + 2) }, blocks: { ...blocks, expiry: blocks.expiry.map((d) => d + by), vendorExpiry: blocks.vendorExpiry.map((d) => d + by) }, days: shifted(days, by) };
};
for (let bid = Number(process.argv[2]); ; bid += 2) {
  const writer = await openDataset(${JSON.stringify(out)});
  const { symbols: [{ info, bars, provenance, partitions }], ...rest } = writer.manifest;
  const { symbol, multiplier, exercise, delivery, dividendYield } = info;
  const years = [partitions[0], await writer.putPartition("SPY", 2019, chain(365, bid)), await writer.putPartition("SPY", 2020, chain(726, bid + 1))];
  await writer.commit({ ...rest, symbols: [{ terms: { symbol, multiplier, exercise, delivery, dividendYield }, partitions: years, bars, provenance }] });
  writeSync(1, bid + "\\n");
}
`;
}

const typed = (table: object) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column && { type: column.constructor.name, values: [...column] }]));

/** Kills the child so long after its first commit; the bid of the last version that it said to have committed. */
function killedAfter(script: string, begin: number, milliseconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, String(begin)], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), milliseconds));
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("close", (code, signal) => (signal === "SIGKILL" ? resolve(Number(said.trim().split("\n").at(-1))) : reject(new Error(`the writer ended by itself with ${code}`))));
    child.on("error", reject);
  });
}
