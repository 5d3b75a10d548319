// mahler data import-log: an Option Omega trade log as a run to compare with.
import { Command } from "commander";
import { configError } from "../errors";
import { importLogFolder } from "../node/importLog";
import { logText } from "./data-log-text";
import { interruptible } from "./interrupt";

interface LogFlags {
  daily?: string;
  out: string;
  symbol?: string;
  equity?: string;
  gross?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** `mahler data import-log TRADES`; failures are thrown as MahlerError. */
export function importLogCommand(): Command {
  return new Command("import-log")
    .description("import an Option Omega trade log (and its daily log) as a run that mahler compare sets beside others")
    .argument("<trades>", "trade log, CSV")
    .requiredOption("--out <dir>", "run folder to create or replace")
    .option("--daily <csv>", "daily log of the same backtest: equity marked daily")
    .option("--symbol <symbol>", "underlying, where the log has no Symbol column")
    .option("--equity <dollars>", "what the account began with (default: by the log)")
    .option("--gross", "P/L in the log is before fees: take them off")
    .option("--json", "print the record as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", `
Examples:
  mahler data import-log trade-log.csv --daily daily-log.csv --symbol SPX --out out/omega
  mahler data import-log strategy-trade-log.csv --equity 100000 --out out/live
  mahler compare out/main-1a2b3c4d out/omega`)
    .action(async (trades: string, { daily, out, symbol, equity, gross, json, quiet }: LogFlags) => {
      const log = await interruptible((signal) => importLogFolder({ trades, daily, out, symbol, equity: dollars(equity), gross, signal }));
      if (!quiet) process.stdout.write(json ? `${JSON.stringify(log.record, null, 2)}\n` : logText(log, out));
    });
}

function dollars(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw configError(`--equity ${text}`, "is not an amount of money", "give e.g. 100000");
}
