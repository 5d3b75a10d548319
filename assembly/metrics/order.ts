// Places of the numbers in M_VALUES_PTR: the order of METRICS in src/metrics/index.ts; a test holds the two together.
import { setF64 } from "../column";

export const NET_PROFIT: i32 = 0;
export const TOTAL_RETURN: i32 = 1;
export const CAGR: i32 = 2;
export const VOLATILITY: i32 = 3;
export const SHARPE: i32 = 4;
export const SORTINO: i32 = 5;
export const MAX_DRAWDOWN: i32 = 6;
export const CALMAR: i32 = 7;
export const TRADES_CLOSED: i32 = 8;
export const WIN_RATE: i32 = 9;
export const PROFIT_FACTOR: i32 = 10;
export const EXPECTANCY: i32 = 11;
export const AVERAGE_HOLD: i32 = 12;
export const TRADES_OPEN: i32 = 13;
export const OPEN_PNL: i32 = 14;
export const SIGMA_R: i32 = 15;
export const WORST_TRADE: i32 = 16;
export const WORST_TRADE_R: i32 = 17;
export const WORST_TRADE_EQUITY: i32 = 18;
export const TEN_WORST: i32 = 19;
export const CVAR_R: i32 = 20;
export const CVAR_EQUITY: i32 = 21;
export const TIME_IN_MARKET: i32 = 22;
export const MEAN_HEAT: i32 = 23;
export const MAX_HEAT: i32 = 24;
export const MEAN_POSITIONS: i32 = 25;
export const MAX_POSITIONS: i32 = 26;
export const MEAN_BREAKER_MULTIPLIER: i32 = 27;
export const COMMISSIONS: i32 = 28;
export const FEES: i32 = 29;

/** Money units per dollar. */
export const UNITS_PER_DOLLAR: f64 = 10_000;

/** Writes a metric; what is not finite is undefined, whatever the formula said. */
export function put(values: usize, metric: i32, value: f64): void {
  setF64(values, metric, isFinite(value) ? value : NaN);
}
