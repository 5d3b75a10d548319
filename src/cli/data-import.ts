// mahler data import: the report on stdout, progress on stderr.
import { Command } from "commander";
import { configError } from "../errors";
import { importChains } from "../node/import";
import type { ImportProgress } from "../node/import";
import { expandFiles } from "../node/inputs";
import { loadMap } from "../node/maps";
import { parseIsoDate } from "../units";
import { CHAIN_FORMATS } from "../vendors";
import { importText } from "./data-text";
import { interruptible } from "./interrupt";
import { progressBar } from "./progress";

interface Flags {
  out: string;
  format?: string;
  map?: string;
  symbol?: string;
  name?: string;
  date?: string;
  snapshot?: string;
  time?: string;
  bars?: string[];
  vix?: string;
  rates?: string;
  dividendYield?: string;
  quarantine?: string;
  restart?: boolean;
  replace?: boolean;
  json?: boolean;
  quiet?: boolean;
}

const several = (value: string, before: string[] = []): string[] => [...before, value];

export function importCommand(): Command {
  return new Command("import")
    .description("import option chains into a dataset folder, or add to one")
    .argument("<files...>", "chain files, folders or patterns: CSV (plain, gzip, zstd, zip), Parquet, Arrow, JSON, SQLite")
    .requiredOption("--out <dir>", "dataset folder to create or add to")
    .option("--format <id>", `force a format instead of recognising it by its header: ${CHAIN_FORMATS.map((f) => f.id).join(", ")}`)
    .option("--map <yaml>", "column map of a format of your own: a file, or a name of config/imports (docs/formats.md)")
    .option("--symbol <list>", "underlyings to keep, e.g. SPY,QQQ; names those of files that print none (default: all)")
    .option("--name <name>", "dataset name in reports (default: the folder's name)")
    .option("--date <date>", "day of files that print none, e.g. 2026-02-12")
    .option("--snapshot <which>", "which snapshot of formats that print several side by side, e.g. 1545 or eod")
    .option("--time <hh:mm>", "of several times a day, the last at or before this New York time (default: 15:45)")
    .option("--bars <csv>", "daily bars as traded, in any common spelling: SPY.csv, or SPY=SPY.csv once per symbol", several)
    .option("--vix <csv>", "volatility index: Cboe, FRED, Yahoo or date,…,close")
    .option("--rates <csv>", "short rates in percent per year: FRED, Treasury.gov or date,rate_percent")
    .option("--dividend-yield <number>", "continuous dividend yield for computed IV and delta, e.g. 0.018 (default: 0)")
    .option("--quarantine <checks>", "set aside rows that fail these quality checks, e.g. crossed,stale_day (docs/quality.md)")
    .option("--restart", "forget an interrupted import instead of going on with it")
    .option("--replace", "start the dataset over instead of adding to it")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", `
Examples:
  mahler data import chains/SPX_2019*.csv.gz --bars SPX.csv --vix VIX.csv --rates treasury.csv --out data/spx2019
  mahler data import options_2024.parquet options_2025.parquet --bars SPY=SPY.csv --out data/spy
  mahler data import mine.csv --map optionchainanalytics-spx --out data/mine
  mahler data import ORATS/ --symbol SPY,QQQ --out data/orats

Every row is kept, repaired or set aside; a quarantine file in the folder says why. The dataset changes at one instant, at the end. Files it holds
already are passed over, a new month is added, an interrupted import goes on where it was.`)
    .action(async (patterns: string[], flags: Flags) => {
      const bar = progressBar("import", Boolean(flags.quiet || flags.json));
      const report = await interruptible(async (signal) =>
        importChains({ ...(await optionsOf(flags)), files: await expandFiles(patterns), onProgress: shown(bar), signal }),
      ).finally(bar.end);
      if (!flags.quiet) process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : importText(report));
    });
}

async function optionsOf({ out, format, map, symbol, name, date, snapshot, time, bars, vix, rates, dividendYield, quarantine, restart, replace }: Flags) {
  return {
    out, format, name, snapshot, bars, vix, rates, restart, replace,
    map: map === undefined ? undefined : await loadMap(map),
    symbols: listOf(symbol),
    quarantine: listOf(quarantine),
    date: date === undefined ? undefined : dateOf(date),
    minute: time === undefined ? undefined : minuteOf(time),
    dividendYield: dividendYield === undefined ? undefined : yieldOf(dividendYield),
  };
}

const listOf = (text: string | undefined): string[] | undefined => text?.split(",").map((part) => part.trim()).filter(Boolean);

function dateOf(text: string): number {
  const day = parseIsoDate(text);
  if (day === undefined || Number.isNaN(day)) throw configError(`--date ${text}`, "is not a date", "give e.g. 2026-02-12");
  return day;
}

function minuteOf(text: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw configError(`--time ${text}`, "is not a time of day", "give e.g. 15:45");
  return Number(match[1]) * 60 + Number(match[2]);
}

function yieldOf(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > -1 && value < 1)) throw configError(`--dividend-yield ${text}`, "is not a yield per 1.00", "give e.g. 0.018 for 1.8 %");
  return value;
}

/** The bar counts reading as the first nine tenths, building as the last. */
function shown(bar: ReturnType<typeof progressBar>): (p: ImportProgress) => void {
  const began = performance.now();
  return ({ phase, what, share, rows }) => {
    if (phase === "check") return bar.say(`checking ${what}`);
    const seconds = (performance.now() - began) / 1000;
    if (phase === "read") bar.update(0.9 * share, 1, `${what}  ${rows.toLocaleString("en-US")} rows  ${seconds > 0 ? `${Math.round(rows / seconds / 1000).toLocaleString("en-US")}k rows/s` : ""}`);
    else bar.update(0.9 + 0.1 * share, 1, `sorting and writing ${what}`);
  };
}
