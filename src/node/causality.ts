// causality.json: what was asked of the look-ahead detector, on which data, and what it found.
import { join } from "node:path";
import { ABI_VERSION } from "../../assembly/abi";
import type { Verdict } from "../causality";
import { CAUSALITY_FILE, CAUSALITY_RECORD_VERSION } from "../causality/read";
import { rawConfig } from "../config";
import type { Config } from "../config";
import { configError } from "../errors";
import { sha256 } from "../results/hash";
import { filesRead } from "../results/record";
import type { Manifest } from "../store/manifest";
import { isoDate } from "../units";
import { VERSION } from "../version";
import { exists, replaceFolder, writeDurably } from "./files";

export interface CausalityContext {
  config: Config;
  /** The dataset as the config names it. */
  path: string;
  manifest: Manifest;
  /** SHA-256 of core.wasm. */
  core: string;
  /** Options of the detector. */
  asked: { points: number; seed: number; days: readonly number[] | null; probes: readonly string[] };
}

/** Keys that say where and how to show a run, not what it is. */
const PRESENTATION = ["out", "export_trades", "json", "quiet"];

/** The record as plain data, days as dates. */
export function causalityRecord(verdict: Verdict, { config, path, manifest, core, asked }: CausalityContext): Record<string, unknown> {
  const date = (day: number | null): string | null => (day === null ? null : isoDate(day));
  return {
    causality: CAUSALITY_RECORD_VERSION,
    mahler: { version: VERSION, abi: ABI_VERSION, core },
    config: Object.fromEntries(Object.entries(rawConfig(config)).filter(([key]) => !PRESENTATION.includes(key))),
    data: { path, name: manifest.name, origin: manifest.origin, files: Object.fromEntries(filesRead(manifest, config.ticker).map((file) => [file.name, file.sha256])) },
    asked: { ...asked, days: asked.days?.map(date) ?? null },
    clean: verdict.clean,
    sessions: { first: date(verdict.sessions.first), last: date(verdict.sessions.last), count: verdict.sessions.count },
    probes: verdict.probes.map(({ probe, points, compared, leak }) => ({
      probe, compared, points: points.map((point) => ({ ...point, day: date(point.day) })),
      leak: leak && {
        point: { ...leak.point, day: date(leak.point.day) },
        differences: leak.differences.map((difference) => ({ ...difference, day: date(difference.day) })),
        culprits: leak.culprits.map((culprit) => ({ ...culprit, earliest: date(culprit.earliest), latest: date(culprit.latest) })),
      },
    })),
  };
}

/** Eight hex digits that stand for what was asked, of what, on which data. */
export const causalityName = async ({ mahler, config, data, asked }: Record<string, unknown>): Promise<string> => (await sha256(JSON.stringify([(mahler as { core: string }).core, config, (data as { files: object }).files, asked]))).slice(0, 8);

/** Writes the record into `folder`, replacing an earlier one there; refuses a folder that holds something else. */
export async function writeCausality(folder: string, record: object, signal?: AbortSignal): Promise<void> {
  if ((await exists(folder)) && !(await exists(join(folder, CAUSALITY_FILE)))) {
    throw configError(`out = ${folder}`, "exists and does not hold a causality test", "choose another folder, or remove it first");
  }
  await replaceFolder(folder, (fresh) => writeDurably(join(fresh, CAUSALITY_FILE), new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`)), signal);
}
