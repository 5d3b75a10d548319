// From the day loop's records to the columns that METRICS names.
import {
  C_COMMISSIONS, C_CONTRACTS, C_CREDIT, C_ENTRY_DAY, C_EQUITY, C_EXIT_COST, C_EXIT_DAY, C_FEES, C_MAX_LOSS, C_NET_PNL, C_REASON, C_SHORT_CALL, C_SHORT_PUT, C_SLEEVE, C_UNDERLYING, COMPACT_STRIDE,
  E_BREAKER_MULTIPLIER, E_EQUITY, E_HEAT, E_POSITIONS, EQ_STRIDE, M_EQUITY_PTR, M_HEAT_PTR, M_MULTIPLIER_PTR, M_POSITIONS_PTR, M_SESSIONS, M_TRADES, M_TRADES_PTR, T_CONTRACTS, T_CREDIT, T_ENTRY_COMMISSION,
  T_ENTRY_DAY, T_EQUITY, T_EXIT_COMMISSION, T_EXIT_COST, T_EXIT_DAY, T_FEES, T_ID, T_MAX_LOSS, T_NET_PNL, T_REASON, T_SHORT_CALL, T_SHORT_PUT, T_SLEEVE, T_UNDERLYING, TRADE_STRIDE,
} from "../abi";
import { f64At, i32At, setF64 } from "../column";

/** Fills the equity, heat, positions, multiplier and trade columns of the METRICS record from EQUITY records and from TRADE records, whose ids are 0 … trades − 1. */
export function compactRun(record: usize, equityRecords: usize, tradeRecords: usize): void {
  const sessions = i32At(record, M_SESSIONS);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  const heat = <usize>i32At(record, M_HEAT_PTR);
  const positions = <usize>i32At(record, M_POSITIONS_PTR);
  const multiplier = <usize>i32At(record, M_MULTIPLIER_PTR);
  for (let t = 0; t < sessions; t++) {
    const row = equityRecords + <usize>(t * EQ_STRIDE * 8);
    setF64(equity, t, f64At(row, E_EQUITY));
    setF64(heat, t, f64At(row, E_HEAT));
    setF64(positions, t, f64At(row, E_POSITIONS));
    setF64(multiplier, t, f64At(row, E_BREAKER_MULTIPLIER));
  }
  const trades = i32At(record, M_TRADES);
  const compact = <usize>i32At(record, M_TRADES_PTR);
  for (let i = 0; i < trades; i++) {
    const trade = tradeRecords + <usize>(i * TRADE_STRIDE * 8);
    compactTrade(compact + <usize>(<i32>f64At(trade, T_ID) * COMPACT_STRIDE * 8), trade);
  }
}

function compactTrade(out: usize, trade: usize): void {
  setF64(out, C_UNDERLYING, f64At(trade, T_UNDERLYING));
  setF64(out, C_SLEEVE, f64At(trade, T_SLEEVE));
  setF64(out, C_ENTRY_DAY, f64At(trade, T_ENTRY_DAY));
  setF64(out, C_EXIT_DAY, f64At(trade, T_EXIT_DAY));
  setF64(out, C_SHORT_PUT, f64At(trade, T_SHORT_PUT));
  setF64(out, C_SHORT_CALL, f64At(trade, T_SHORT_CALL));
  setF64(out, C_CONTRACTS, f64At(trade, T_CONTRACTS));
  setF64(out, C_CREDIT, f64At(trade, T_CREDIT));
  setF64(out, C_EXIT_COST, f64At(trade, T_EXIT_COST));
  setF64(out, C_COMMISSIONS, f64At(trade, T_ENTRY_COMMISSION) + f64At(trade, T_EXIT_COMMISSION));
  setF64(out, C_FEES, f64At(trade, T_FEES));
  setF64(out, C_NET_PNL, f64At(trade, T_NET_PNL));
  setF64(out, C_MAX_LOSS, f64At(trade, T_MAX_LOSS));
  setF64(out, C_EQUITY, f64At(trade, T_EQUITY));
  setF64(out, C_REASON, f64At(trade, T_REASON));
  setF64(out, COMPACT_STRIDE - 1, 0);
}
