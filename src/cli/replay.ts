import { Command } from "commander";
import { interruptible } from "./interrupt";
import type { ReplayOptions } from "./replay-run";

/** `mahler replay RUN`: runs a record again and compares the bits. Exit code 0 = equal, 1 = different. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("run a recorded backtest again and compare trades, equity and funnel bit for bit")
    .argument("<run>", "folder that mahler backtest wrote")
    .option("--data <folder>", "dataset folder, when it has moved since")
    .option("--json", "print the comparison as JSON")
    .option("--quiet", "print nothing; the exit code says it")
    .addHelpText("after", "\nExamples:\n  mahler replay out/main-1a2b3c4d\n  mahler replay out/main-1a2b3c4d --data /archive/embedded && echo same")
    .action(async (run: string, options: ReplayOptions) => {
      const { replay } = await import("./replay-run");
      await interruptible((signal) => replay(run, options, signal));
    });
}
