import { E_BREAKER_BITS, E_BREAKER_MULTIPLIER } from "../../assembly/abi";
import { average } from "./exposure";
import { session, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import type { Metric } from "./metric";
import { BREAKER_BITS } from "./names";

export const meanBreakerMultiplier: Metric = {
  id: "mean_breaker_multiplier",
  label: "Mean breaker multiplier",
  unit: "ratio",
  better: null,
  definition: "mean over sessions of the multiplier that breakers put on new risk; 1 = never in force",
  compute: (ledger) => average(ledger, (t) => session(ledger, t, E_BREAKER_MULTIPLIER)),
};

/** Share of the sessions on which each breaker was in force, by name; those that never were are left out. */
export function breakerShares(ledger: Ledger): Record<string, number> {
  const n = sessionCount(ledger);
  const shares: Record<string, number> = {};
  for (const [bit, name] of BREAKER_BITS) {
    let count = 0;
    for (let t = 0; t < n; t++) if (session(ledger, t, E_BREAKER_BITS) & bit) count++;
    if (count > 0) shares[name] = count / n;
  }
  return shares;
}
