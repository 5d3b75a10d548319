// run.json: everything it takes to run a backtest again and to see that the bits are the same.
import { z } from "../zod";
import { ABI_VERSION } from "../../assembly/abi";
import { rawConfig } from "../config";
import { configError, dataError } from "../errors";
import { ORIGINS } from "../market/types";
import type { RunOutput } from "../engine/types";
import type { Execution } from "./execution";
import { symbolFiles } from "../store/manifest";
import type { Manifest, StoredFile } from "../store/manifest";
import { bytesOf, sha256 } from "./hash";
import { VERSION } from "../version";

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const RECORD_VERSION = 2;

const recordSchema = z.object({
  record: z.literal(RECORD_VERSION),
  mahler: z.object({ version: z.string(), abi: z.number(), core: hash }),
  config: z.record(z.string(), z.unknown()),
  range: z.object({ start: z.string(), end: z.string() }),
  data: z.object({
    path: z.string(),
    name: z.string(),
    origin: z.enum(ORIGINS),
    /** What the dataset was made with, e.g. a generator's seed. */
    parameters: z.record(z.string(), z.unknown()),
    /** SHA-256 of each file the run read. */
    files: z.record(z.string(), hash),
  }),
  snapshotBars: z.array(z.string()),
  /** SHA-256 of the raw records of assembly/abi.ts. */
  bits: z.object({ trades: hash, equity: hash, funnel: hash }),
});

export type RunRecord = z.infer<typeof recordSchema>;
export type Bits = RunRecord["bits"];

/** Hashes of a run's raw records. */
export async function bitsOf({ trades, equity, funnel }: RunOutput): Promise<Bits> {
  return { trades: await sha256(bytesOf(trades)), equity: await sha256(bytesOf(equity)), funnel: await sha256(funnel) };
}

/** Files of the manifest that a run over `symbols` reads. */
export function filesRead(manifest: Pick<Manifest, "symbols" | "curves">, symbols: readonly string[]): StoredFile[] {
  const tables = manifest.symbols.filter((entry) => symbols.includes(entry.info.symbol)).flatMap(symbolFiles);
  return [...tables, ...[manifest.curves.vix, manifest.curves.rate].flatMap((curve) => (curve ? [curve.file] : []))];
}

export interface RecordContext {
  /** The dataset as the config names it. */
  path: string;
  manifest: Pick<Manifest, "name" | "origin" | "parameters" | "symbols" | "curves">;
  /** Files that were read, where they are not the manifest's. */
  files?: readonly Pick<StoredFile, "name" | "sha256">[];
  /** SHA-256 of core.wasm. */
  core: string;
}

/** Keys that say where and how to show a run, not what it is: left out, so that equal runs have equal records. */
const PRESENTATION = ["out", "export_trades", "json", "quiet"];

export async function runRecord(execution: Execution, { path, manifest, files, core }: RecordContext): Promise<RunRecord> {
  return {
    record: RECORD_VERSION,
    mahler: { version: VERSION, abi: ABI_VERSION, core },
    config: Object.fromEntries(Object.entries(rawConfig(execution.config)).filter(([key]) => !PRESENTATION.includes(key))),
    range: execution.range,
    data: {
      path, name: manifest.name, origin: manifest.origin, parameters: manifest.parameters,
      files: Object.fromEntries((files ?? filesRead(manifest, execution.config.ticker)).map((file) => [file.name, file.sha256])),
    },
    snapshotBars: execution.snapshotBars,
    bits: await bitsOf(execution.output),
  };
}

/** Reads run.json. Throws data errors for text that is none, config errors for one of another version. */
export function parseRecord(text: string, where: string): RunRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw dataError(where, "is not JSON", "name a folder that mahler backtest wrote");
  }
  if ((json as { imported?: unknown } | null)?.imported !== undefined) throw configError(where, "is an imported log, not a run", "set it beside a run with mahler compare; it holds no config to run");
  const version = (json as { record?: unknown } | null)?.record;
  if (typeof version === "number" && version !== RECORD_VERSION) throw configError(`${where} record = ${version}`, `this build reads ${RECORD_VERSION}`, "replay it with the version that wrote it");
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw dataError(`${where} ${issue.path.join(".")}`, issue.message, "name a folder that mahler backtest wrote");
}

/** Eight hex digits that stand for the run: what it was told and what it read. */
export const runName = async ({ mahler, config, data }: RunRecord): Promise<string> => (await sha256(JSON.stringify([mahler.core, config, data.files]))).slice(0, 8);
