import type { TrialLedger } from "../node/ledger";
import { trialsLines } from "../report/trials";
import { viewOf } from "../report/view";

/** What is wrong with the ledger, on standard error: quiet or not, for it says that a count is too low. */
export function printNotices(ledger: Pick<TrialLedger, "notices">): void {
  for (const notice of ledger.notices()) process.stderr.write(`mahler: ${notice}\n`);
}

/** The end of a printed report: how many trials there were by now. Nothing of it in JSON or when quiet, but for what is wrong. */
export function printTrials(ledger: TrialLedger, { json, quiet }: { json: boolean; quiet: boolean }): void {
  const view = viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR);
  if (!json && !quiet) process.stdout.write(trialsLines(view, ledger.count(), "these included").map((line) => `${line}\n`).join(""));
  printNotices(ledger);
}
