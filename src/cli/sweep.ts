import { Command, Option } from "commander";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";

const EXAMPLES = `
Spaces in config/sweeps: exits, mahler-grid, portfolio-limits, regime-multipliers, ten-thousand

Examples:
  mahler sweep mahler-grid                                       a space of config/sweeps, or a YAML file
  mahler sweep --ticker QQQ --sweep min_delta=0.05:0.30:0.05 --sweep "max_delta=min_delta + 0.10" --sweep profit_target=35,50,65,80
  mahler sweep portfolio-limits --constraint "max_positions >= 3" --metric calmar
  mahler sweep ten-thousand --sample 1000 --seed 7 --out out/sample
  mahler sweep exits --explain                                   what would run, and what it shares
  mahler sweep --resume out/sample                               go on after Ctrl-C
  mahler sweep mahler-grid --report                              and a page of it, report.html in the result folder
  mahler sweep mahler-grid --best best.yaml && mahler backtest --config best.yaml`;

/** What says which configs there are: the same for every command that runs a space. */
export const spaceOptions = (): Option[] => [
  new Option("--sweep <key=values>", "Vary a key: a list 35,50,65 (a;b for values that hold commas), a range 0.05:0.30:0.05, or a formula of other keys such as min_delta + 0.10.").argParser(repeated),
  new Option("--constraint <condition>", "Leave out combinations that break it, e.g. \"min_delta < max_delta\".").argParser(repeated),
  new Option("--mode <mode>", "grid: all combinations; list: those under configs; sample: a part of the grid."),
  new Option("--sample <n>", "So many combinations of the grid, drawn uniformly."),
  new Option("--seed <n>", "Seed of the sample."),
  new Option("--metric <id>", "What \"best\" means.").default("sharpe"),
  new Option("--workers <n>", "Threads; the results do not depend on it."),
];

const repeated = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `mahler sweep`: every config of a space over one market. */
export function sweepCommand(): Command {
  const command = new Command("sweep")
    .description("run every config of a space: print what matters, write one row per config (Arrow, Parquet)")
    .argument("[space]", "a space of config/sweeps, or a YAML file with a sweep section");
  const options = [
    ...spaceOptions(),
    new Option("--resume <folder>", "Go on with a sweep that was stopped."),
    new Option("--explain", "Print what would run and what the configs share; run nothing."),
    new Option("--best <file>", "Write the best config as YAML for mahler backtest --config."),
  ];
  for (const option of options) command.addOption(option.helpGroup("Sweep:"));
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(async (space: string | undefined) => {
    const { runSweepCommand } = await import("./sweep-run");
    await interruptible((signal) => runSweepCommand(command, space, signal));
  });
}

/** `mahler top`: the best rows of a sweep. */
export function topCommand(): Command {
  return new Command("top")
    .description("list the best configs of a sweep")
    .argument("<folder>", "folder that mahler sweep wrote")
    .option("--by <column>", "metric, or any column with numbers", "sharpe")
    .option("--where <condition>", "only rows for which it holds, e.g. \"trades >= 100 and max_drawdown < 0.1\"")
    .option("-n, --count <n>", "rows", "20")
    .option("--json", "rows with all columns as JSON")
    .addHelpText("after", "\nExamples:\n  mahler top out/mahler-grid-1a2b3c4d\n  mahler top out/mahler-grid-1a2b3c4d --by calmar --where \"trades >= 100\" -n 5\n  mahler top out/mahler-grid-1a2b3c4d --where \"profit_target == 65\" --json")
    .action(async (folder: string, options: { by: string; where?: string; count: string; json?: boolean }) => (await import("./top-run")).runTop(folder, options));
}

/** `mahler compare`: two configs of a sweep, or two runs. */
export function compareCommand(): Command {
  return new Command("compare")
    .description("two configs of a sweep, or two runs: what differs in parameters, metrics and years")
    .argument("<folder>", "a sweep's folder; or the first run's")
    .argument("<a>", "number of a config of the sweep; or the second run's folder")
    .argument("[b]", "number of the other config")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExamples:\n  mahler compare out/mahler-grid-1a2b3c4d 17 42\n  mahler compare out/main-1a2b3c4d out/production-5e6f7a8b --json")
    .action(async (folder: string, a: string, b: string | undefined, options: { json?: boolean }) => (await import("./compare-run")).runCompare(folder, [a, b], options.json ?? false));
}
