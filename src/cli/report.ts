import { Command } from "commander";

const EXAMPLES = `
The page is one file without scripts or network: read it offline, print it, send it. Light and dark follow the reader's system.
It is made of the result files alone; the dataset is not needed.

Examples:
  mahler report out/main-1a2b3c4d                      writes out/main-1a2b3c4d/report.html
  mahler report out/main-1a2b3c4d --out main.html
  mahler report out/layers-1a2b3c4d                    verdicts, intervals and curves of a comparison of layers
  mahler backtest --config production --report         runs and reports in one go`;

export interface ReportFlags {
  out?: string;
  json?: boolean;
  quiet?: boolean;
}

/** `mahler report RUN`: a run as a page. */
export function reportCommand(): Command {
  return new Command("report")
    .description("make a page of a run: curve, months, P&L by everything, tails, risk, funnel, stress, worst trades, costs, config, provenance, definitions")
    .argument("<run>", "folder that mahler backtest, layers, walk-forward, overfit or study wrote")
    .option("--out <file>", "HTML file; default: report.html in the run's folder")
    .option("--json", "print file and size as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", EXAMPLES)
    .action(async (run: string, { out, json, quiet }: ReportFlags) => {
      const { writeReport } = await import("../node/report");
      const { file, bytes } = await writeReport(run, out);
      if (json) process.stdout.write(`${JSON.stringify({ report: file, bytes })}\n`);
      else if (!quiet) process.stdout.write(`report: ${file} (${Math.ceil(bytes / 1024)} KiB)\n`);
    });
}
