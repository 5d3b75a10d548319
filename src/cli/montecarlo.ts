import { Command } from "commander";
import type { MonteCarloFlags } from "./montecarlo-flags";

const HELP = `
Blocks of the run's own daily returns are put together anew, wrapped round the end, and compounded day by day. It says what these days in another order
and mixture would have done; it knows no day that never happened.

Examples:
  mahler montecarlo out/main-1a2b3c4d
  mahler montecarlo out/main-1a2b3c4d --horizon 252 --ruin 70 --paths 20000
  mahler montecarlo out/main-1a2b3c4d --block 20 --seed 7 --json`;

/** `mahler montecarlo`: what the run's days could have come to. */
export function monteCarloCommand(): Command {
  return new Command("montecarlo")
    .description("what a run's daily returns could have come to: wealth, drawdown and ruin over resampled, compounded paths")
    .argument("<folder>", "folder that mahler backtest or mahler data import-log wrote")
    .option("--paths <n>", "Paths.", "5000")
    .option("--horizon <sessions>", "Sessions of a path; run = as many as the run has.", "run")
    .option("--block <sessions>", "Mean length of a block; auto = by the returns' own memory (Politis and White).", "auto")
    .option("--ruin <percent>", "Ruin is equity at or below this share of its start on any day.", "50")
    .option("--seed <n>", "Seed of the paths.", "20050101")
    .option("--json", "as JSON")
    .addHelpText("after", HELP)
    .action(async (folder: string, flags: MonteCarloFlags) => (await import("./montecarlo-run")).runMonteCarlo(folder, flags));
}
