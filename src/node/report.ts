// mahler report: a result folder → one HTML file. What a folder holds is told by its record.
import { join, resolve } from "node:path";
import { MahlerError } from "../errors";
import { RECORD_FILE } from "../results/files";
import { exists, ioError, replaceFile } from "./files";

/** Name of the page inside a result folder. */
export const REPORT_FILE = "report.html";

/** Makes the page of a folder from its files alone; `document` draws the charts. */
type PageOf = (folder: string, document: Document) => Promise<string>;

interface ReportKind {
  /** The command that writes such folders. */
  command: string;
  /** The file by which they are known. */
  record: string;
  /** Loads its page, and with it the charts. */
  load(): Promise<{ page: PageOf }>;
}

const KINDS: readonly ReportKind[] = [{ command: "backtest", record: RECORD_FILE, load: () => import("./reports/backtest") }];

/** Writes the page of a result folder to `file` (default: report.html in the folder), aside and then renamed; returns where and how large. Throws io and data errors. */
export async function writeReport(folder: string, file = join(folder, REPORT_FILE)): Promise<{ file: string; bytes: number }> {
  const { load } = await kindOf(folder);
  const [{ page }, { headlessDocument }] = await Promise.all([load(), import("../report/html/headless")]);
  const bytes = new TextEncoder().encode(await page(folder, headlessDocument()));
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
