// One pass over the compact trades in id order: money sums (integers: exact in any order), exit reasons, and the columns that the tail needs.
import {
  C_ENTRY_DAY, C_EXIT_COST, C_FEES, C_MAX_LOSS, C_REASON, COMPACT_STRIDE, EXIT_END_OF_DATA, EXIT_REASONS, M_EXITS_PTR, M_SCRATCH_PTR, M_TRADES, M_TRADES_PTR,
  M_VALUES_PTR,
} from "../abi";
import { f64At, i32At, setF64 } from "../column";
import {
  AVERAGE_HOLD, COMMISSIONS, EXPECTANCY, FEES, NET_PROFIT, OPEN_PNL, PROFIT_FACTOR, TEN_WORST, TRADES_CLOSED, TRADES_OPEN, UNITS_PER_DOLLAR, WIN_RATE, WORST_TRADE, WORST_TRADE_EQUITY, WORST_TRADE_R, put,
} from "./order";
import { onEquity, onRisk, worstTen } from "./scratch";

const TEN: i32 = 10;

/** Fills the R and equity columns of the scratch with the closed trades; returns their count. */
export function tradeSums(record: usize): i32 {
  const values = <usize>i32At(record, M_VALUES_PTR);
  const trades = i32At(record, M_TRADES);
  const exits = <usize>i32At(record, M_EXITS_PTR);
  const scratch = <usize>i32At(record, M_SCRATCH_PTR);
  const risk = onRisk(scratch);
  const equity = onEquity(scratch, trades);
  const ten = worstTen(scratch);
  memory.fill(exits, 0, EXIT_REASONS * 4);
  for (let i = 0; i < TEN; i++) setF64(ten, i, Infinity);
  const zero = f64x2.splat(0);
  let costs = zero; // exit cost (unused), commissions
  let money = zero; // fees, net P&L
  let days = zero; // entry, exit of the closed
  let worst = f64x2.splat(Infinity); // P&L / max loss, P&L / equity
  let open = 0;
  let openPnl: f64 = 0;
  let gains = zero; // (unused), Σ max(net P&L, 0) of the closed
  let winners = zero; // (unused), closed trades with a gain
  let tenth = Infinity;
  let closed = 0;
  let trade = <usize>i32At(record, M_TRADES_PTR);
  for (const end = trade + <usize>(trades * COMPACT_STRIDE * 8); trade < end; trade += COMPACT_STRIDE * 8) {
    const reason = <i32>f64At(trade, C_REASON);
    const counter = exits + (<usize>reason << 2);
    store<u32>(counter, load<u32>(counter) + 1);
    costs = f64x2.add(costs, v128.load(trade, C_EXIT_COST * 8));
    const pair = v128.load(trade, C_FEES * 8);
    money = f64x2.add(money, pair);
    const pnl = f64x2.extract_lane(pair, 1);
    if (reason == EXIT_END_OF_DATA) {
      open++;
      openPnl += pnl;
      continue;
    }
    days = f64x2.add(days, v128.load(trade, C_ENTRY_DAY * 8));
    const shares = f64x2.div(f64x2.splat(pnl), v128.load(trade, C_MAX_LOSS * 8));
    worst = f64x2.pmin(worst, shares);
    v128.store64_lane(risk + (<usize>closed << 3), shares, 0);
    v128.store64_lane(equity + (<usize>closed << 3), shares, 1);
    closed++;
    gains = f64x2.add(gains, f64x2.pmax(zero, pair));
    winners = i64x2.sub(winners, f64x2.gt(pair, zero));
    if (pnl < tenth) tenth = insert(ten, pnl);
  }
  const net = f64x2.extract_lane(money, 1);
  const n: f64 = closed;
  const gain = f64x2.extract_lane(gains, 1);
  const netClosed = net - openPnl;
  put(values, NET_PROFIT, net / UNITS_PER_DOLLAR);
  put(values, TRADES_CLOSED, n);
  put(values, WIN_RATE, <f64>i64x2.extract_lane(winners, 1) / n);
  put(values, PROFIT_FACTOR, gain / (gain - netClosed)); // no losing trade: 0 below, undefined
  put(values, EXPECTANCY, netClosed / n / UNITS_PER_DOLLAR);
  put(values, AVERAGE_HOLD, (f64x2.extract_lane(days, 1) - f64x2.extract_lane(days, 0)) / n);
  put(values, TRADES_OPEN, open);
  put(values, OPEN_PNL, openPnl / UNITS_PER_DOLLAR);
  put(values, WORST_TRADE, f64At(ten, 0) / UNITS_PER_DOLLAR);
  put(values, WORST_TRADE_R, f64x2.extract_lane(worst, 0));
  put(values, WORST_TRADE_EQUITY, f64x2.extract_lane(worst, 1));
  put(values, TEN_WORST, closed > 0 ? sumOfTen(ten, min(closed, TEN)) / UNITS_PER_DOLLAR : NaN);
  put(values, COMMISSIONS, f64x2.extract_lane(costs, 1) / UNITS_PER_DOLLAR);
  put(values, FEES, f64x2.extract_lane(money, 0) / UNITS_PER_DOLLAR);
  return closed;
}

/** Inserts into the ten smallest, rising; returns the new tenth. */
function insert(ten: usize, value: f64): f64 {
  let i = TEN - 1;
  for (; i > 0 && value < f64At(ten, i - 1); i--) setF64(ten, i, f64At(ten, i - 1));
  setF64(ten, i, value);
  return f64At(ten, TEN - 1);
}

function sumOfTen(ten: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += f64At(ten, i);
  return sum;
}
