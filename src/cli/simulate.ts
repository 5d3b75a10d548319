import { Command, Option } from "commander";
import { configError } from "../errors";
import { ensureEmbeddedMarket } from "../node/simulate";
import { DEFAULT_SIMULATION, type SimulateOptions } from "../simulate";
import { symbolFiles } from "../store/manifest";
import { interruptible } from "./interrupt";
import { progressBar } from "./progress";

/** Folder of the embedded market unless --out names another. */
export const EMBEDDED_DIR = "data/embedded";

interface Flags {
  seed: number;
  start: string;
  end: string;
  out: string;
  riskPremium: number;
  symbols: string[];
  force?: boolean;
  json?: boolean;
  quiet?: boolean;
}

const number = (flag: string) => (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw configError(`${flag} = ${text}`, "not a number", "write a plain number");
  return value;
};

const list = (text: string): string[] => text.split(",").map((part) => part.trim().toUpperCase()).filter((part) => part !== "");

/** `mahler data simulate`: creates the embedded market, or finds it already there. */
export function simulateCommand(): Command {
  const d = DEFAULT_SIMULATION;
  return new Command("simulate")
    .description("create the embedded market: SPY, QQQ and IWM simulated over 19 years, with their option chains")
    .addOption(new Option("--seed <integer>", "the same seed gives the same market, bit for bit").argParser(number("--seed")).default(d.seed))
    .option("--start <date>", "first day of the chains", d.start)
    .option("--end <date>", "last day", d.end)
    .option("--out <folder>", "dataset folder", EMBEDDED_DIR)
    .addOption(new Option("--risk-premium <number>", "0 = fair: nothing earns a premium; 1 = realistic").argParser(number("--risk-premium")).default(d.riskPremium))
    .addOption(new Option("--symbols <list>", "any of SPY,QQQ,IWM").argParser(list).default([...d.symbols], d.symbols.join(",")))
    .option("--force", "simulate again even if the folder is current")
    .option("--json", "print the summary as JSON")
    .option("--quiet", "no progress, no summary")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const options: Partial<SimulateOptions> = {
    seed: flags.seed, start: flags.start, end: flags.end, riskPremium: flags.riskPremium, symbols: flags.symbols,
  };
  const bar = progressBar("simulating", flags.quiet === true || flags.json === true);
  const began = performance.now();
  try {
    const { manifest, created } = await interruptible((signal) => ensureEmbeddedMarket({
      dir: flags.out, options, force: flags.force, signal,
      onProgress: ({ done, total, writing }) => (writing ? bar.say("writing") : bar.update(done, total)),
    }));
    bar.end();
    const rows = manifest.symbols.reduce((sum, s) => sum + s.rows, 0);
    const bytes = manifest.symbols.flatMap(symbolFiles).reduce((sum, file) => sum + file.bytes, 0);
    const seconds = (performance.now() - began) / 1000;
    const summary = { out: flags.out, created, name: manifest.name, symbols: manifest.symbols.map((s) => ({ symbol: s.info.symbol, rows: s.rows, days: s.days })), rows, bytes, seconds };
    if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else if (!flags.quiet) process.stdout.write(describe(summary));
  } finally {
    bar.end();
  }
}

function describe(s: { out: string; created: boolean; symbols: { symbol: string; rows: number; days: number }[]; rows: number; bytes: number; seconds: number }): string {
  const millions = (n: number) => `${(n / 1e6).toFixed(1)} M`;
  const parts = s.symbols.map((u) => `${u.symbol} ${millions(u.rows)} rows, ${u.days} days`).join("; ");
  const how = s.created ? `simulated in ${s.seconds.toFixed(1)} s` : "already there";
  return `${s.out}: ${how}: ${parts}; ${millions(s.rows)} rows, ${(s.bytes / 1e6).toFixed(0)} MB\n`;
}
