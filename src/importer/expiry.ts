import { previousSession, sessionOnOrBefore, thirdFriday } from "../calendar";
import { assumedRoot, knownRoot, settlementOf } from "../market/roots";
import type { RootTerms } from "../market/roots";
import { SETTLEMENT } from "../market/types";
import { isoDate } from "../units";

export interface Series {
  /** Last trade date, day number. */
  expiry: number;
  /** SETTLEMENT.PM or SETTLEMENT.AM. */
  settlement: number;
  /** The session whose open (AM) or close (PM) settles the series. */
  settlesOn: number;
}

/** Terms of a root and whether they had to be assumed. */
export function termsOf(root: string): { terms: RootTerms; assumed: boolean } {
  const terms = knownRoot(root);
  return terms ? { terms, assumed: false } : { terms: assumedRoot(root), assumed: true };
}

/**
 * Last trade date and settlement of a series from the vendor's expiry date. Saturday dates and closed Fridays move to the session
 * before; AM series settle at that session's open and last trade on the session before it (D.2, D.4).
 */
export function seriesOf(terms: RootTerms, vendorExpiry: number): Series {
  const settlesOn = sessionOnOrBefore(vendorExpiry);
  const settlement = settlementOf(terms, settlesOn === monthlyOf(vendorExpiry));
  return { settlement, settlesOn, expiry: settlement === SETTLEMENT.AM ? previousSession(settlesOn) : settlesOn };
}

/** The session of the month's third Friday. */
function monthlyOf(day: number): number {
  const [year, month] = isoDate(day).split("-").map(Number);
  return sessionOnOrBefore(thirdFriday(year, month));
}
