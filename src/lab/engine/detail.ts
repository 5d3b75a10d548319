// What a single run says beyond its curve: trades, reasons, groups, closes.
import * as abi from "../../../assembly/abi";
import type { Prepared } from "../../engine/prepare";
import { regimeName } from "../../metrics";
import { EXIT_REASONS } from "../../metrics/names";
import type { Execution } from "../../results/execution";
import { STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { DetailReply, TradeRow } from "../protocol";

/** The trades of a run, in the order in which positions ended. */
export function tradeRows({ ledger, output: { trades } }: Execution): TradeRow[] {
  return Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i): TradeRow => {
    const slot = (at: number): number => trades[i * abi.TRADE_STRIDE + at];
    const strike = (at: number): number => slot(at) / STRIKE_PER_DOLLAR;
    return {
      id: slot(abi.T_ID), underlying: ledger.underlyings[slot(abi.T_UNDERLYING)], structure: ledger.structures[slot(abi.T_SLEEVE)],
      entry: slot(abi.T_ENTRY_DAY), exit: slot(abi.T_EXIT_DAY), expiry: slot(abi.T_EXPIRY),
      shortPut: strike(abi.T_SHORT_PUT), longPut: strike(abi.T_LONG_PUT), shortCall: strike(abi.T_SHORT_CALL), longCall: strike(abi.T_LONG_CALL),
      contracts: slot(abi.T_CONTRACTS), credit: toDollars(slot(abi.T_CREDIT)), exitCost: toDollars(slot(abi.T_EXIT_COST)),
      pnl: toDollars(slot(abi.T_NET_PNL)), r: slot(abi.T_NET_PNL) / slot(abi.T_MAX_LOSS),
      reason: EXIT_REASONS[slot(abi.T_REASON)], regime: regimeName(ledger, slot(abi.T_REGIME)),
      spotEntry: toDollars(slot(abi.T_SPOT_ENTRY)), spotExit: toDollars(slot(abi.T_SPOT_EXIT)),
    };
  });
}

/** Closes of each underlying by session, dollars; NaN where it has no bar. */
export function closesBySession({ underlyings, timeline }: Prepared): DetailReply["closes"] {
  return underlyings.map((underlying, u) => {
    const { close } = underlying.bars;
    return { symbol: underlying.symbol, close: Float64Array.from(timeline.underlyings[u].barIndex, (i) => (i < 0 ? NaN : toDollars(close[i]))) };
  });
}

