import { Command, Option } from "commander";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";

const HELP = `
Probes, each on its own random days:
  truncate   the data end after the day: chains, bars, volatility index, rates
  perturb    all data after the day are others, half of the time plausibly, half of the time wildly
  close      the day's own high, low, close and volume, volatility index and rate are others: the chain is a snapshot from before the close
Required to be equal up to the day: sessions, every feature and level known, reason codes, entries, exits, breakers, equity.
With feature_lag 0 the probe close finds the leak that the key's help speaks of; truncate and perturb do not, for the day's own data stay.

Exit codes: 0 no decision changed · 1 look-ahead found · 2 to 4 and 130 as everywhere

Examples:
  mahler causality                                          the defaults on the embedded market
  mahler causality --config production --points 50 --seed 7
  mahler causality --days 2008-10-10,2020-03-16 --probes truncate,perturb
  mahler causality --feature-lag 0 --use-regime-sizing      shows what a leak looks like
  mahler causality --config mine.yaml --data data/spx --ticker SPX --json`;

/** `mahler causality`: does anything look ahead? */
export function causalityCommand(): Command {
  const command = new Command("causality").description("look-ahead detector: re-run a config on data that end, or change, after random days; every decision before must stay the same");
  const options = [
    new Option("--points <n>", "Days per probe.").default("20"),
    new Option("--seed <n>", "Seed of days and changes.").default("1"),
    new Option("--days <list>", "These days in place of random ones, YYYY-MM-DD, comma-separated."),
    new Option("--probes <list>", "Any of truncate, perturb, close.").default("truncate,perturb,close"),
  ];
  for (const option of options) command.addOption(option.helpGroup("Causality:"));
  return addConfigFlags(command).addHelpText("after", HELP).action(async () => {
    const { runCausality } = await import("./causality-run");
    await interruptible((signal) => runCausality(command, signal));
  });
}
