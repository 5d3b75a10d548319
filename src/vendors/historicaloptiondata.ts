import { longFormat } from "./layouts";

/**
 * The L2 and L3 products of historicaloptiondata.com / DeltaNeutral, in its own header names and in the lower-case names that circulate;
 * `exchange`, `optionext` and the Greeks may be absent (E.7). An unnamed first column is pandas' index, `dte` a helper column.
 * Next morning's open interest (`T1OpenInterest`, `OI2`) would be look-ahead (D.14) and is not read; nor are the older files' `G1` … `G6`,
 * whose meaning nobody documents: their deltas are computed.
 */
export const historicaloptiondata = longFormat({
  id: "historicaloptiondata",
  vendor: "historicaloptiondata.com / DeltaNeutral",
  columns: {
    underlying: ["underlying", "UnderlyingSymbol"], spot: ["underlying_last", "UnderlyingPrice"], symbol: ["optionroot", "OptionRoot", "OptionSymbol"],
    right: ["type", "Type"], expiry: ["expiration", "Expiration"], day: ["quotedate", "DataDate"], strike: ["strike", "Strike"],
    bid: ["bid", "Bid"], ask: ["ask", "Ask"], volume: ["volume", "Volume"], openInterest: ["openinterest", "OpenInterest"],
  },
  optional: { iv: ["impliedvol", "IV"], delta: ["delta", "Delta"], extension: ["optionext", "OptionExt"] },
  fillers: { iv: [0.01], zero: [["delta", "Delta"], ["gamma", "Gamma"], ["theta", "Theta"], ["vega", "Vega"]] },
  ignored: [
    "", "exchange", "Exchange", "last", "Last", "optionalias", "AKA", "Alias", "T1OpenInterest", "OI2", "dte", "G1", "G2", "G3", "G4", "G5", "G6",
  ],
});
