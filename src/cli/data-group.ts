import { Command } from "commander";
import { dataCommands } from "./data";
import { dailyCommand } from "./data-daily";
import { exportCommand } from "./data-export";
import { importCommand } from "./data-import";
import { importLogCommand } from "./data-log";
import { simulateCommand } from "./simulate";
import { synthCommand } from "./synth";

/** `mahler data …`: everything about datasets. */
export function dataCommand(): Command {
  const data = new Command("data").description("make, import, check, describe and export datasets, daily files and logs");
  for (const command of [importCommand(), dailyCommand(), importLogCommand(), simulateCommand(), synthCommand(), ...dataCommands(), exportCommand()]) data.addCommand(command);
  return data.addHelpText("after", `
Examples:
  mahler data simulate --seed 7 --out data/seven
  mahler data synth --bars SPY.csv --vol VIX.csv --out data/spy-synth
  mahler data import chains/SPX_2019*.csv.gz --bars SPX.csv --vix VIX.csv --out data/spx2019
  mahler data daily SPY.csv
  mahler data import-log trade-log.csv --symbol SPX --out out/omega
  mahler data verify data/spx2019
  mahler data info data/spx2019
  mahler data export data/spx2019 --parquet --out exports/spx2019`);
}
