// Import at scale: a generated file through `mahler data import`, CSV and Parquet, beside DuckDB reading and copying the same file.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DuckDBInstance } from "@duckdb/node-api";
import { Arena } from "../src/core/memory";
import { directorySource } from "../src/node/files";
import { importChains } from "../src/node/import";
import { storedFiles } from "../src/store/manifest";
import { readDataset } from "../src/store/read";
import { writeChainFile } from "./chainFile";

export interface ImportFigures {
  name: string;
  rows: number;
  megabytes: number;
  seconds: number;
  /** CPU seconds of all threads. */
  cpu: number;
  /** Largest resident memory of the process seen while it ran, MiB. */
  memory: number;
}

/** Measures everything for a file of about `rows` rows in a temporary folder. */
export async function importBench(rows: number): Promise<{ figures: ImportFigures[]; bytesPerRow: number; loadSeconds: number; loadBytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "mahler-bench-"));
  const at = (name: string): string => join(folder, name);
  try {
    const count = writeChainFile(at("chains.csv"), rows);
    const figures: ImportFigures[] = [];
    const measure = async (name: string, file: string, work: () => Promise<unknown>): Promise<void> => {
      const watch = memoryWatch();
      const cpu = process.cpuUsage();
      const began = performance.now();
      await work();
      const { user, system } = process.cpuUsage(cpu);
      figures.push({ name, rows: count, megabytes: statSync(at(file)).size / 1e6, seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, memory: await watch() });
    };
    const sql = (text: string) => async (): Promise<void> => {
      const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
      const db = await instance.connect();
      await db.run(text);
      db.closeSync();
      instance.closeSync();
    };
    await measure("DuckDB COPY csv to parquet", "chains.csv", sql(`COPY (SELECT * REPLACE (CAST(expiration AS VARCHAR) AS expiration, CAST("date" AS VARCHAR) AS "date") FROM read_csv('${at("chains.csv")}')) TO '${at("chains.parquet")}' (COMPRESSION zstd)`));
    await measure("DuckDB scan of the csv", "chains.csv", sql(`SELECT count(*), sum(bid), sum(ask), sum(strike), sum(implied_volatility), sum(delta), sum(volume), sum(open_interest), max(contract_id), max(expiration), max("date") FROM read_csv('${at("chains.csv")}')`));
    await measure("mahler data import csv", "chains.csv", () => importChains({ files: [at("chains.csv")], out: at("csv") }));
    await measure("DuckDB COPY parquet to parquet", "chains.parquet", sql(`COPY (SELECT * FROM '${at("chains.parquet")}') TO '${at("again.parquet")}' (COMPRESSION zstd)`));
    await measure("mahler data import parquet", "chains.parquet", () => importChains({ files: [at("chains.parquet")], out: at("parquet") }));
    const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
    const began = performance.now();
    await readDataset(directorySource(at("csv")), arena);
    const loadSeconds = (performance.now() - began) / 1000;
    const { parseManifest } = await import("../src/store/manifest");
    const manifest = parseManifest(await directorySource(at("csv")).text("manifest.json"), "csv");
    const loadBytes = storedFiles(manifest).reduce((sum, file) => sum + file.bytes, 0);
    return { figures, bytesPerRow: loadBytes / manifest.symbols[0].rows, loadSeconds, loadBytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Samples the process' resident memory from another thread until called. */
function memoryWatch(): () => Promise<number> {
  const worker = new Worker("const { parentPort } = require('node:worker_threads'); let most = 0; const look = () => { most = Math.max(most, process.memoryUsage.rss()); }; setInterval(look, 50); parentPort.on('message', () => { look(); parentPort.postMessage(most); });", { eval: true });
  return () => new Promise((resolve) => {
    worker.once("message", (most: number) => void worker.terminate().then(() => resolve(most / 2 ** 20)));
    worker.postMessage(null);
  });
}
