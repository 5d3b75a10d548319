import { basename } from "node:path";
import { Command, Option } from "commander";
import { configError } from "../errors";
import { synthDataset, type SynthReport } from "../node/synth";
import { symbolFiles } from "../store/manifest";
import { DEFAULT_SYNTH } from "../synth";
import { parseIsoDate } from "../units";
import { interruptible } from "./interrupt";
import { progressBar } from "./progress";

interface Flags {
  bars: string[];
  vol: string[];
  rates?: string;
  out: string;
  name?: string;
  from?: string;
  to?: string;
  seed: number;
  maxDte: number;
  workers?: number;
  json?: boolean;
  quiet?: boolean;
}

const more = (value: string, before: string[] = []): string[] => [...before, value];

const whole = (flag: string) => (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw configError(`${flag} = ${text}`, "is not a whole number", "write digits only");
};

/** `mahler data synth`: option chains on real daily bars. */
export function synthCommand(): Command {
  return new Command("synth")
    .description("make option chains from real daily bars and a volatility index, for those who have no option history")
    .requiredOption("--bars <SYMBOL=csv>", "daily bars: date,open,high,low,close[,volume,dividend]; repeat for more symbols, the first is the reference", more)
    .requiredOption("--vol <SYMBOL=csv>", "volatility index: date,…,close in points; the first symbol needs one, the others may", more)
    .option("--rates <csv>", "Treasury yields: date,DGS3MO in percent (default: rough yearly rates)")
    .requiredOption("--out <folder>", "dataset folder to create or replace")
    .option("--name <name>", "dataset name in reports (default: the folder's name)")
    .option("--from <date>", "first day of the chains (default: as far back as bars and index reach)")
    .option("--to <date>", "last day (default: as far as they reach)")
    .addOption(new Option("--seed <integer>", "keys the noise of the quotes").argParser(whole("--seed")).default(DEFAULT_SYNTH.seed))
    .addOption(new Option("--max-dte <days>", "calendar days to expiry up to which an expiry is quoted, 1 to 180").argParser(whole("--max-dte")).default(DEFAULT_SYNTH.maxDte))
    .addOption(new Option("--workers <n>", "threads; the bits do not depend on it (default: one per symbol)").argParser(whole("--workers")))
    .option("--json", "print the summary as JSON")
    .option("--quiet", "no progress, no summary")
    .addHelpText("after", `
Examples:
  mahler data synth --bars SPY.csv --vol VIX.csv --out data/spy-synth
  mahler data synth --bars SPY=SPY.csv --bars QQQ=QQQ.csv --bars IWM=IWM.csv --vol SPY=VIX.csv --vol QQQ=VXN.csv \\
    --rates treasury.csv --from 2007-01-03 --to 2025-12-31 --out data/study

A file without "SYMBOL=" takes its symbol from its name; a single --vol without one belongs to the first symbol. Where a symbol
has no index (of its own, or on a day), the first symbol's stands in, times what realised volatilities say.
Bars and index are real, quotes are modelled: docs/synth.md tells how well, year by year. Reports say so.`)
    .action(run);
}

/** Files by symbol; `lone` is the symbol of a single file that names none. */
function bySymbol(flag: string, given: readonly string[], lone?: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const text of given) {
    const named = /^([A-Za-z0-9._-]+)=(.+)$/.exec(text);
    const symbol = (named?.[1] ?? (given.length === 1 && lone !== undefined ? lone : basename(text).replace(/\..*$/, ""))).toUpperCase();
    if (files[symbol] !== undefined) throw configError(`${flag} ${symbol}`, "is given twice", "name each symbol once");
    files[symbol] = named?.[2] ?? text;
  }
  return files;
}

function dayOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = parseIsoDate(text);
  if (day === undefined) throw configError(`${flag} = ${text}`, "not a date", "write YYYY-MM-DD");
  return day;
}

async function run(flags: Flags): Promise<void> {
  const bars = bySymbol("--bars", flags.bars);
  const vol = bySymbol("--vol", flags.vol, Object.keys(bars)[0]);
  const [from, to] = [dayOf("--from", flags.from), dayOf("--to", flags.to)];
  if (from !== undefined && to !== undefined && to < from) throw configError(`--to = ${flags.to}`, `before --from ${flags.from}`, "exchange the two");
  const bar = progressBar("quoting", flags.quiet === true || flags.json === true);
  const began = performance.now();
  try {
    const report = await interruptible((signal) => synthDataset({
      out: flags.out, name: flags.name, bars, vol, rates: flags.rates, from, to, options: { seed: flags.seed, maxDte: flags.maxDte }, workers: flags.workers, signal,
      onProgress: ({ done, total, writing }) => (writing ? bar.say("writing") : bar.update(done, total)),
    }));
    bar.end();
    const summary = summaryOf(report, (performance.now() - began) / 1000);
    if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else if (!flags.quiet) process.stdout.write(describe(summary));
  } finally {
    bar.end();
  }
}

function summaryOf({ out, manifest, notes, files }: SynthReport, seconds: number) {
  const symbols = manifest.symbols.map((s, i) => ({ symbol: s.info.symbol, rows: s.rows, days: s.days, firstDay: s.firstDay, lastDay: s.lastDay, proxied: notes[i].proxied, carried: notes[i].carried }));
  const bytes = manifest.symbols.flatMap(symbolFiles).reduce((sum, file) => sum + file.bytes, 0);
  return { out, name: manifest.name, origin: manifest.origin, files, symbols, rows: symbols.reduce((sum, s) => sum + s.rows, 0), bytes, seconds };
}

function describe(s: ReturnType<typeof summaryOf>): string {
  const millions = (n: number) => `${(n / 1e6).toFixed(1)} M`;
  const lines = s.symbols.map((u) => {
    const notes = [...(u.proxied ? [`index by proxy on ${u.proxied} days`] : []), ...(u.carried ? [`index of the day before on ${u.carried}`] : [])];
    return `  ${u.symbol}: ${millions(u.rows)} rows, ${u.days} days, ${u.firstDay} to ${u.lastDay}${notes.length ? `; ${notes.join("; ")}` : ""}\n`;
  });
  return `${s.out}: synthetic quotes on real bars in ${s.seconds.toFixed(1)} s: ${millions(s.rows)} rows, ${(s.bytes / 1e6).toFixed(0)} MB\n${lines.join("")}${s.files.map((file) => `  ${file}\n`).join("")}`;
}
