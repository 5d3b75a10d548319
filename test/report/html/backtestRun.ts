// Runs on the tiny simulated market as their result files, and pages as text.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveConfig } from "../../../src/config";
import type { Market } from "../../../src/market/types";
import { loadCore } from "../../../src/node/core";
import { writeDataset } from "../../../src/node/write";
import { resultFiles } from "../../../src/results/files";
import type { Execution } from "../../../src/results/execution";
import { OPTIONAL_FILES, readRun, REPORT_FILES } from "../../../src/results/readRun";
import type { RecordedRun, RunFiles } from "../../../src/results/readRun";
import { runRecord } from "../../../src/results/record";
import { execute } from "../../../src/run/execute";
import { simulateMarket, TINY_SIMULATION } from "../../../src/simulate";

export type { RunFiles };

export interface Made {
  execution: Execution;
  files: RunFiles;
  run: RecordedRun;
}

/** Runs configs on the tiny market; `folder` is the name that the record goes by. */
export async function tinyRuns(): Promise<(values: Record<string, unknown>, folder?: string, origin?: Market["origin"]) => Promise<Made>> {
  const core = await loadCore();
  const market = simulateMarket(TINY_SIMULATION);
  const root = mkdtempSync(join(tmpdir(), "mahler-report-"));
  const manifest = await writeDataset(join(root, "tiny"), market, { createdBy: { name: "test", version: "1" } });
  rmSync(root, { recursive: true, force: true });
  return async (values, folder = "out/tiny", origin = "simulated") => {
    const config = resolveConfig([{ file: null, values: { ticker: "SPY,QQQ", min_credit: 3, ...values } }]);
    const execution = execute(core, { ...market, origin }, config);
    const record = await runRecord(execution, { path: "data/tiny", manifest: { ...manifest, origin }, core: "0".repeat(64) });
    const all = resultFiles(execution, record);
    const files = Object.fromEntries([...REPORT_FILES, ...OPTIONAL_FILES].map((name) => [name, typeof all[name] === "string" ? new TextEncoder().encode(all[name]) : all[name]])) as RunFiles;
    return { execution, files, run: readRun(folder, files) };
  };
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a page says, block by block; pictures by their names and descriptions, hashes by their kind. */
export function textOf(page: string): string {
  const body = page.slice(page.indexOf("<body>"))
    .replace(/<svg role="img"[^]*?<title[^>]*>([^]*?)<\/title><desc[^>]*>([^]*?)<\/desc>[^]*?<\/svg>/g, "\n[picture: $1] $2\n")
    .replace(/<svg[^]*?<\/svg>/g, "").replace(/<\/(?:td|th)>/g, " | ").replace(/<\/(?:p|h\d|li|tr|caption|dt|dd|summary|figcaption|header|pre)>|<br>/g, "\n").replace(/<[^>]+>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]);
  const lines = body.replace(/[0-9a-f]{64}/g, "<sha256>").replace(/\.[0-9a-f]{8}\.arrow/g, ".<crc>.arrow").split("\n").map((line) => line.replace(/\s+/g, " ").replace(/( \|)+ ?$/, "").trim());
  return `${lines.filter(Boolean).join("\n")}\n`;
}

/** The sections of a page as texts by their ids. */
export function sectionsOf(page: string): Record<string, string> {
  const parts = page.split('<section aria-labelledby="').slice(1);
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf('"')), textOf(`<body>${part.slice(part.indexOf(">") + 1)}`)]));
}
