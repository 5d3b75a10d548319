import type { TrialLedger } from "../node/ledger";

/** What is wrong with the ledger, on standard error: quiet or not, for it says that a count is too low. */
export function printNotices(ledger: Pick<TrialLedger, "notices">): void {
  for (const notice of ledger.notices()) process.stderr.write(`mahler: ${notice}\n`);
}
