// layers.json: everything that was found, and what it takes to find it again.
import { ABI_VERSION } from "../../assembly/abi";
import { rawConfig } from "../config";
import { sha256 } from "../results/hash";
import { filesRead } from "../results/record";
import type { Manifest } from "../store/manifest";
import { VERSION } from "../version";
import { identityOf } from "./plan";
import type { LayersResult } from "./result";

export const LAYERS_FILE = "layers.json";
export const EQUITY_FILE = "equity.csv";
export const LAYERS_RECORD_VERSION = 1;

export interface LayersContext {
  /** The dataset as the config names it. */
  path: string;
  manifest: Manifest;
  /** SHA-256 of core.wasm. */
  core: string;
}

/** Keys that say where and how to show a run. */
const PRESENTATION = ["out", "export_trades", "json", "quiet", "break_even"];

/** The result as plain data; `lines` are the verdicts in words, by layer. Figures that are not numbers are null. */
export function layersRecord(result: LayersResult, lines: Readonly<Record<string, string>>, { path, manifest, core }: LayersContext): object {
  const { market, range, layers, runs, pairs, verdicts, judge } = result;
  return {
    record: LAYERS_RECORD_VERSION,
    mahler: { version: VERSION, abi: ABI_VERSION, core },
    data: { path, name: market.name, origin: market.origin, parameters: manifest.parameters, files: Object.fromEntries(filesRead(manifest, runs[0].request.config.ticker).map((file) => [file.name, file.sha256])) },
    range, judge, layers,
    verdicts: verdicts.map((verdict) => ({ ...verdict, line: lines[verdict.layer] })),
    config: Object.fromEntries(Object.entries(rawConfig(runs[0].request.config)).filter(([key]) => !PRESENTATION.includes(key))),
    runs: runs.map(({ id, on, request, changes, metrics, starvation, stress, before }) => ({ id, on, gates: request.gates, changes, metrics, starvation, stress, before })),
    pairs: pairs.map((pair) => ({ ...pair, with: runs[pair.with].id, without: runs[pair.without].id })),
  };
}

/** equity.csv: one row per session that counts, one column per run, dollars. */
export function equityCsv({ days, runs }: LayersResult, dateOf: (day: number) => string): string {
  const head = ["date", ...runs.map(({ id }) => id)].join(",");
  const rows = Array.from(days, (day, t) => [dateOf(day), ...runs.map(({ equity }) => equity[t])].join(","));
  return `${[head, ...rows].join("\n")}\n`;
}

/** Eight hex digits that stand for the comparison: what it was told and what it read. */
export async function layersName(result: Pick<LayersResult, "runs" | "pairs" | "judge">, { manifest, core }: LayersContext): Promise<string> {
  const files = filesRead(manifest, result.runs[0].request.config.ticker).map((file) => file.sha256);
  const pairs = result.pairs.map((pair) => [pair.layer, pair.context, pair.with, pair.without]);
  return (await sha256(JSON.stringify([core, files, result.runs.map(({ request }) => identityOf(request)), pairs, result.judge]))).slice(0, 8);
}
