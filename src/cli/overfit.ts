import { Command, Option } from "commander";
import { DEFAULT_OPTIONS } from "../overfit/types";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";
import { spaceOptions } from "./sweep";

const EXAMPLES = `
Spaces in config/sweeps: exits, mahler-grid, portfolio-limits, regime-multipliers, ten-thousand

Examples:
  mahler overfit mahler-grid                                     is the best of 384 configs more than luck?
  mahler overfit mahler-grid --ticker QQQ --report overfit.html
  mahler overfit out/mahler-grid-1a2b3c4d                        the space of a sweep that ran before
  mahler overfit ten-thousand --sample 2000 --resamples 500
  mahler trials                                                  how many configs were looked at on which data

What each figure means: docs/overfitting.md.`;

/** `mahler overfit`: how likely is it that the best of a sweep is luck? */
export function overfitCommand(): Command {
  const command = new Command("overfit")
    .description("is the best config of a sweep more than luck? PBO, deflated Sharpe ratio by all trials ever made, SPA, stepwise test, sign flips, Monte-Carlo")
    .argument("[space]", "a space of config/sweeps, a YAML file with a sweep section, or a folder that mahler sweep wrote");
  const { blocks, resamples, permutations, paths, ruin, seed } = DEFAULT_OPTIONS;
  const options = [
    ...spaceOptions(),
    new Option("--blocks <n>", "Blocks of sessions for the PBO; an even number up to 20.").default(String(blocks)),
    new Option("--resamples <n>", "Of the tests over all configs.").default(String(resamples)),
    new Option("--permutations <n>", "Sign patterns.").default(String(permutations)),
    new Option("--paths <n>", "Of the Monte-Carlo.").default(String(paths)),
    new Option("--ruin <percent>", "Share of the start at which an account counts as ruined [%].").default(String(ruin * 100)),
    new Option("--test-seed <n>", "Seed of all resampling.").default(String(seed)),
    new Option("--best <file>", "Write the best config as YAML for mahler backtest --config."),
  ];
  for (const option of options) command.addOption(option.helpGroup("Overfitting:"));
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(async (space: string | undefined) => {
    const { runOverfitCommand } = await import("./overfit-run");
    await interruptible((signal) => runOverfitCommand(command, space, signal));
  });
}
