import { longFormat } from "./layouts";
import { PUT } from "./parse";

/**
 * The 21 columns that the public Mahler engine (traderjoe) writes after downloading from ORATS, one row per contract.
 * Its puts carry −|the call's delta| (D.17), so an out-of-the-money put shows more than one half: put deltas are left out and computed.
 */
export const mahlerParquet = longFormat({
  id: "mahler-parquet",
  vendor: "traderjoe / Mahler ORATS download (21 columns)",
  columns: {
    underlying: "ticker", day: "trade_date", expiry: "expir_date", strike: "strike", right: "option_type", spot: "stock_price",
    bid: "bid", ask: "ask", volume: "volume", openInterest: "open_interest", iv: "mid_iv", delta: "delta",
  },
  marks: ["smv_vol", "theoretical_value"],
  ignored: ["dte", "bid_iv", "ask_iv", "gamma", "theta", "vega", "rho"],
  quirk: () => (_cells, row) => {
    if (row.right === PUT && !Number.isNaN(row.delta)) {
      row.delta = Number.NaN;
      row.deltaDropped = true;
    }
    return null;
  },
});
