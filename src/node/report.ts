// mahler report: a result folder → one HTML file. What a folder holds is told by its record.
import { basename, dirname, join, resolve } from "node:path";
import { configError, MahlerError } from "../errors";
import { CAUSALITY_FILE } from "../causality/read";
import { LAYERS_FILE } from "../layers/record";
import { OVERFIT_FILE } from "../overfit";
import { RECORD_FILE, REPORT_FILE } from "../results/files";
import { SWEEP_FILE } from "../results/sweepRecord";
import { STUDY_FILE } from "../study/record";
import { WALK_FORWARD_FILE } from "../walkforward/files";
import { exists, ioError, replaceFile } from "./files";

/** What a page may be told; every kind of folder knows some of it. */
export interface ReportOptions {
  /** Metric by which the configs of a sweep are ranked. */
  metric?: string;
}

/** Makes the page of a folder from its files alone; `document` draws the charts. */
type PageOf = (folder: string, document: Document, options: ReportOptions) => Promise<string>;

interface ReportKind {
  /** The command that writes such folders. */
  command: string;
  /** The file by which they are known. */
  record: string;
  /** Options that its page knows. */
  knows?: readonly (keyof ReportOptions)[];
  /** Loads its page, and with it the charts. */
  load(): Promise<{ page: PageOf }>;
}

const KINDS: readonly ReportKind[] = [
  { command: "backtest", record: RECORD_FILE, load: () => import("./reports/backtest") },
  { command: "sweep", record: SWEEP_FILE, knows: ["metric"], load: () => import("./reports/sweep") },
  { command: "layers", record: LAYERS_FILE, load: () => import("./reports/layers") },
  { command: "walk-forward", record: WALK_FORWARD_FILE, load: () => import("./reports/walkForward") },
  { command: "overfit", record: OVERFIT_FILE, load: () => import("./reports/overfit") },
  { command: "study", record: STUDY_FILE, load: () => import("./reports/study") },
  { command: "causality", record: CAUSALITY_FILE, load: () => import("./reports/causality") },
];

/** Writes the page of a result folder to `file` (default: report.html in the folder), aside and then renamed; returns where and how large. Throws config, io and data errors. */
export async function writeReport(folder: string, file = join(folder, REPORT_FILE), options: ReportOptions = {}): Promise<{ file: string; bytes: number }> {
  const { load, command, knows } = await kindOf(folder);
  for (const [name, value] of Object.entries(options)) if (value !== undefined && !knows?.includes(name as keyof ReportOptions)) throw configError(`--${name} = ${value}`, `means nothing for what mahler ${command} wrote (${folder})`, "leave it out");
  const [{ page }, { headlessDocument }] = await Promise.all([load(), import("../report/html/headless")]);
  return writePage(file, await page(folder, headlessDocument(), options));
}

/** Writes the page that compares runs and imported logs to `file` (default: compare-A-B.html beside the first). Throws config, io and data errors. */
export async function writeComparison(folders: readonly string[], file = join(dirname(folders[0]), `compare-${folders.map((folder) => basename(resolve(folder))).join("-")}.html`)): Promise<{ file: string; bytes: number }> {
  const [{ page }, { headlessDocument }] = await Promise.all([import("./reports/compare"), import("../report/html/headless")]);
  return writePage(file, await page(folders, headlessDocument()));
}

async function writePage(file: string, text: string): Promise<{ file: string; bytes: number }> {
  const bytes = new TextEncoder().encode(text);
  await replaceFile(resolve(file), bytes).catch((cause: unknown) => {
    throw ioError(file, cause);
  });
  return { file, bytes: bytes.length };
}

async function kindOf(folder: string): Promise<ReportKind> {
  if (!(await exists(folder))) throw new MahlerError("io", folder, "does not exist", "name a folder that a mahler command wrote");
  for (const kind of KINDS) if (await exists(join(folder, kind.record))) return kind;
  throw new MahlerError("io", folder, `holds none of ${KINDS.map(({ record }) => record).join(", ")}`, `name a folder that mahler ${KINDS.map(({ command }) => command).join(", ")} wrote`);
}
