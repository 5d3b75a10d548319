import { longFormat } from "./layouts";

/** DiscountOptionData's L3-like files: three IV columns (the mean is used); `Flags` is `*` on every row seen and is not interpreted. */
export const discountoptiondata = longFormat({
  id: "discountoptiondata",
  vendor: "discountoptiondata.com",
  columns: {
    underlying: "UnderlyingSymbol", spot: "UnderlyingPrice", symbol: "OptionSymbol", right: "Type", expiry: "Expiration", day: "DataDate", strike: "Strike",
    bid: "Bid", ask: "Ask", volume: "Volume", openInterest: "OpenInterest", iv: "IVMean",
  },
  optional: { delta: "Delta" },
  ignored: ["Flags", "Last", "T1OpenInterest", "IVBid", "IVAsk", "Gamma", "Theta", "Vega", "AKA"],
});
