import { Command } from "commander";

const EXAMPLES = `
The page is one file without scripts or network: read it offline, print it, send it. Light and dark follow the reader's system.
It is made of the result files alone; the dataset is not needed.

Examples:
  mahler report out/main-1a2b3c4d                      writes out/main-1a2b3c4d/report.html
  mahler report out/main-1a2b3c4d --out main.html
  mahler report out/mahler-grid-1a2b3c4d                 a sweep: heat maps, sensitivity, plateau, Pareto front
  mahler report out/mahler-grid-1a2b3c4d --metric sortino
  mahler backtest --config production --report         runs and reports in one go`;

export interface ReportFlags {
  out?: string;
  metric?: string;
  json?: boolean;
  quiet?: boolean;
}

/** `mahler report FOLDER`: a run or a sweep as a page. */
export function reportCommand(): Command {
  return new Command("report")
    .description("make a page of a run or of a sweep: pictures, tables, config, provenance, definitions")
    .argument("<folder>", "folder that mahler backtest or mahler sweep wrote")
    .option("--out <file>", "HTML file; default: report.html in the folder")
    .option("--metric <id>", "what \"best\" means in a sweep; default: sharpe")
    .option("--json", "print file and size as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", EXAMPLES)
    .action(async (folder: string, { out, metric, json, quiet }: ReportFlags) => {
      const { writeReport } = await import("../node/report");
      const { file, bytes } = await writeReport(folder, out, { metric });
      if (json) process.stdout.write(`${JSON.stringify({ report: file, bytes })}\n`);
      else if (!quiet) process.stdout.write(`report: ${file} (${Math.ceil(bytes / 1024)} KiB)\n`);
    });
}
