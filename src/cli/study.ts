import { Command, Option } from "commander";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";

const EXAMPLES = `
Studies in config/studies: deltas-iv, exits, multi-ticker, portfolio-limits, regime-multipliers, slippage, stress

Examples:
  mahler study regime-multipliers                                  does regime sizing beat flat, on the simulated market?
  mahler study slippage --data data/spx --ticker SPX --width 25    on an imported store
  mahler study exits --min-delta 0.05 --report                     any config flag changes the base
  mahler study stress --json > stress.json
  mahler study mine.yaml                                           a definition of one's own (docs/studies.md)
  mahler backtest --config out/study-exits-1a2b3c4d/validated.yaml what the study validated`;

/** `mahler study`: one of the design's questions, answered from numbers. */
export function studyCommand(): Command {
  const command = new Command("study")
    .description("answer a named question: runs, walk-forward, corrected comparisons, a written conclusion, validated parameters")
    .argument("<name>", "a study of config/studies, or a YAML file with a study section");
  const options = [
    new Option("--workers <n>", "Threads; the results do not depend on it."),
    new Option("--replicates <n>", "Resamples behind intervals and p-values.").default("2000"),
    new Option("--seed <n>", "Seed of the resamples.").default("20260225"),
  ];
  for (const option of options) command.addOption(option.helpGroup("Study:"));
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(async (name: string) => {
    const { runStudyCommand } = await import("./study-run");
    await interruptible((signal) => runStudyCommand(command, name, signal));
  });
}
