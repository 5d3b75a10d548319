// A log as the records that every metric reads, so that its numbers are this project's definitions.
import * as abi from "../../assembly/abi";
import type { Ledger } from "../metrics";
import { largestLoss } from "./legs";
import type { EquityCurve } from "./equity";
import type { LoggedTrade } from "./trades";

export interface LogLedger extends Ledger {
  /** Trades in the order of the ledger: by closing, those still open last. */
  logged: LoggedTrade[];
  /** Money units per trade; null = not known. */
  largestLosses: (number | null)[];
}

/** The strategy a trade is grouped under. */
export const strategyOf = (trade: LoggedTrade): string => trade.strategy || "(no name)";

/** Underlying of a trade. */
export const symbolOf = (trade: LoggedTrade, given: string | undefined): string => trade.symbol || given || "unknown";

/** Records of trades and sessions. Slots that a log knows nothing of are NaN, and what is computed from them is not reported. */
export function logLedger(trades: readonly LoggedTrade[], curve: EquityCurve, symbol: string | undefined): LogLedger {
  const logged = [...trades].sort((a, b) => (a.closed ?? Infinity) - (b.closed ?? Infinity) || a.opened - b.opened || b.line - a.line || 0);
  const underlyings = [...new Set(logged.map((trade) => symbolOf(trade, symbol)))].sort();
  const structures = [...new Set(logged.map(strategyOf))].sort();
  const largestLosses = logged.map(({ legs, premium, contracts }) => (legs && premium !== null ? largestLoss(legs, Math.round(premium * contracts)) : null));
  const records = new Float64Array(logged.length * abi.TRADE_STRIDE).fill(NaN);
  logged.forEach((trade, i) => {
    const record = records.subarray(i * abi.TRADE_STRIDE, (i + 1) * abi.TRADE_STRIDE);
    record[abi.T_ID] = i;
    record[abi.T_UNDERLYING] = underlyings.indexOf(symbolOf(trade, symbol));
    record[abi.T_SLEEVE] = structures.indexOf(strategyOf(trade));
    record[abi.T_ENTRY_DAY] = trade.opened;
    record[abi.T_EXIT_DAY] = trade.closed ?? curve.day[curve.day.length - 1];
    record[abi.T_NET_PNL] = trade.pnl;
    record[abi.T_MAX_LOSS] = largestLosses[i] ?? NaN;
    record[abi.T_ENTRY_COMMISSION] = trade.openFees ?? 0;
    record[abi.T_EXIT_COMMISSION] = trade.closeFees ?? 0;
    record[abi.T_FEES] = 0;
    record[abi.T_REGIME] = abi.REGIME_UNKNOWN;
    // The log's own words stand in the tables; here only "ended" and "still open" differ.
    record[abi.T_REASON] = trade.closed === null ? abi.EXIT_END_OF_DATA : abi.EXIT_TIME;
    record[abi.T_EQUITY] = equityBefore(curve, trade.opened);
  });
  return { trades: records, equity: sessionRecords(logged, largestLosses, curve), initial: curve.initial, underlyings, structures, regimes: [], rates: null, riskFree: 0, logged, largestLosses };
}

/** Equity at the close before `day`. */
function equityBefore({ day, equity, initial }: EquityCurve, opened: number): number {
  let low = 0, high = day.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle] < opened) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? initial : equity[low - 1];
}

function sessionRecords(trades: readonly LoggedTrade[], losses: readonly (number | null)[], { day, equity }: EquityCurve): Float64Array {
  const records = new Float64Array(day.length * abi.EQ_STRIDE).fill(NaN);
  const index = new Map(Array.from(day, (d, t) => [d, t]));
  const counts = { positions: new Float64Array(day.length + 1), heat: new Float64Array(day.length + 1), entries: new Float64Array(day.length), exits: new Float64Array(day.length) };
  trades.forEach((trade, i) => {
    const from = firstFrom(day, trade.opened);
    const to = trade.closed === null ? day.length : firstFrom(day, trade.closed);
    counts.positions[from]++;
    counts.positions[to]--;
    counts.heat[from] += losses[i] ?? 0;
    counts.heat[to] -= losses[i] ?? 0;
    const [entry, exit] = [index.get(trade.opened), trade.closed === null ? undefined : index.get(trade.closed)];
    if (entry !== undefined) counts.entries[entry]++;
    if (exit !== undefined) counts.exits[exit]++;
  });
  let positions = 0, heat = losses.includes(null) ? NaN : 0;
  day.forEach((d, t) => {
    positions += counts.positions[t];
    heat += counts.heat[t];
    records.set([d, NaN, NaN, equity[t], positions, heat, NaN, 0, 0, counts.entries[t], counts.exits[t]], t * abi.EQ_STRIDE);
  });
  return records;
}

function firstFrom(days: Int32Array, day: number): number {
  const at = days.findIndex((d) => d >= day);
  return at < 0 ? days.length : at;
}
