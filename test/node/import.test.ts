import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importChains } from "../../src/node/import";
import type { ImportOptions } from "../../src/node/import";
import { expandFiles } from "../../src/node/inputs";
import { loadMap } from "../../src/node/maps";
import { verifyDataset } from "../../src/node/verify";
import { csv, line, workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { zipOf } from "./zipOf";

let shop: Workshop;
let out = "";
beforeEach(() => {
  shop = workshop();
  out = join(shop.root, "out");
});
afterEach(() => shop.close());

const month = (day: string, root = "SPY") => csv(...Array.from({ length: 8 }, (_, k) => line({ root, day, expiry: "2021-03-19", strike: 300 + 5 * k, right: k % 2 ? "put" : "call", bid: 3 + k, ask: 3.1 + k })));
const january = () => shop.put("jan.csv", month("2021-01-04"));
const february = () => shop.put("feb.csv.gz", month("2021-02-01"));
const december = () => shop.put("dec.csv", month("2020-12-30"));

/** Everything that readers see of a dataset: chains by content hash. */
const contents = (folder: string) => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { symbols: { partitions: { files: unknown; sources: string[] }[] }[]; sources: unknown };
const chains = (folder: string) => contents(folder).symbols.map(({ partitions }) => partitions.map(({ files }) => files));

describe("adding to a dataset", () => {
  test("a new month joins its year; other years are not touched; the result is that of one import of everything", async () => {
    await importChains({ files: [december(), january()], out });
    const before = chains(out);
    const report = await importChains({ files: [february()], out });
    expect(report.files).toMatchObject([{ file: "feb.csv.gz", formats: ["historicaloptiondata"], already: false }]);
    const whole = join(shop.root, "whole");
    await importChains({ files: [december(), january(), february()], out: whole });
    expect(chains(out)).toEqual(chains(whole));
    expect(chains(out)[0][0]).toEqual(before[0][0]);
    expect(chains(out)[0][1]).not.toEqual(before[0][1]);
    expect(contents(out).sources).toEqual(contents(whole).sources);
    expect((await verifyDataset(out)).problems).toEqual([]);
  });

  test("files it holds already are passed over, whatever they are called; the folder stays as it is, byte by byte", async () => {
    await importChains({ files: [january()], out });
    const before = readFileSync(join(out, "manifest.json"));
    const report = await importChains({ files: [shop.put("renamed.csv", month("2021-01-04"))], out });
    expect(report.files).toEqual([{ file: "renamed.csv", formats: [], already: true, fate: null }]);
    expect(readFileSync(join(out, "manifest.json"))).toEqual(before);
  });

  test("a row that is there already is a repeated key of the new file; the old row stays", async () => {
    await importChains({ files: [january()], out });
    const again = shop.put("again.csv", csv(line({ day: "2021-01-04", expiry: "2021-03-19", strike: 300, right: "call", bid: 9, ask: 9.5 })));
    const before = chains(out);
    const report = await importChains({ files: [again], out });
    expect(report.fate).toMatchObject({ read: 1, kept: 0, quarantined: { duplicate_key: 1 } });
    expect(chains(out)).toEqual(before);
    expect((await verifyDataset(out)).problems).toEqual([]);
  });

  test("another symbol, and bars by symbol, can come later", async () => {
    await importChains({ files: [january()], out });
    const bars = shop.put("bars.csv", "date,open,high,low,close\n2021-01-04,375,376,364,368\n");
    await importChains({ files: [shop.put("qqq.csv", month("2021-01-04", "QQQ"))], out, bars: [`QQQ=${bars}`] });
    await importChains({ files: [january()], out, bars: [`SPY=${bars}`] });
    const { symbols } = contents(out) as unknown as { symbols: { info: { symbol: string }; bars: { rows: number } }[] };
    expect(symbols.map((s) => [s.info.symbol, s.bars.rows])).toEqual([["SPY", 1], ["QQQ", 1]]);
    await expect(importChains({ files: [january()], out, bars: [bars] })).rejects.toThrow("could be those of SPY, QQQ; say whose: --bars SPY=");
    await expect(importChains({ files: [january()], out, bars: [`IWM=${bars}`] })).rejects.toThrow("names a symbol that the chains do not hold");
  });

  test("--replace starts over", async () => {
    await importChains({ files: [january()], out });
    await importChains({ files: [february()], out, replace: true });
    expect(contents(out).sources).toHaveLength(1);
  });
});

describe("large and interrupted imports", () => {
  const many = () => [december(), shop.put("both.zip", zipOf({ "jan.csv": month("2021-01-04"), "feb.csv": month("2021-02-01"), "readme.txt": "hello\n" })), shop.put("qqq.csv", month("2021-01-05", "QQQ"))];

  test("rows spilled to disk give the same dataset", async () => {
    const whole = join(shop.root, "whole");
    const { notes } = await importChains({ files: many(), out: whole });
    expect(notes[notes.length - 1]).toContain("both.zip/readme.txt: passed over");
    await importChains({ files: many(), out, spillRows: 3 });
    expect(contents(out)).toEqual({ ...contents(whole), name: "out" });
    expect(readdirSync(shop.root).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("stopped after any spill and run again, it goes on and ends with the same dataset", async () => {
    const whole = join(shop.root, "whole");
    await importChains({ files: many(), out: whole });
    for (const spillRows of [1, 4, 7]) {
      const target = join(shop.root, `out${spillRows}`);
      await untilDone({ files: many(), out: target, spillRows });
      expect(contents(target)).toEqual({ ...contents(whole), name: `out${spillRows}` });
    }
  });

  /** Aborts each attempt at its second report of progress until one comes through. */
  async function untilDone(options: ImportOptions): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const controller = new AbortController();
      let calls = 0;
      const onProgress = () => (++calls > 2 + attempt ? controller.abort() : undefined);
      const done = await importChains({ ...options, onProgress, signal: controller.signal }).then(() => true, (error: { kind?: string }) => {
        expect(error.kind).toBe("cancelled");
        return false;
      });
      if (done) return;
    }
    throw new Error("never finished");
  }

  test("another way of reading does not go on from what was staged", async () => {
    const controller = new AbortController();
    await expect(importChains({ files: many(), out, spillRows: 2, signal: controller.signal, onProgress: ({ phase }) => phase === "build" && controller.abort() })).rejects.toMatchObject({ kind: "cancelled" });
    const report = await importChains({ files: many(), out, symbols: ["QQQ"] });
    expect(report.resumed).toBe(false);
    expect(report.fate).toMatchObject({ kept: 8, quarantined: { other_underlying: 24 } });
  });
});

test("an interrupted import is not mixed with another one", async () => {
  const controller = new AbortController();
  await expect(importChains({ files: [january(), december()], out, signal: controller.signal, onProgress: ({ phase, what }) => phase === "check" && what === "dec.csv" && controller.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  await expect(importChains({ files: [february()], out })).rejects.toThrow("an interrupted import of jan.csv is not finished; name jan.csv again to go on, or --restart to forget it");
  const { fate, resumed } = await importChains({ files: [february()], out, restart: true });
  expect([fate.read, resumed]).toEqual([8, false]);
});

describe("an import killed at any point", () => {
  test("leaves the old dataset or the new one, and runs again", async () => {
    await importChains({ files: [january()], out });
    const old = chains(out);
    const whole = join(shop.root, "whole");
    await importChains({ files: [january(), february()], out: whole });
    const files = [february()];
    let killed = 0;
    for (let delay = 120; delay <= 1000; delay += 110) {
      const child = spawn(process.execPath, ["dist/cli.js", "data", "import", ...files, "--out", out, "--quiet"], { stdio: "ignore" });
      const timer = setTimeout(() => child.kill("SIGKILL"), delay);
      const signal = await new Promise((resolve) => child.on("exit", (_, s) => resolve(s)));
      clearTimeout(timer);
      if (signal === "SIGKILL") killed++;
      expect([old, chains(whole)]).toContainEqual(chains(out));
      expect((await verifyDataset(out)).problems.filter((p) => !p.includes("leftover"))).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0);
    await importChains({ files, out });
    expect(chains(out)).toEqual(chains(whole));
    expect(existsSync(join(shop.root, ".out.import"))).toBe(false);
  });
});

test("column maps go by path or by the name of a shipped one", async () => {
  expect(await loadMap("tidy-chain")).toEqual({ where: "tidy-chain", yaml: readFileSync("config/imports/tidy-chain.yaml", "utf8") });
  expect((await loadMap("config/imports/tidy-chain.yaml")).yaml).toBe(readFileSync("config/imports/tidy-chain.yaml", "utf8"));
  await expect(loadMap("tidy-chian")).rejects.toThrow("map = tidy-chian: is neither a file nor a map of config/imports; did you mean tidy-chain?");
});

test("patterns and folders stand for the files in them, by name", async () => {
  const [a, b] = [shop.put("a_2.csv", "x"), shop.put("a_1.csv", "x")];
  shop.put(".hidden.csv", "x");
  expect(await expandFiles([join(shop.root, "a_*.csv")])).toEqual([b, a]);
  expect(await expandFiles([shop.root, a])).toEqual([b, a]);
  await expect(expandFiles([join(shop.root, "z*.csv")])).rejects.toThrow("matches no file");
  await expect(expandFiles([join(shop.root, "no.csv")])).rejects.toThrow("does not exist");
});

test("each year has its own account, and adding to it adds up", async () => {
  const years = async (): Promise<unknown> => {
    const { symbols } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { symbols: { partitions: { year: number; fate: unknown }[] }[] };
    return symbols[0].partitions.map(({ year, fate }) => [year, fate]);
  };
  const none = { kept: 1, repaired: 0, repairs: {} };
  await importChains({ files: [shop.put("a.csv", csv(line({ day: "2020-12-30" }), line({ day: "2020-12-29", bid: -1 }), line(), line()))], out });
  expect(await years()).toEqual([[2020, { ...none, read: 2, quarantined: { negative_quote: 1 } }], [2021, { ...none, read: 2, quarantined: { duplicate_key: 1 } }]]);
  await importChains({ files: [shop.put("b.csv", csv(line(), line({ strike: 300, delta: 0.2 }), line({ ask: "x" })))], out });
  expect(await years()).toEqual([
    [2020, { ...none, read: 2, quarantined: { negative_quote: 1 } }],
    [2021, { read: 5, kept: 1, repaired: 1, repairs: { delta_sign_derived: 1 }, quarantined: { duplicate_key: 2, unparseable_ask: 1 } }],
  ]);
  expect((await verifyDataset(out)).problems).toEqual([]);
});

test("--quarantine sets aside what fails the checks named, and nothing that was stored before", async () => {
  const crossed = (strike: number) => line({ strike, bid: 3, ask: 2 });
  await importChains({ files: [shop.put("a.csv", csv(line(), crossed(340)))], out });
  const { fate } = await importChains({ files: [shop.put("b.csv", csv(line({ strike: 345 }), crossed(355)))], out, quarantine: ["crossed"] });
  expect(fate).toMatchObject({ read: 2, kept: 1, quarantined: { quality_crossed: 1 } });
  expect((await verifyDataset(out)).problems).toEqual([]);
  await expect(importChains({ files: [join(shop.root, "a.csv")], out, quarantine: ["odd"] })).rejects.toThrow("check = odd: is not a quality check; known: ");
});
