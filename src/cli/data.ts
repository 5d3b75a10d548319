// mahler data import | verify | info. Results on stdout, progress on stderr.
import { Command } from "commander";
import { configError, dataError } from "../errors";
import { importChains } from "../node/import";
import type { ImportOptions, ImportProgress } from "../node/import";
import { verifyDataset } from "../node/verify";
import { CHAIN_FORMATS } from "../vendors";
import { infoCommand } from "./data-info";
import { importText, verifyText } from "./data-text";

const REDRAW_MS = 100;

interface Output {
  json?: boolean;
  quiet?: boolean;
}

interface ImportFlags extends Output {
  out: string;
  format?: string;
  symbol?: string;
  name?: string;
  bars?: string;
  vix?: string;
  rates?: string;
  dividendYield?: string;
}

/** The commands under `mahler data` that deal with stored data; failures are thrown as MahlerError. */
export const dataCommands = (): Command[] => [importCommand(), verifyCommand(), infoCommand()];

const withOutput = (command: Command): Command => command.option("--json", "print the report as JSON").option("--quiet", "print nothing but errors");

function importCommand(): Command {
  return withOutput(new Command("import"))
    .description("import one underlying's option chains (CSV or CSV.gz) into a dataset folder")
    .argument("<files...>", "chain files, read in this order")
    .requiredOption("--out <dir>", "dataset folder to create or replace")
    .option("--format <id>", `chain format: ${CHAIN_FORMATS.map((f) => f.id).join(", ")} (default: by header)`)
    .option("--symbol <symbol>", "underlying symbol (default: what the files print)")
    .option("--name <name>", "dataset name in reports (default: the folder's name)")
    .option("--bars <csv>", "daily bars of the underlying: date,open,high,low,close[,volume,dividend,split,settlement]")
    .option("--vix <csv>", "volatility index: date,…,close")
    .option("--rates <csv>", "Treasury yields: date,DGS3MO in percent per year")
    .option("--dividend-yield <number>", "continuous dividend yield for computed IV and delta, e.g. 0.018 (default: 0)")
    .addHelpText("after", `
Examples:
  mahler data import chains/SPX_2019*.csv.gz --bars SPX.csv --vix VIX.csv --rates treasury.csv --out data/spx2019
  mahler data import SPXW_2018-01.csv.gz --symbol SPX --bars SPX.csv --out data/spxw201801

Every row is kept, repaired or set aside; quarantine.csv in the folder says why. Nothing is written unless all files could be read,
and an older dataset of the same name is replaced as a whole.`)
    .action(async (files: string[], flags: ImportFlags) => {
      const progress = showProgress(flags);
      const report = await untilInterrupted((signal) => importChains({ ...importOptions(files, flags), onProgress: progress.update, signal })).finally(progress.clear);
      print(flags, report, importText(report));
    });
}

function importOptions(files: string[], { out, format, symbol, name, bars, vix, rates, dividendYield }: ImportFlags): ImportOptions {
  const number = dividendYield === undefined ? undefined : Number(dividendYield);
  if (number !== undefined && !(dividendYield!.trim() !== "" && number > -1 && number < 1)) {
    throw configError(`--dividend-yield ${dividendYield}`, "is not a yield per 1.00", "give e.g. 0.018 for 1.8 %");
  }
  return { files, out, format, symbol, name, bars, vix, rates, dividendYield: number };
}

function verifyCommand(): Command {
  return withOutput(new Command("verify"))
    .description("check a dataset: file hashes, structure, dates, row accounts; counts doubtful quotes")
    .argument("<dir>", "dataset folder")
    .addHelpText("after", "\nExample:\n  mahler data verify data/spx2019 --json")
    .action(async (dir: string, flags: Output) => {
      const report = await verifyDataset(dir);
      print(flags, report, verifyText(report));
      if (!report.ok) throw dataError(dir, report.problems.length === 1 ? report.problems[0] : `${report.problems.length} problems, first: ${report.problems[0]}`, "import or simulate the dataset again");
    });
}

function print({ json, quiet }: Output, report: unknown, text: string): void {
  if (quiet) return;
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text);
}

/** Runs `work` with a signal that Ctrl-C trips, so that nothing half-written is left behind. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

/** A line on stderr that rewrites itself, on terminals only. */
function showProgress({ quiet, json }: Output): { update: (p: ImportProgress) => void; clear: () => void } {
  const shown = process.stderr.isTTY && !quiet && !json;
  const write = (text: string): void => {
    if (shown) process.stderr.write(`\r\u001b[K${text}`);
  };
  let last = 0;
  const update = ({ filesDone, files, rows }: ImportProgress): void => {
    const now = Date.now();
    if (now - last < REDRAW_MS) return;
    last = now;
    write(`file ${Math.min(filesDone + 1, files)} of ${files}, ${rows.toLocaleString("en-US")} rows read`);
  };
  return { update, clear: () => write("") };
}
