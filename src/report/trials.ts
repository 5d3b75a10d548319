// How many trials were made on a dataset, for the end of every report.
import type { TrialCount } from "../ledger";
import { expectedMaxSharpe } from "../stats/deflated";
import { grouped } from "./format";
import { wrapText } from "./style";
import type { View } from "./view";

/** Annual Sharpe ratio to expect of the best of the trials if none had skill: by their number and the spread of theirs. NaN when that is unknown. */
export const luckySharpe = ({ trials, sharpe }: TrialCount): number => expectedMaxSharpe(trials, sharpe.variance);

/** A line or two: how many trials, what is said of this run, and what the best of so many would show by luck. */
export function trialsLines(view: View, count: TrialCount, note: string): string[] {
  const { trials, tradeLists } = count;
  const lucky = luckySharpe(count);
  const inert = tradeLists < trials ? `, ${grouped(tradeLists)} different trade lists` : "";
  const luck = trials > 1 && Number.isFinite(lucky) ? `; without any skill the best of them would show a Sharpe ratio of about ${grouped(lucky, 2)}` : "";
  return wrapText(`trials on this data so far: ${grouped(trials)}${inert}, ${note}${luck}`, view.width - 2).map((line) => `  ${view.style.dim(line)}`);
}
