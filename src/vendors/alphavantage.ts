import { longFormat } from "./layouts";

/** The least IV their solver answers, printed with zero gamma and vega and a delta of ±1 or 0 for options that are nothing of the kind. */
export const FLOOR = { iv: [0.01488], zero: ["gamma", "vega"] };

/** Alpha Vantage `HISTORICAL_OPTIONS` (E.5), JSON with every value a text, or CSV; no underlying price, no time. */
export const alphavantage = longFormat({
  id: "alphavantage",
  vendor: "Alpha Vantage HISTORICAL_OPTIONS (JSON, CSV)",
  columns: {
    symbol: "contractID", underlying: "symbol", expiry: "expiration", strike: "strike", right: "type", bid: "bid", ask: "ask",
    volume: "volume", openInterest: "open_interest", day: "date", iv: "implied_volatility",
  },
  optional: { delta: "delta" },
  fillers: FLOOR,
  ignored: ["last", "mark", "bid_size", "ask_size", "theta", "rho"],
});
