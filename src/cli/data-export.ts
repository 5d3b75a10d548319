import { Command, Option } from "commander";
import { configError } from "../errors";
import { exportDataset } from "../node/export";
import type { ExportReport } from "../node/export";
import { interruptible } from "./interrupt";
import { progressBar } from "./progress";

interface Flags {
  out: string;
  parquet?: boolean;
  csv?: boolean;
  symbols?: string[];
  years?: { from: number; to: number };
  json?: boolean;
  quiet?: boolean;
}

/** `mahler data export`: a dataset as plain Parquet or CSV files for other tools. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write a dataset as Parquet or CSV in human units, a file per symbol and year, for DuckDB, Polars, Spark, pandas")
    .argument("<dir>", "dataset folder")
    .requiredOption("--out <dir>", "folder to create; an older export is replaced")
    .addOption(new Option("--parquet", "write Parquet (the default)").conflicts("csv"))
    .option("--csv", "write CSV")
    .addOption(new Option("--symbols <list>", "underlyings, e.g. SPY,QQQ (default: all)").argParser((text: string) => text.split(",").map((symbol) => symbol.trim())))
    .addOption(new Option("--years <range>", "calendar years of the chains, e.g. 2019 or 2018-2020 (default: all)").argParser(yearRange))
    .option("--json", "print the report as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", `
Examples:
  mahler data export data/spx2019 --parquet --out exports/spx2019
  mahler data export data/embedded --csv --symbols SPY --years 2019-2020 --out exports/spy
  duckdb -c "SELECT date, count(*) FROM 'exports/spx2019/SPX.2*.parquet' GROUP BY date"

export.json in the folder says what each column means.`)
    .action(async (dir: string, flags: Flags) => {
      const bar = progressBar("exporting", flags.quiet === true || flags.json === true);
      try {
        const { out, symbols, years } = flags;
        const report = await interruptible((signal) =>
          exportDataset(dir, { out, format: flags.csv ? "csv" : "parquet", symbols, years, signal, onProgress: ({ done, total }) => bar.update(done, total) }));
        bar.end();
        if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
        else if (!flags.quiet) process.stdout.write(describe(report));
      } finally {
        bar.end();
      }
    });
}

function yearRange(text: string): { from: number; to: number } {
  const match = /^(\d{4})(?:-(\d{4}))?$/.exec(text.trim());
  const [from, to] = match ? [Number(match[1]), Number(match[2] ?? match[1])] : [1, 0];
  if (from > to) throw configError(`--years ${text}`, "is not a range of years", "give e.g. 2019 or 2018-2020");
  return { from, to };
}

const describe = ({ out, format, files, rows, bytes }: ExportReport): string =>
  `${out}: ${rows.toLocaleString("en-US")} rows in ${files.length} ${format === "csv" ? "CSV" : "Parquet"} files, ${(bytes / 1e6).toFixed(1)} MB\n`;
