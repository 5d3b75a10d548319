import { Command } from "commander";
import { configError } from "../errors";

const EXAMPLES = `
The page is one file without scripts or network: read it offline, print it, send it. Light and dark follow the reader's system.
It is made of the result files alone; the dataset is not needed.

Examples:
  mahler report out/main-1a2b3c4d                         writes out/main-1a2b3c4d/report.html
  mahler report out/main-1a2b3c4d --out main.html
  mahler report out/omega                                 an imported trade log (mahler data import-log)
  mahler report out/mahler-grid-1a2b3c4d                  a sweep: heat maps, sensitivity, plateau, Pareto front
  mahler report out/mahler-grid-1a2b3c4d --metric sortino
  mahler report out/main-1a2b3c4d out/omega               two runs compared, one of them an imported log: out/compare-main-1a2b3c4d-omega.html
  mahler report out/layers-1a2b3c4d                       verdicts, intervals and curves of a comparison of layers
  mahler backtest --config production --report            runs and reports in one go`;

export interface ReportFlags {
  out?: string;
  metric?: string;
  json?: boolean;
  quiet?: boolean;
}

/** `mahler report FOLDER`: a run, a log or a sweep as a page; with more folders, runs and logs compared. */
export function reportCommand(): Command {
  return new Command("report")
    .description("make a page of a run, an imported log, a sweep or a validation, or of several runs compared: pictures, tables, config, provenance, definitions")
    .argument("<folder>", "folder that mahler backtest, data import-log, sweep, layers, walk-forward, overfit, study or causality wrote")
    .argument("[others...]", "runs and logs to compare it with, up to six in all")
    .option("--out <file>", "HTML file; default: report.html in the folder, of a comparison compare-A-B.html beside it")
    .option("--metric <id>", "what \"best\" means in a sweep; default: sharpe")
    .option("--json", "print file and size as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", EXAMPLES)
    .action(async (folder: string, others: readonly string[], { out, metric, json, quiet }: ReportFlags) => {
      const { writeComparison, writeReport } = await import("../node/report");
      if (others.length > 0 && metric !== undefined) throw configError(`--metric ${metric}`, "means nothing for a comparison of runs", "leave it out");
      const { file, bytes } = await (others.length > 0 ? writeComparison([folder, ...others], out) : writeReport(folder, out, { metric }));
      if (json) process.stdout.write(`${JSON.stringify({ report: file, bytes })}\n`);
      else if (!quiet) process.stdout.write(`report: ${file} (${Math.ceil(bytes / 1024)} KiB)\n`);
    });
}
