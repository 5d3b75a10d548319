// sweep.json: everything it takes to go on with a sweep, or to run one of its configs again.
import { z } from "zod";
import { ABI_VERSION } from "../../assembly/abi";
import { configError, dataError } from "../errors";
import { ORIGINS } from "../market/types";
import type { Manifest } from "../store/manifest";
import { VERSION } from "../version";
import { sha256 } from "./hash";
import { filesRead } from "./record";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const SWEEP_RECORD_VERSION = 2;
export const SWEEP_FILE = "sweep.json";

const schema = z.object({
  sweep_record: z.literal(SWEEP_RECORD_VERSION),
  mahler: z.object({ version: z.string(), abi: z.number(), core: hash }),
  /** The space: base config and what varies, in the form of a space file. */
  space: z.object({ config: z.record(z.string(), z.unknown()), sweep: z.record(z.string(), z.unknown()) }),
  data: z.object({ path: z.string(), name: z.string(), origin: z.enum(ORIGINS), parameters: z.record(z.string(), z.unknown()), files: z.record(z.string(), hash) }),
  /** Configs per part: where the results of a config lie depends on it. */
  chunk: z.number(),
  complete: z.boolean(),
  /** Once complete: what became of the combinations. */
  configs: z.number().nullable(),
  rejected: z.number().nullable(),
  invalid: z.number().nullable(),
});

export type SweepRecord = z.infer<typeof schema>;

export interface SweepContext {
  space: SweepRecord["space"];
  /** Underlyings of the run. */
  tickers: readonly string[];
  /** The dataset as the config names it. */
  path: string;
  manifest: Manifest;
  /** SHA-256 of core.wasm. */
  core: string;
  chunk: number;
}

/** The record of a sweep that begins. */
export function sweepRecord({ space, tickers, path, manifest, core, chunk }: SweepContext): SweepRecord {
  const files = Object.fromEntries(filesRead(manifest, tickers).map((file) => [file.name, file.sha256]));
  return {
    sweep_record: SWEEP_RECORD_VERSION, mahler: { version: VERSION, abi: ABI_VERSION, core }, space,
    data: { path, name: manifest.name, origin: manifest.origin, parameters: manifest.parameters, files },
    chunk, complete: false, configs: null, rejected: null, invalid: null,
  };
}

export const sweepRecordText = (record: SweepRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Reads sweep.json. Throws data errors for text that is none, config errors for one of another version. */
export function parseSweepRecord(text: string, where: string): SweepRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw dataError(where, "is not JSON", "name a folder that mahler sweep wrote");
  }
  const version = (json as { sweep_record?: unknown } | null)?.sweep_record;
  if (typeof version === "number" && version !== SWEEP_RECORD_VERSION) throw configError(`${where} sweep_record = ${version}`, `this build reads ${SWEEP_RECORD_VERSION}`, "use the version that wrote it");
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw dataError(`${where} ${issue.path.join(".")}`, issue.message, "name a folder that mahler sweep wrote");
}

/** Throws a config error that names the first thing in which a sweep to go on with differs from the one that began: results would not fit together. */
export function checkResumable(began: SweepRecord, now: SweepRecord, folder: string): void {
  const again = "run it anew with another --out";
  if (JSON.stringify(began.space) !== JSON.stringify(now.space)) throw configError(`${folder}: space`, "differs from the one given now", `leave the space and flags out to resume the recorded one, or ${again}`);
  if (began.mahler.core !== now.mahler.core) throw configError(`${folder}: core`, `was that of mahler ${began.mahler.version}, this is another`, `resume with that version, or ${again}`);
  if (JSON.stringify(Object.entries(began.data.files).sort()) !== JSON.stringify(Object.entries(now.data.files).sort())) throw dataError(`${folder}: data ${now.data.path}`, "are not those that the sweep read", `restore the dataset, or ${again}`);
}

/** Eight hex digits that stand for the sweep: what it was told and what it reads. */
export const sweepName = async ({ mahler, space, data }: SweepRecord): Promise<string> => (await sha256(JSON.stringify([mahler.core, space, data.files]))).slice(0, 8);
