// The part of a run that counts: sessions from a day on, and the trades entered on them.
import { E_DAY, E_EQUITY, EQ_STRIDE, T_ENTRY_DAY, TRADE_STRIDE } from "../../assembly/abi";
import { configError } from "../errors";
import { dayAt, sessionCount } from "../metrics/ledger";
import { isoDate } from "../units";
import type { LayerRun } from "./types";

/** The run from day `from` on; the whole run without one. Throws when no session is left. */
export function cutRun(run: LayerRun, from: number | null): LayerRun {
  const { ledger, funnel } = run;
  const sessions = sessionCount(ledger);
  if (from === null || sessions === 0 || from <= dayAt(ledger, 0)) return run;
  const last = dayAt(ledger, sessions - 1);
  if (from > last) throw configError(`from = ${isoDate(from)}`, `is after the last session, ${isoDate(last)}`, "choose an earlier day");
  let first = 0;
  while (ledger.equity[first * EQ_STRIDE + E_DAY] < from) first++;
  const trades = [];
  for (let at = 0; at < ledger.trades.length; at += TRADE_STRIDE) if (ledger.trades[at + T_ENTRY_DAY] >= from) trades.push(ledger.trades.subarray(at, at + TRADE_STRIDE));
  const kept = new Float64Array(trades.length * TRADE_STRIDE);
  trades.forEach((record, i) => kept.set(record, i * TRADE_STRIDE));
  return {
    ledger: { ...ledger, trades: kept, equity: ledger.equity.slice(first * EQ_STRIDE), initial: ledger.equity[(first - 1) * EQ_STRIDE + E_EQUITY], rates: ledger.rates?.slice(first) ?? null },
    funnel: funnel.slice((funnel.length / sessions) * first),
  };
}
