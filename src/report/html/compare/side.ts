// The runs that a page compares, each with its letter, whatever it came from.
import type { RecordedLog } from "../../../log/read";
import type { RecordedRun } from "../../../results/readRun";
import { reportInput } from "../backtest/input";
import type { PageInput } from "../backtest/input";
import { colour } from "../style";
import { logInput } from "../log/input";

export type Recorded = RecordedRun | RecordedLog;

export const isLog = (recorded: Recorded): recorded is RecordedLog => "imported" in recorded.record;

export interface Side extends PageInput {
  /** "A", "B", … in the order in which they were named. */
  letter: string;
  colour: string;
  recorded: Recorded;
}

/** Sides in order. Throws data errors for tables that lack a column. */
export const sidesOf = (all: readonly Recorded[]): Side[] =>
  all.map((recorded, i) => ({
    ...(isLog(recorded) ? logInput(recorded) : reportInput(recorded)), letter: String.fromCharCode(65 + i), colour: colour("series", 1 + i), recorded,
  }));

/** "A: put credit spread on SPY, QQQ". */
export function whatOf({ recorded, trades }: Side): string {
  if (isLog(recorded)) return `imported Option Omega log, ${recorded.record.config.ticker.join(", ")}`;
  const structures = [...new Set(trades.map(({ structure }) => structure.replaceAll("-", " ")))];
  return `backtest, ${structures.join(" + ") || "no trade"} on ${Object.keys(recorded.funnel.byUnderlying).join(", ")}`;
}
