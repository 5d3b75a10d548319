import type { ChainFormat } from "./format";

/**
 * The L2 and L3 products of historicaloptiondata.com / DeltaNeutral, in its own header names and in the lower-case names that circulate;
 * `exchange`, `optionext` and the Greeks may be absent (E.7). An unnamed first column is pandas' index, `dte` a helper column.
 */
export const historicaloptiondata: ChainFormat = {
  id: "historicaloptiondata",
  vendor: "historicaloptiondata.com / DeltaNeutral",
  columns: {
    underlying: ["underlying", "UnderlyingSymbol"],
    underlyingPrice: ["underlying_last", "UnderlyingPrice"],
    symbol: ["optionroot", "OptionRoot", "OptionSymbol"],
    extension: ["optionext", "OptionExt"],
    right: ["type", "Type"],
    expiry: ["expiration", "Expiration"],
    day: ["quotedate", "DataDate"],
    strike: ["strike", "Strike"],
    bid: ["bid", "Bid"],
    ask: ["ask", "Ask"],
    volume: ["volume", "Volume"],
    openInterest: ["openinterest", "OpenInterest"],
    iv: ["impliedvol", "IV"],
    delta: ["delta", "Delta"],
    greeks: [["gamma", "Gamma"], ["theta", "Theta"], ["vega", "Vega"]],
  },
  ignored: ["", "exchange", "Exchange", "last", "Last", "optionalias", "AKA", "T1OpenInterest", "dte"],
  fillerIvs: [100],
};
