// A run written by hand: days, equity in dollars, and trades by a few fields.
import * as abi from "../../assembly/abi";
import type { Ledger } from "../../src/metrics";
import { parseIsoDate, toUnits } from "../../src/units";

export interface HandTrade {
  entry?: string;
  exit?: string;
  /** Net P&L, dollars. */
  pnl: number;
  maxLoss?: number;
  equity?: number;
  reason?: number;
  regime?: number;
  underlying?: number;
  sleeve?: number;
  commission?: number;
}

export interface HandRun {
  initial?: number;
  /** First session; the others follow day by day over weekdays, unless `days` says otherwise. */
  start?: string;
  days?: readonly string[];
  equity?: readonly number[];
  trades?: readonly HandTrade[];
  rates?: readonly number[];
  riskFree?: number;
  /** Per session: open positions and Σ max loss in dollars. */
  positions?: readonly number[];
  heat?: readonly number[];
}

const day = (text: string): number => parseIsoDate(text)!;

/** Weekdays from a date on. */
export function weekdays(start: string, count: number): number[] {
  const days: number[] = [];
  for (let d = day(start); days.length < count; d++) if ((((d + 3) % 7) + 7) % 7 < 5) days.push(d);
  return days;
}

export function handLedger(run: HandRun): Ledger {
  const { initial = 100_000, start = "2020-01-06", equity = [], trades = [] } = run;
  const days = run.days ? run.days.map(day) : weekdays(start, equity.length);
  const curve = new Float64Array(equity.length * abi.EQ_STRIDE);
  equity.forEach((value, t) => {
    const at = t * abi.EQ_STRIDE;
    curve[at + abi.E_DAY] = days[t];
    curve[at + abi.E_EQUITY] = toUnits(value);
    curve[at + abi.E_CASH] = toUnits(value);
    curve[at + abi.E_POSITIONS] = run.positions?.[t] ?? 0;
    curve[at + abi.E_HEAT] = toUnits(run.heat?.[t] ?? 0);
  });
  const table = new Float64Array(trades.length * abi.TRADE_STRIDE);
  trades.forEach((trade, i) => table.set(tradeRecord(trade, i), i * abi.TRADE_STRIDE));
  return {
    trades: table, equity: curve, initial: toUnits(initial), underlyings: ["SPY", "QQQ"], structures: ["put-credit-spread", "iron-condor"],
    regimes: ["bull_low_vol", "bull_high_vol", "bear_low_vol", "bear_high_vol"], rates: run.rates ? Float64Array.from(run.rates) : null, riskFree: run.riskFree ?? 0,
  };
}

function tradeRecord(trade: HandTrade, id: number): Float64Array {
  const record = new Float64Array(abi.TRADE_STRIDE);
  record[abi.T_ID] = id;
  record[abi.T_ENTRY_DAY] = day(trade.entry ?? "2020-01-06");
  record[abi.T_EXIT_DAY] = day(trade.exit ?? "2020-01-16");
  record[abi.T_EXPIRY] = day("2020-02-21");
  record[abi.T_VENDOR_EXPIRY] = day("2020-02-22");
  record[abi.T_NET_PNL] = toUnits(trade.pnl);
  record[abi.T_MAX_LOSS] = toUnits(trade.maxLoss ?? 400);
  record[abi.T_EQUITY] = toUnits(trade.equity ?? 100_000);
  record[abi.T_REASON] = trade.reason ?? abi.EXIT_PROFIT_TARGET;
  record[abi.T_REGIME] = trade.regime ?? abi.REGIME_UNKNOWN;
  record[abi.T_UNDERLYING] = trade.underlying ?? 0;
  record[abi.T_SLEEVE] = trade.sleeve ?? 0;
  record[abi.T_ENTRY_COMMISSION] = toUnits(trade.commission ?? 0);
  record[abi.T_SHORT_PUT] = 300_500;
  record[abi.T_LONG_PUT] = 295_500;
  record[abi.T_CONTRACTS] = 1;
  record[abi.T_CREDIT] = 10_250;
  record[abi.T_IV_RANK] = NaN;
  return record;
}
