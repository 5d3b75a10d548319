import { basename } from "node:path";
import { Command } from "commander";
import { resolveConfig } from "../config";
import { loadConfigLayers } from "../node/config";
import { addConfigFlags, givenFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";
import type { ReportFlag } from "./report-flag";

const EXAMPLES = `
Examples:
  mahler backtest                                          the defaults on the embedded market
  mahler backtest --config main,limits-tight               a scenario with a preset on top
  mahler backtest --ticker SPX --data data/spx-2019 --width 25,50 --min-credit 5
  mahler backtest --config production --environment paper --out out/paper
  mahler backtest --sleeve put-credit-spread:min_delta=0.1 --sleeve iron-condor:width=5+10,max_delta=0.2
  mahler backtest --use-regime-sizing --regime-multipliers "1.0,0.75,0.5,0.4" --json > run.json
  mahler backtest --config production --report             and a page of it, report.html in the result folder`;

/** `mahler backtest`: one run of a config. */
export function backtestCommand(): Command {
  const command = new Command("backtest").description("run one backtest: print the result, write trades, equity, metrics, funnel and a record to replay it");
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(() => backtest(command, [], "backtest", false));
}

/** `mahler start`: what npm start runs, the main scenario on a fresh embedded market; flags change it. */
export function startCommand(): Command {
  const command = new Command("start").description("make the embedded market if needed and run the main scenario on it");
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", "\nExamples:\n  npm start\n  npm start -- --max-delta 0.2 --profit-target 50").action(() => backtest(command, ["main"], "main", true));
}

async function backtest(command: Command, bases: readonly string[], fallback: string, refresh: boolean): Promise<void> {
  const { files, layer } = givenFlags(command);
  const config = resolveConfig([...(await loadConfigLayers([...bases, ...files])), layer]);
  const name = files.length ? files.map((file) => basename(file).replace(/\.ya?ml$/, "")).join("+") : fallback;
  const { runSession } = await import("./session"); // Arrow and the engine: not for a misspelt flag
  await interruptible((signal) => runSession(config, { name, signal, refresh, report: command.opts<ReportFlag>().report }));
}
