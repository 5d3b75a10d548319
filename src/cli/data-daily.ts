// mahler data daily: what a daily file is, what became of its lines, and the same in the project's own spelling.
import { Command, Option } from "commander";
import type { DailyKind, PriceBasis } from "../importer/daily";
import { readDaily, writeDaily } from "../node/daily";
import { dailyJson, dailyText } from "./data-daily-text";
import { interruptible } from "./interrupt";

interface DailyFlags {
  as?: DailyKind;
  out?: string;
  column?: string;
  symbol?: string;
  prices?: Exclude<PriceBasis, "unknown">;
  dividends?: string;
  splits?: string;
  json?: boolean;
  quiet?: boolean;
}

/** `mahler data daily FILE…`; failures are thrown as MahlerError. */
export function dailyCommand(): Command {
  return new Command("daily")
    .description("recognise daily files (bars, volatility indices, rates, dividends, splits), account for every line, write them in one spelling")
    .argument("<files...>", "files of one kind; the first is believed, the others add days and are compared")
    .addOption(new Option("--as <kind>", "what the files are (default: by header; an index's bars need it)").choices(["bars", "vix", "rates", "actions"]))
    .option("--out <csv>", "write the days of all files here; lines set aside go to a .quarantine.csv beside it")
    .option("--column <name>", "column of the rate (default: the three-month rate, else the next best)")
    .option("--symbol <symbol>", "symbol to take from a file of several")
    .addOption(new Option("--prices <basis>", "what the first file's prices are, when the source's habit is not it").choices(["as-traded", "split-adjusted", "adjusted"]))
    .option("--dividends <csv>", "dividends as paid, by ex-date")
    .option("--splits <csv>", "splits by ex-date: with --prices split-adjusted the prices before them are multiplied back")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", `
Examples:
  mahler data daily SPY.csv
  mahler data daily VIX_History.csv --as vix --out vix.csv
  mahler data daily IWM.csv --splits iwm-splits.csv --prices split-adjusted --out iwm-as-traded.csv
  mahler data daily daily-treasury-rates-2023.csv daily-treasury-rates-2024.csv --out rates.csv`)
    .action(async (files: string[], { out, json, quiet, ...flags }: DailyFlags) => {
      const report = await interruptible((signal) => readDaily({ files, ...flags, signal }));
      const written = out === undefined ? [] : await writeDaily(out, report);
      if (!quiet) process.stdout.write(json ? `${JSON.stringify(dailyJson(report, written), null, 2)}\n` : dailyText(report, written));
    });
}
