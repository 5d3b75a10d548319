import type { Underlying } from "../market/types";
import { configError } from "../errors";
import { butterfly, butterflyMid } from "./checks/butterfly";
import { calendar } from "./checks/calendar";
import { deltaPair } from "./checks/deltaPair";
import { expiryDate, expiryMoved, settlementPrice } from "./checks/expiries";
import { forwardGap } from "./checks/forward";
import { deltaMissing, deltaRange, deltaSign, deltaSize, ivMissing, ivRange } from "./checks/greeks";
import { intrinsic, intrinsicMid } from "./checks/intrinsic";
import { ivOutlier } from "./checks/ivOutlier";
import { parity } from "./checks/parity";
import { blown, crossed, locked, noQuote, wide, zeroBid } from "./checks/quotes";
import { noBar, noSession } from "./checks/sessions";
import { snapshotTime } from "./checks/snapshot";
import { spotClose, spotRange } from "./checks/spot";
import { staleDay } from "./checks/staleDay";
import { thinDay, thinVolume } from "./checks/thinDay";
import { totalVariance } from "./checks/totalVariance";
import { vertical, verticalMid } from "./checks/vertical";
import type { QualityContext } from "./context";
import type { Finding, QualityCheck } from "./types";

/** Every check, in the order of reports: days, expiries, quotes, arbitrage, volatility and Greeks. */
export const QUALITY_CHECKS: readonly QualityCheck[] = [
  noSession, staleDay, thinDay, thinVolume, noBar, spotRange, spotClose, snapshotTime,
  expiryDate, expiryMoved, settlementPrice, forwardGap,
  noQuote, zeroBid, crossed, locked, blown, wide,
  intrinsic, intrinsicMid, vertical, verticalMid, butterfly, butterflyMid, calendar, totalVariance, parity,
  ivMissing, ivRange, ivOutlier, deltaMissing, deltaSign, deltaRange, deltaSize, deltaPair,
];

/** Ids of the checks that find money for nothing between different contracts. */
export const ARBITRAGE_CHECKS = ["intrinsic", "vertical", "butterfly", "calendar", "parity"] as const;

export interface CheckResult {
  check: QualityCheck;
  finding: Finding;
}

/** The checks of those ids in the order of QUALITY_CHECKS; all without ids. Throws a config error for an unknown one. */
export function checksOf(ids?: readonly string[]): QualityCheck[] {
  const unknown = ids?.find((id) => !QUALITY_CHECKS.some((check) => check.id === id));
  if (unknown !== undefined) throw configError(`check = ${unknown}`, "is not a quality check", `known: ${QUALITY_CHECKS.map((check) => check.id).join(", ")}`);
  return QUALITY_CHECKS.filter((check) => !ids || ids.includes(check.id));
}

/** Runs checks over the days of `u`. Throws a config error for an unknown id. */
export const runChecks = (u: Underlying, context: QualityContext, ids?: readonly string[]): CheckResult[] => checksOf(ids).map((check) => ({ check, finding: check.run(u, context) }));
