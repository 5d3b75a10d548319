// How many trials were made on a dataset, for the end of every report.
import type { Entry, TrialCount } from "../ledger";
import { expectedMaxSharpe } from "../stats/deflated";
import { isoDate } from "../units";
import { grouped } from "./format";
import { clip, wrapText } from "./style";
import { textTable } from "./table";
import { section } from "./view";
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

/** A dataset's ledger as it is shown. */
export interface LedgerView {
  id: string;
  /** Of the dataset. */
  name: string;
  path: string;
  count: TrialCount;
  entries: readonly Entry[];
  /** What is wrong with its file. */
  notices: readonly string[];
}

const number = (value: number): string => (Number.isFinite(value) ? grouped(value, 2) : "–");
const day = (entry: Entry | undefined): string => entry?.at.slice(0, 10) ?? "–";

/** All ledgers of a workspace, a row per dataset. */
export function trialsOverview(view: View, ledgers: readonly LedgerView[], folder: string): string[] {
  if (ledgers.length === 0) return ["", `  no trials yet in ${folder}: every backtest and sweep counts there`];
  const right = (title: string) => ({ title, align: "right" as const });
  const rows = ledgers.map(({ id, name, count, entries }) => [clip(name, 24), id.slice(0, 8), grouped(count.trials), grouped(count.configs), grouped(count.tradeLists), number(count.sharpe.highest), number(luckySharpe(count)), day(entries[0]), day(entries.at(-1))]);
  const columns = [{ title: "dataset", align: "left" as const }, { title: "id", align: "left" as const }, ...["trials", "configs", "trade lists", "best", "luck", "first", "last"].map(right)];
  const about = "trials: distinct config × underlyings × range; best: highest annual Sharpe ratio of them; luck: what the best of so many would show without any skill";
  return [...section(view, "Trials", textTable(columns, rows, view.style.dim), folder), "", ...wrapText(about, view.width - 2).map((line) => `  ${view.style.dim(line)}`)];
}

/** One ledger, a row per line of its file. */
export function trialLines(view: View, { name, count, entries, path }: LedgerView): string[] {
  const rows = entries.map(({ at, command, scope, sharpe }) => [at.slice(0, 16).replace("T", " "), command, clip(scope.tickers.join(","), 20), `${isoDate(scope.start)} … ${isoDate(scope.end)}`, grouped(sharpe.length), number(sharpe.reduce((most, value) => (value > most ? value : most), -Infinity))]);
  const columns = [...["at (UTC)", "command", "underlyings", "range"].map((title) => ({ title, align: "left" as const })), { title: "new trials", align: "right" as const }, { title: "best Sharpe", align: "right" as const }];
  return [...section(view, `Trials on ${name}`, textTable(columns, rows, view.style.dim)), "", ...trialsLines(view, count, `in ${grouped(entries.length)} lines of ${path}`)];
}
