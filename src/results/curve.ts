import * as abi from "../../assembly/abi";
import type { Ledger } from "../metrics";
import { sessionCount, session } from "../metrics/ledger";
import { toDollars } from "../units";

/** Marked equity of every session, dollars, with the session's day (days since 1970-01-01). */
export function equityCurve(ledger: Ledger): { days: Int32Array; equity: Float64Array } {
  const sessions = Array.from({ length: sessionCount(ledger) }, (_, t) => t);
  return { days: Int32Array.from(sessions, (t) => session(ledger, t, abi.E_DAY)), equity: Float64Array.from(sessions, (t) => toDollars(session(ledger, t, abi.E_EQUITY))) };
}
