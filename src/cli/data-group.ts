import { Command } from "commander";
import { simulateCommand } from "./simulate";

/** `mahler data …`: everything about datasets. */
export function dataCommand(): Command {
  const data = new Command("data").description("make, import and check datasets");
  data.addCommand(simulateCommand());
  return data.addHelpText("after", "\nExamples:\n  mahler data simulate\n  mahler data simulate --seed 7 --out data/seven");
}
