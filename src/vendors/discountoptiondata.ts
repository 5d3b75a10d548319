import type { ChainFormat } from "./format";

/** DiscountOptionData's L3-like files: three IV columns (the mean is used); `Flags` is `*` on every row seen and is not interpreted. */
export const discountoptiondata: ChainFormat = {
  id: "discountoptiondata",
  vendor: "discountoptiondata.com",
  columns: {
    underlying: ["UnderlyingSymbol"],
    underlyingPrice: ["UnderlyingPrice"],
    symbol: ["OptionSymbol"],
    right: ["Type"],
    expiry: ["Expiration"],
    day: ["DataDate"],
    strike: ["Strike"],
    bid: ["Bid"],
    ask: ["Ask"],
    volume: ["Volume"],
    openInterest: ["OpenInterest"],
    iv: ["IVMean"],
    delta: ["Delta"],
    greeks: [["Gamma"], ["Theta"], ["Vega"]],
  },
  ignored: ["Flags", "Last", "T1OpenInterest", "IVBid", "IVAsk", "AKA"],
};
