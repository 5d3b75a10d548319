#!/usr/bin/env node
import { Command } from "commander";
import { VERSION } from "../version";
import { backtestCommand, startCommand } from "./backtest";
import { causalityCommand } from "./causality";
import { failure } from "./failure";
import { labCommand } from "./lab";
import { layersCommand } from "./layers";
import { monteCarloCommand } from "./montecarlo";
import { overfitCommand } from "./overfit";
import { paramsCommand } from "./params";
import { replayCommand } from "./replay";
import { reportCommand } from "./report";
import { studyCommand } from "./study";
import { compareCommand, sweepCommand, topCommand } from "./sweep";
import { trialsCommand } from "./trials";
import { walkForwardCommand } from "./walk-forward";

const HELP = `
Examples:
  npm start                                     make the simulated market, run the main scenario on it
  mahler backtest --config main --max-delta 0.2 run a scenario with a change
  mahler replay out/main-1a2b3c4d               run it again, compare the bits
  mahler sweep mahler-grid                      384 configs over the same market
  mahler top out/mahler-grid-1a2b3c4d --by calmar --where "trades >= 100"
  mahler trials                                 how many configs were looked at, on which data
  mahler montecarlo out/main-1a2b3c4d           wealth, drawdown and ruin over resampled paths
  mahler layers --config production             which layers add value?
  mahler walk-forward mahler-grid               choose on the past, trade what follows
  mahler overfit mahler-grid                    how likely is the best one luck?
  mahler study slippage                         a question of the design, answered with numbers
  mahler causality --config production          does any decision look ahead?
  mahler report out/main-1a2b3c4d               the run as one HTML page
  mahler lab                                    the same core in a browser, live
  mahler data simulate --seed 7 --out data/seven
  mahler data info data/embedded
  mahler params delta                           every key about deltas

Exit codes: 0 done · 1 internal error (replay: different; causality: look-ahead) · 2 command line or config · 3 data · 4 files · 130 cancelled`;

/** In the order of the help. */
const COMMANDS: readonly (() => Command)[] = [
  startCommand,
  backtestCommand,
  replayCommand,
  sweepCommand,
  topCommand,
  compareCommand,
  layersCommand,
  walkForwardCommand,
  overfitCommand,
  trialsCommand,
  monteCarloCommand,
  studyCommand,
  causalityCommand,
  reportCommand,
  labCommand,
  paramsCommand,
];

/** The data group brings the Arrow libraries along, so it is loaded when it is asked for. */
async function dataGroup(args: readonly string[]): Promise<Command> {
  return args[0] === "data" ? (await import("./data-group")).dataCommand() : new Command("data").description("import, daily, import-log, simulate, verify, info: make, import, check and describe data");
}

async function program(args: readonly string[]): Promise<Command> {
  const mahler = new Command("mahler")
    .description("Research engine for option credit spreads: backtests with honest fills, exact money and an answer to “why did it not trade?”.")
    .version(VERSION)
    .helpCommand(false)
    .addHelpText("after", HELP);
  for (const command of COMMANDS) mahler.addCommand(command());
  mahler.addCommand(await dataGroup(args));
  return silenceErrors(mahler);
}

/** Errors are thrown to the one place that prints them. */
function silenceErrors(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  command.commands.forEach((child) => silenceErrors(child));
  return command;
}

async function main(args: readonly string[]): Promise<void> {
  // A reader that closed the pipe (head, less) has seen enough.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 4));
  try {
    await (await program(args)).parseAsync([...args], { from: "user" });
  } catch (error) {
    const { text, code } = failure(error, args.includes("--json"));
    process.stderr.write(text);
    process.exitCode = code;
  }
}

await main(process.argv.slice(2));
