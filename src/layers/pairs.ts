// What two runs that differ by one layer did differently, before any statistics.
import { excessReturns } from "../metrics/returns";
import { dayAt, sessionCount, tradeCount } from "../metrics/ledger";
import type { Ledger } from "../metrics";
import { FEWEST_SESSIONS } from "../stats/bootstrapMean";
import { changesBetween } from "./changes";
import { matchTrades, sameRun } from "./match";
import type { TradeEffect } from "./match";
import type { Plan, PlannedPair, PlannedRun } from "./plan";
import { momentsOf } from "./returns";
import { sharpeSeries } from "../stats/sharpeSeries";
import { refusedBy } from "./summary";
import type { Refused } from "./summary";
import type { Context, LayerRun } from "./types";

export interface PairFacts extends PlannedPair {
  /** The other context, when its two runs are these too: one test, told twice. */
  sameAs: Context | null;
  /** Why the layer did nothing; null when it did something. */
  inert: string | null;
  /** Why there is no difference to judge although the runs differ; null when there is. */
  reason: string | null;
  trades: TradeEffect;
  /** Null when the two runs did not have the same chances. */
  refused: Refused | null;
}

/** Daily returns over the risk-free rate, or why there are none to compare. */
export type Series = Float64Array | { reason: string };

export function seriesOf({ ledger }: LayerRun): Series {
  const returns = excessReturns(ledger);
  if ("reason" in returns) return returns;
  if (returns.length < FEWEST_SESSIONS) return { reason: `has fewer than ${FEWEST_SESSIONS} sessions` };
  return momentsOf(returns).deviation > 0 ? returns : { reason: tradeCount(ledger) === 0 ? "never traded" : "has returns that never vary" };
}

/** The facts of pair `i` of the plan. */
export function pairFacts(plan: Plan, i: number, runs: readonly LayerRun[], series: readonly Series[]): PairFacts {
  const pair = plan.pairs[i];
  const [on, off] = [runs[pair.with], runs[pair.without]];
  const trades = matchTrades(on.ledger, off.ledger);
  const earlier = plan.pairs.slice(0, i).find((other) => other.layer === pair.layer && other.with === pair.with && other.without === pair.without);
  return {
    ...pair, trades, refused: refusedBy(on.funnel, off.funnel), sameAs: earlier?.context ?? null,
    inert: sameRun(on.ledger, off.ledger, trades) ? inertReason(plan.runs[pair.with], plan.runs[pair.without], on.ledger) : null,
    reason: incomparable(on.ledger, off.ledger) ?? undefinedIn(plan, [pair.with, pair.without], series) ?? sizeOnly(series[pair.with], series[pair.without]),
  };
}

function incomparable(a: Ledger, b: Ledger): string | null {
  const same = sessionCount(a) === sessionCount(b) && Array.from({ length: sessionCount(a) }, (_, t) => dayAt(a, t) === dayAt(b, t)).every(Boolean);
  return same ? null : "the two runs have other sessions";
}

function undefinedIn(plan: Plan, places: readonly number[], series: readonly Series[]): string | null {
  const texts = places.flatMap((run) => ("reason" in series[run] ? [`"${plan.runs[run].id}" ${series[run].reason}`] : []));
  return texts.length ? texts.join("; ") : null;
}

/** Below this, differences of standardised returns are rounding. */
const ROUNDING = 1e-9;

function sizeOnly(a: Series, b: Series): string | null {
  if ("reason" in a || "reason" in b) return null;
  const [x, y] = [sharpeSeries(a), sharpeSeries(b)];
  return x.every((value, t) => Math.abs(value - y[t]) < ROUNDING) ? "every day's return is the one without it times a constant: it changes the size and nothing else" : null;
}

function inertReason(on: PlannedRun, off: PlannedRun, ledger: Ledger): string {
  const changes = changesBetween(off.request, on.request);
  if (changes.length === 0) return "on and off are the same here";
  const trades = tradeCount(ledger);
  const text = changes.map(({ key, from, to }) => `${key} ${from} → ${to}`).join(", ");
  return trades === 0 ? `there are no trades to act on (${text})` : `it never bound: ${trades === 1 ? "its one trade" : `all ${trades} trades`} and every day's equity are the same (${text})`;
}
