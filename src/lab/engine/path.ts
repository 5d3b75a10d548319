// A trade from its entry to its exit: its legs' mids, the engine's marks, and the thresholds that would close it (docs/engine.md §3 step 3).
import * as abi from "../../../assembly/abi";
import { exitScales } from "../../engine/features";
import type { Prepared } from "../../engine/prepare";
import { configError } from "../../errors";
import { legMids, tradePath } from "../../explain/path";
import { lastUpTo } from "../../market/days";
import type { Execution } from "../../results/execution";
import type { SleeveSpec } from "../../strategy/spec";
import { STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { PathReply, Threshold } from "../protocol";

/** By session, both ends included. Dollars per share; gains in dollars, before commissions. Throws a config error for a trade the run does not have. */
export function pathReply({ output: { trades }, spec }: Execution, prepared: Prepared, id: number): PathReply {
  const base = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE).find((at) => trades[at + abi.T_ID] === id);
  if (base === undefined) throw configError(`trade = ${id}`, "is not in this run", `it has ${trades.length / abi.TRADE_STRIDE} trades`);
  const slot = (name: number): number => trades[base + name];
  const u = slot(abi.T_UNDERLYING);
  const underlying = prepared.underlyings[u];
  const { day, mark, gain, spot, stale, assigned } = tradePath(trades, base, prepared, spec.account);
  const quantity = underlying.multiplier * slot(abi.T_CONTRACTS);
  const first = lastUpTo(prepared.timeline.day, day[0]);
  const scales = exitScales(prepared.features[u], prepared.timeline.underlyings[u]).slice(first, first + day.length);
  // Only a fresh mark closes a position.
  const examined = Array.from(gain, (value, i) => (stale[i] ? NaN : value / quantity));
  return {
    id, symbol: underlying.symbol, days: day, quantity, blocked: slot(abi.T_BLOCKED_EXITS), stale, assigned: assigned.map((side) => ({ ...side, cost: toDollars(side.cost) })),
    legs: legMids(trades, base, prepared, spec.account).map(({ right, strike, sign, mids }) => ({ name: `${sign > 0 ? "short" : "long"} ${strike / STRIKE_PER_DOLLAR} ${right}`, mids: mids.map(toDollars) })),
    mark: mark.map(toDollars), gain: gain.map(toDollars), spot: spot.map(toDollars),
    thresholds: thresholdsOf(spec.sleeves[slot(abi.T_SLEEVE)], { gain: examined, scales: Array.from(scales), dte: Array.from(day, (d) => slot(abi.T_EXPIRY) - d), credit: slot(abi.T_CREDIT), quantity }),
  };
}

interface Course {
  /** Units per share, NaN without a fresh mark. */
  gain: readonly number[];
  scales: readonly number[];
  dte: readonly number[];
  /** Units per share. */
  credit: number;
  quantity: number;
}

/** The thresholds that are on. Nothing is examined on the session of the entry. */
function thresholdsOf({ profitTarget, stopLoss, dynamicExits, gammaExit, timeExit, exitPriority }: SleeveSpec, { gain, scales, dte, credit, quantity }: Course): Threshold[] {
  const first = (holds: (i: number) => boolean): number => dte.findIndex((_, i) => i > 0 && holds(i));
  const level = (shares: readonly number[]): Float64Array => Float64Array.from(shares, (share) => toDollars((share * credit * quantity) / 1e4));
  const ofGain = (base: number, sign: 1 | -1): Pick<Threshold, "level" | "dte" | "first"> => {
    const shares = scales.map((scale) => (dynamicExits ? Math.floor((sign > 0 ? base / scale : base * scale) + 0.5) : base));
    return { level: level(shares.map((share) => sign * share)), dte: null, first: first((i) => sign * gain[i] * 1e4 >= shares[i] * credit) };
  };
  const ofTime = (days: number): Pick<Threshold, "level" | "dte" | "first"> => ({ level: null, dte: days, first: first((i) => dte[i] <= days) });
  return exitPriority.flatMap((kind): Threshold[] => {
    if (kind === "profit-target" && profitTarget > 0) return [{ kind, ...ofGain(profitTarget, 1) }];
    if (kind === "stop-loss" && stopLoss > 0) return [{ kind, ...ofGain(stopLoss, -1) }];
    if (kind === "gamma-exit" && gammaExit >= 0) return [{ kind, ...ofTime(gammaExit) }];
    return kind === "time-exit" && timeExit >= 0 ? [{ kind, ...ofTime(timeExit) }] : [];
  });
}
