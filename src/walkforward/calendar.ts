import { snapshotBars } from "../engine/bars";
import { buildTimeline } from "../engine/timeline";
import { dataError } from "../errors";
import type { Market } from "../market/types";
import { rangeOf } from "../run/execute";
import type { Space } from "../sweep/types";

/** The sessions of a run and what the risk-free rate was on them. */
export interface Calendar {
  /** Rising day numbers. */
  days: Int32Array;
  /** Annual rate known before each session; null = the constant. */
  rates: Float64Array | null;
  /** Constant annual rate. */
  riskFree: number;
}

/** The calendar of the space's range on the market: the sessions that a backtest of its base would have. */
export function calendarOf(market: Market, { base }: Space): Calendar {
  const { start, end } = rangeOf(market, base);
  const chosen = base.ticker.map((ticker) => {
    const found = market.underlyings.find(({ symbol }) => symbol === ticker);
    if (!found) throw dataError(`ticker = ${ticker}`, `not in dataset ${market.name}`, `it has ${market.underlyings.map((u) => u.symbol).join(", ")}`);
    return found.bars.day.length > 0 ? found : { ...found, bars: snapshotBars(found) };
  });
  const { day, rate } = buildTimeline(chosen, market.curves, start, end, base.feature_lag);
  return base.risk_free === "curve" ? { days: day, rates: rate, riskFree: 0 } : { days: day, rates: null, riskFree: base.risk_free / 100 };
}
