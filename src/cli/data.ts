// mahler data verify | info. Results on stdout.
import { Command } from "commander";
import { dataError } from "../errors";
import { verifyDataset } from "../node/verify";
import { infoCommand } from "./data-info";
import { verifyText } from "./data-text";

interface Output {
  json?: boolean;
  quiet?: boolean;
}

/** The commands under `mahler data` that deal with stored data; failures are thrown as MahlerError. */
export const dataCommands = (): Command[] => [verifyCommand(), infoCommand()];

const withOutput = (command: Command): Command => command.option("--json", "print the report as JSON").option("--quiet", "print nothing but errors");

function verifyCommand(): Command {
  return withOutput(new Command("verify"))
    .description("check a dataset: file hashes, structure, dates, row accounts; counts doubtful quotes")
    .argument("<dir>", "dataset folder")
    .addHelpText("after", "\nExample:\n  mahler data verify data/spx2019 --json")
    .action(async (dir: string, flags: Output) => {
      const report = await verifyDataset(dir);
      print(flags, report, verifyText(report));
      if (!report.ok) throw dataError(dir, report.problems.length === 1 ? report.problems[0] : `${report.problems.length} problems, first: ${report.problems[0]}`, "import or simulate the dataset again");
    });
}

function print({ json, quiet }: Output, report: unknown, text: string): void {
  if (quiet) return;
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text);
}
