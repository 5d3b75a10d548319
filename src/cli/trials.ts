import { Command } from "commander";

/** `mahler trials`: the trial ledgers of the workspace. */
export function trialsCommand(): Command {
  return new Command("trials")
    .description("how many configs were ever evaluated on which dataset, and the Sharpe ratio that luck alone would show by now")
    .argument("[dataset]", "name of a dataset, or the beginning of its ledger's id: its ledger line by line")
    .option("--json", "as JSON")
    .addHelpText("after", "\nEvery backtest, sweep, walk-forward and check counts here: an append-only ledger per dataset in .mahler/trials\n(of MAHLER_WORKSPACE, else of the current folder). A config that ran before on the same underlyings and range is no new trial.\n\nExamples:\n  mahler trials\n  mahler trials embedded\n  mahler trials --json")
    .action(async (dataset: string | undefined, options: { json?: boolean }) => (await import("./trials-run")).runTrials(dataset, options.json ?? false));
}
