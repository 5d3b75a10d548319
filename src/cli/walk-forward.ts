import { Command, Option } from "commander";
import { DEFAULT_GUARDS, DEFAULT_TOP, DEFAULT_WINDOWS } from "../walkforward/settings";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";
import { spaceOptions } from "./sweep";

const EXAMPLES = `
Spaces in config/sweeps: exits, mahler-grid, portfolio-limits, regime-multipliers, ten-thousand

Examples:
  mahler walk-forward mahler-grid                                24 months train, 3 validate, 3 test, step 3
  mahler walk-forward mahler-grid --ticker SPY,QQQ,IWM --windows 6/1/1 --metric calmar
  mahler walk-forward out/mahler-grid-1a2b3c4d                    the space of a sweep that ran before
  mahler walk-forward exits --sample 500 --anchored --train 36m --validate 0 --test 6m
  mahler walk-forward mahler-grid --min-trades 30 --max-drawdown 10 --min-win-rate 60 --top-k 10
  mahler walk-forward mahler-grid --cpcv 10,2 --report walk.html --best next.yaml && mahler backtest --config next.yaml

What each figure means: docs/walk-forward.md.`;

/** `mahler walk-forward`: choose on the past, trade what follows, again and again. */
export function walkForwardCommand(): Command {
  const command = new Command("walk-forward")
    .description("choose a config on past windows, trade it on the next, stitch what follows: would choosing have worked?")
    .argument("[space]", "a space of config/sweeps, a YAML file with a sweep section, or a folder that mahler sweep wrote");
  const options = [
    ...spaceOptions(),
    new Option("--windows <train/validate/test>", `Lengths in months: 24/3/3, 6/1/1, 36/0/6; or with units: 500s/60s/60s counts sessions (default ${DEFAULT_WINDOWS}).`),
    new Option("--train <length>", "Length of training: 24m, 2y, 26w, 180d, 500s."),
    new Option("--validate <length>", "Length of validation; 0 = none."),
    new Option("--test <length>", "Length of a test."),
    new Option("--step <length>", "From one window to the next; default: the test's length. Shorter: tests overlap and are averaged."),
    new Option("--anchored", "Training always begins on the first day and grows."),
    new Option("--embargo <length>", "Left out at the end of training and of validation: 5d, 2w, 10s."),
    new Option("--boundary <how>", "run-off: positions of a test live on to their own end; mark: they are marked at its last session (default: run-off, mark where tests overlap).").choices(["run-off", "mark"]),
    new Option("--top-k <n>", "So many of the best on training are compared on validation.").default(String(DEFAULT_TOP)),
    new Option("--min-trades <n>", "Closed trades in training below which a config is not chosen.").default(String(DEFAULT_GUARDS.minTrades)),
    new Option("--max-drawdown <percent>", "Drawdown above which a config is not chosen [%]."),
    new Option("--min-win-rate <percent>", "Win rate below which a config is not chosen [%]."),
    new Option("--cpcv <groups,test>", "Combinatorial purged cross-validation beside it: 10,2."),
    new Option("--cpcv-embargo <days>", "Days after a test group that do not train; default: the longest life of a position."),
    new Option("--best <file>", "Write the consensus config as YAML for mahler backtest --config."),
  ];
  for (const option of options) command.addOption(option.helpGroup("Walk-forward:"));
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(async (space: string | undefined) => {
    const { runWalkForwardCommand } = await import("./walk-forward-run");
    await interruptible((signal) => runWalkForwardCommand(command, space, signal));
  });
}
