// study.json: the result as data, with what it takes to run the study again.
import { ABI_VERSION } from "../../assembly/abi";
import { rawConfig } from "../config";
import { toArrow, toCsv } from "../results/encode";
import { sha256 } from "../results/hash";
import { filesRead } from "../results/record";
import type { Manifest } from "../store/manifest";
import { VERSION } from "../version";
import type { StudyResult } from "./run";
import { validatedYaml } from "./validated";

export const STUDY_RECORD_VERSION = 1;
export const STUDY_FILE = "study.json";

export interface StudyContext {
  /** The dataset as the config names it. */
  path: string;
  manifest: Manifest;
  /** SHA-256 of core.wasm. */
  core: string;
}

/** Keys that say where and how to show a result, not what it is. */
const PRESENTATION = ["out", "export_trades", "json", "quiet", "break_even", "data"];

/** The result as JSON holds it. */
export function studyRecord(result: StudyResult, { path, manifest, core }: StudyContext): Record<string, unknown> {
  const { definition, base, market, range, inference, configs, evaluations, leftOut, findings, figures, validated, tables, plots } = result;
  return {
    study_record: STUDY_RECORD_VERSION,
    mahler: { version: VERSION, abi: ABI_VERSION, core },
    definition, config: Object.fromEntries(Object.entries(rawConfig(base)).filter(([key]) => !PRESENTATION.includes(key))),
    data: { path, name: market.name, origin: market.origin, parameters: manifest.parameters, files: Object.fromEntries(filesRead(manifest, base.ticker).map((file) => [file.name, file.sha256])) },
    range, inference, configs, evaluations, left_out: leftOut, findings, figures, validated,
    tables: tables.map(({ id, title, note, brief, columns }) => ({ id, title, note: note ?? null, brief: brief ?? null, rows: columns[0]?.cells.length ?? 0, columns: columns.map(({ name, type, unit }) => ({ name, type, unit })) })),
    plots,
  };
}

/** Eight hex digits that stand for the study: what it was told and what it read. */
export async function studyHash(record: Record<string, unknown>): Promise<string> {
  const { mahler, definition, config, data, inference } = record as { mahler: { core: string }; data: { files: unknown } } & Record<string, unknown>;
  return (await sha256(JSON.stringify([mahler.core, definition, config, data.files, inference]))).slice(0, 8);
}

/** The files of a result that need no report: record, tables, validated parameters. The bytes depend on the result alone. */
export function studyFiles(result: StudyResult, record: Record<string, unknown>): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array | string> = { [STUDY_FILE]: `${JSON.stringify(record, null, 1)}\n`, "validated.yaml": validatedText(result) };
  for (const { id, columns } of result.tables) {
    files[`${id}.csv`] = toCsv(columns);
    files[`${id}.arrow`] = toArrow(columns, id);
  }
  return files;
}

function validatedText({ definition, start, base, market, range, validated }: StudyResult): string {
  return validatedYaml({ study: definition.name, question: definition.question, data: `${market.name} (${market.origin}), ${base.ticker.join(", ")}, ${range.start} … ${range.end}`, start, conditions: definition.conditions, keys: validated });
}
