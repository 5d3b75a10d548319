import { Command } from "commander";
import { interruptible } from "./interrupt";

const EXAMPLES = `
Examples:
  mahler lab                                     the embedded market, in a browser on this machine
  mahler lab --data data/spx                     an imported dataset
  mahler lab --config config/main.yaml           begin with a config
  mahler lab --port 0 --json                     any free port; the address as JSON

The page keeps to this machine: it may read from its own server and from nowhere else. Datasets dropped on it are not sent anywhere.`;

/** `mahler lab`: the page in which a backtest follows the hand. */
export function labCommand(): Command {
  return new Command("lab")
    .description("serve a page that runs backtests live in the browser, on the same core and to the same bits")
    .option("--data <folder>", "dataset to open; embedded is the simulated market", "embedded")
    .option("--config <names>", "config to begin with: files or scenarios, as for mahler backtest")
    .option("--port <n>", "port; 0 = any free one", "4173")
    .option("--host <address>", "address to listen on; others than this machine's own can then open the page", "127.0.0.1")
    .option("--no-isolation", "serve without cross-origin isolation: workers then hold a copy of the market each")
    .option("--json", "print the address as JSON")
    .option("--quiet", "print the address alone")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { data: string; config?: string; port: string; host: string; isolation: boolean; json?: boolean; quiet?: boolean }) => {
      const { runLab } = await import("./lab-run");
      await interruptible((signal) => runLab(options, signal));
    });
}
