import { longFormat } from "./layouts";

/** iVolatility raw IV: padded OCC symbols, dates as MM/DD/YYYY or M/D/YY, an IV of −1 where there is none. */
export const ivolatilityRawIv = longFormat({
  id: "ivolatility-rawiv",
  vendor: "iVolatility raw IV",
  columns: {
    underlying: "symbol", day: "date", spot: "stock_price_close", symbol: "option_symbol", expiry: "option_expiration", strike: "strike", right: "call/put",
    bid: "bid", ask: "ask", iv: "iv", volume: "volume", openInterest: "open_interest", delta: "delta",
  },
  marks: ["stock_price_for_iv", "isinterpolated"],
  ignored: ["exchange", "company_name", "style", "mean_price", "settlement", "forward_price", "vega", "gamma", "theta", "rho"],
});
