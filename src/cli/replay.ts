import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { resolveConfig } from "../config";
import { dataError } from "../errors";
import { coreHash, loadCore } from "../node/core";
import { directorySource, ioError } from "../node/files";
import { readRecord } from "../node/results";
import { bitsOf, filesRead } from "../results/record";
import type { Bits, RunRecord } from "../results/record";
import { rerun } from "../run/execute";
import { loadMarket } from "../run/load";
import { readManifest } from "../store/read";
import { VERSION } from "../version";
import { checkpoint, interruptible } from "./interrupt";

/** `mahler replay RUN`: runs a record again and compares the bits. Exit code 0 = equal, 1 = different. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("run a recorded backtest again and compare trades, equity and funnel bit for bit")
    .argument("<run>", "folder that mahler backtest wrote")
    .option("--data <folder>", "dataset folder, when it has moved since")
    .option("--json", "print the comparison as JSON")
    .option("--quiet", "print nothing; the exit code says it")
    .addHelpText("after", "\nExamples:\n  mahler replay out/main-1a2b3c4d\n  mahler replay out/main-1a2b3c4d --data /archive/embedded && echo same")
    .action((run: string, options: { data?: string; json?: boolean; quiet?: boolean }) => interruptible((signal) => replay(run, options, signal)));
}

async function replay(run: string, options: { data?: string; json?: boolean; quiet?: boolean }, signal: AbortSignal): Promise<void> {
  const record = await readRecord(run);
  const config = resolveConfig([{ file: "run.json", values: record.config }]);
  const path = options.data ?? record.data.path;
  await checkData(path, record, config.ticker);
  const core = await loadCore();
  const market = await loadMarket(core, directorySource(path), config.ticker);
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

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw ioError(file, cause);
  }
  return hash.digest("hex");
}

function describe(run: string, { mahler }: RunRecord, different: readonly string[], core: string): string {
  const build = core === mahler.core ? "the same core" : `another core than version ${mahler.version}'s (this is ${VERSION})`;
  if (different.length === 0) return `${run}: equal bit for bit (trades, equity, funnel), with ${build}\n`;
  return `${run}: ${different.join(", ")} differ, with ${build}\n`;
}
