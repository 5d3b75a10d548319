import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config";
import { loadCore } from "../../src/node/core";
import { directorySource } from "../../src/node/files";
import { packageRoot } from "../../src/node/package";
import { synthDataset, SYNTH_GENERATOR, type SynthRequest } from "../../src/node/synth";
import { verifyDataset } from "../../src/node/verify";
import { terminalReport } from "../../src/report/terminal";
import { execute } from "../../src/run/execute";
import { readDataset } from "../../src/store/read";
import { dayNumber, isoDate } from "../../src/units";
import type { Bars, Curve } from "../../src/market/types";
import { madeBars, madeIndex } from "../synth/fixture";

const root = mkdtempSync(join(tmpdir(), "mahler-synth-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const barsCsv = (b: Bars): string => `date,open,high,low,close,adj_close,volume,dividend\n${[...b.day].map((d, i) => [isoDate(d), ...[b.open, b.high, b.low, b.close].map((c) => c[i] / 10_000), 0, b.volume[i], b.dividend[i] / 10_000].join(",")).join("\n")}\n`;
const indexCsv = ({ day, value }: Curve): string => `date,close\n${[...day].map((d, i) => `${isoDate(d)},${value[i]}`).join("\n")}\n`;

let request: SynthRequest;
beforeAll(() => {
  const spy = madeBars(270);
  request = {
    out: join(root, "market"), bars: { SPY: put("SPY.csv", barsCsv(spy)), QQQ: put("QQQ.csv", barsCsv(madeBars(170, 1.25, 0.4))) }, vol: { SPY: put("VIX.csv", indexCsv(madeIndex(spy))) },
    from: dayNumber(2018, 10, 1), to: dayNumber(2018, 11, 9), options: { maxDte: 40 },
  };
});
const bytesOf = (dir: string): Buffer => Buffer.concat(readdirSync(dir, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && e.name !== "manifest.json").map((e) => join(e.parentPath, e.name)).sort().map((file) => readFileSync(file)));

describe("a dataset of synthetic quotes on real bars", () => {
  it("is sound, names its files, and every report on it says what it is", async () => {
    const { manifest, notes } = await synthDataset({ ...request, workers: 0 });
    expect(manifest).toMatchObject({ origin: "synthetic-quotes", createdBy: { name: SYNTH_GENERATOR }, parameters: { from: "2018-10-01", seed: 1 } });
    expect(manifest.symbols[0].bars.provenance.sources[0]).toMatchObject({ file: "SPY.csv" });
    expect(notes).toEqual([{ symbol: "SPY", sessions: 30, proxied: 0, carried: 0 }, { symbol: "QQQ", sessions: 30, proxied: 30, carried: 0 }]);
    expect(await verifyDataset(request.out)).toMatchObject({ ok: true, problems: [] });
    const core = await loadCore();
    const market = await readDataset(directorySource(request.out), core.arena);
    const execution = execute(core, market, resolveConfig([{ file: null, values: { ticker: ["SPY", "QQQ"] } }]));
    expect(terminalReport(execution, { columns: 90, colour: false, folder: null })).toContain("SYNTHETIC QUOTES ON REAL BARS");
  });

  it("S.17: has the same bytes with any number of threads (built by npm run build)", async () => {
    const workerScript = join(packageRoot(), "dist", "quote-worker.js");
    for (const workers of [1, 2]) {
      const out = join(root, `threads-${workers}`);
      await synthDataset({ ...request, out, workers, workerScript });
      expect(bytesOf(out).equals(bytesOf(request.out))).toBe(true);
    }
  });

  it("an error in a thread is that error", async () => {
    const workerScript = join(packageRoot(), "dist", "quote-worker.js");
    await expect(synthDataset({ ...request, out: join(root, "no"), from: dayNumber(2024, 1, 2), to: undefined, workers: 2, workerScript })).rejects.toMatchObject({ kind: "data", problem: "no session has both a bar and a volatility index in the range asked for" });
  });

  it("stopped, it leaves the folder as it was and nothing beside it", async () => {
    const before = bytesOf(request.out);
    const names = readdirSync(root);
    const abort = new AbortController();
    await expect(synthDataset({ ...request, workers: 0, options: { seed: 5 }, signal: abort.signal, onProgress: ({ done }) => { if (done > 3) abort.abort(); } })).rejects.toMatchObject({ kind: "cancelled" });
    expect(bytesOf(request.out).equals(before)).toBe(true);
    expect(readdirSync(root)).toEqual(names);
  });

  it("refuses files that do not fit together", async () => {
    await expect(synthDataset({ ...request, vol: {} })).rejects.toThrow("vol = SPY: is missing; the first symbol needs a volatility index of its own");
    await expect(synthDataset({ ...request, vol: { ...request.vol, IWM: "x" } })).rejects.toThrow("vol = IWM: has no bars");
  });
});
