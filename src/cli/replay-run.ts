import { join } from "node:path";
import { resolveConfig } from "../config";
import { dataError } from "../errors";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { hashFile } from "../node/hash";
import { readRecord } from "../node/results";
import { bitsOf, filesRead } from "../results/record";
import type { Bits, RunRecord } from "../results/record";
import { rerun } from "../run/execute";
import { readDataset, readManifest } from "../store/read";
import { VERSION } from "../version";
import { checkpoint } from "./interrupt";

export interface ReplayOptions {
  /** Dataset folder, when it has moved. */
  data?: string;
  json?: boolean;
  quiet?: boolean;
}

/** Runs the record again and prints the comparison; exit code 1 when a table differs. Throws a data error when the data are not the run's. */
export async function replay(run: string, options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const record = await readRecord(run);
  const config = resolveConfig([{ file: "run.json", values: record.config }]);
  const path = options.data ?? record.data.path;
  await checkData(path, record, config.ticker);
  const core = await loadCore();
  const market = await readDataset(directorySource(path), core.arena, { symbols: [...config.ticker] });
  await checkpoint(signal);
  const bits = await bitsOf(rerun(core, market, config));
  const different = (Object.keys(bits) as (keyof Bits)[]).filter((table) => bits[table] !== record.bits[table]);
  const ownCore = await coreHash();
  if (different.length) process.exitCode = 1;
  if (options.json) process.stdout.write(`${JSON.stringify({ equal: different.length === 0, different, recorded: record.bits, replayed: bits, sameCore: ownCore === record.mahler.core })}\n`);
  else if (!options.quiet) process.stdout.write(describe(run, record, different, ownCore));
}

/** Throws a data error naming the first file that is not the one the run read. */
async function checkData(path: string, record: RunRecord, symbols: readonly string[]): Promise<void> {
  const now = filesRead(await readManifest(directorySource(path)), symbols).map((file) => file.name);
  for (const [name, expected] of Object.entries(record.data.files)) {
    if (!now.includes(name) || (await hashFile(join(path, name))) !== expected) {
      throw dataError(join(path, name), "is not the file that the run read", "restore the dataset, or name its folder with --data");
    }
  }
  const added = now.find((name) => !(name in record.data.files));
  if (added !== undefined) throw dataError(join(path, added), "was not there when the run was made", "restore the dataset, or name its folder with --data");
}

function describe(run: string, { mahler }: RunRecord, different: readonly string[], core: string): string {
  const build = core === mahler.core ? "the same core" : `another core than version ${mahler.version}'s (this is ${VERSION})`;
  if (different.length === 0) return `${run}: equal bit for bit (trades, equity, funnel), with ${build}\n`;
  return `${run}: ${different.join(", ")} differ, with ${build}\n`;
}
