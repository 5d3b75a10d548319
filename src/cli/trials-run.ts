import { configError } from "../errors";
import { listLedgers, openLedgerFile, trialsFolder } from "../node/ledger";
import type { TrialLedger } from "../node/ledger";
import { luckySharpe, trialLines, trialsOverview } from "../report/trials";
import type { LedgerView } from "../report/trials";
import { viewOf } from "../report/view";
import { isoDate } from "../units";
import { printNotices } from "./trials-notices";

/** Prints the ledgers of the workspace, or one of them line by line. */
export async function runTrials(dataset: string | undefined, json: boolean): Promise<void> {
  const folder = trialsFolder();
  const ledgers = await Promise.all((await listLedgers(folder)).map(async (id) => viewOfLedger(id, await openLedgerFile(folder, id, ""))));
  const chosen = dataset === undefined ? ledgers : ledgers.filter(({ id, name }) => name === dataset || id.startsWith(dataset));
  if (dataset !== undefined && chosen.length === 0) throw configError(`dataset = ${dataset}`, `has no trials in ${folder}`, ledgers.length ? `there are: ${ledgers.map(({ id, name }) => `${name} (${id.slice(0, 8)})`).join(", ")}` : "run a backtest or a sweep first");
  if (json) process.stdout.write(`${JSON.stringify(chosen.map((view) => jsonOf(view, dataset !== undefined)), null, 2)}\n`);
  else {
    const view = viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR);
    const lines = dataset === undefined ? trialsOverview(view, chosen, folder) : chosen.flatMap((ledger) => trialLines(view, ledger));
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  for (const { notices } of chosen) printNotices({ notices: () => notices });
}

function viewOfLedger(id: string, ledger: TrialLedger): LedgerView {
  const entries = ledger.entries();
  return { id, name: entries.at(-1)?.data ?? "?", path: ledger.path, count: ledger.count(), entries, notices: ledger.notices() };
}

function jsonOf({ entries, count, ...rest }: LedgerView, lines: boolean): object {
  const lucky = luckySharpe(count);
  return {
    ...rest, ...count, luckySharpe: Number.isFinite(lucky) ? lucky : null,
    ...(lines ? { lines: entries.map(({ at, command, scope, sharpe }) => ({ at, command, tickers: scope.tickers, start: isoDate(scope.start), end: isoDate(scope.end), trials: sharpe.length, sharpe: Array.from(sharpe) })) } : {}),
  };
}
