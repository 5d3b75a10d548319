import { FLOOR } from "./alphavantage";
import { longFormat } from "./layouts";

/**
 * The free archives of philippdubach (options-data, options-dataset-hist): Parquet by year or symbol, and the SQLite table `options_data` (E.4).
 * Dates are text, there is no underlying price and no time; names and the floor of the IVs are Alpha Vantage's.
 */
export const philippdubach = longFormat({
  id: "philippdubach",
  vendor: "philippdubach options-data / options-dataset-hist (Parquet, SQLite)",
  columns: {
    symbol: "contract_id", underlying: "symbol", expiry: "expiration", strike: "strike", right: "type", bid: "bid", ask: "ask",
    volume: "volume", openInterest: "open_interest", day: "date", iv: "implied_volatility",
  },
  optional: { delta: "delta" },
  fillers: FLOOR,
  ignored: ["id", "last", "mark", "bid_size", "ask_size", "theta", "rho", "in_the_money"],
});
