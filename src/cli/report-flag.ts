// --report, the same on every command that writes a result folder.
import { Option } from "commander";
import { configError } from "../errors";
import type { ReportOptions } from "../node/report";

export interface ReportFlag {
  /** true = report.html in the result folder. */
  report?: string | true;
}

/** `--report [file.html]`. */
export const reportOption = (): Option =>
  new Option("--report [file.html]", "Make a page of the result too, as mahler report does: report.html in the result folder when no file is named.").helpGroup("Output:").argParser((file: string) => {
    // An optional value would swallow the name that follows it.
    if (!/\.html?$/i.test(file)) throw configError(`--report ${file}`, "does not end in .html", "name an HTML file, or put --report last for report.html in the result folder");
    return file;
  });

/** Writes the page of a result folder when it was asked for; where, or null. The charts are loaded here. */
export async function reportOf(folder: string, { report }: ReportFlag, options?: ReportOptions): Promise<string | null> {
  if (report === undefined) return null;
  const { writeReport } = await import("../node/report");
  return (await writeReport(folder, report === true ? undefined : report, options)).file;
}
