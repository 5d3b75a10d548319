import type { ChainFormat } from "./format";

/** Cboe's delayed quote table in the lower-case names, recognised by its `net` column; the snapshot time varies, IV 0 means none. */
export const cboeQuotetable: ChainFormat = {
  id: "cboe-quotetable",
  vendor: "Cboe delayed quote table",
  columns: {
    underlying: ["underlying"],
    underlyingPrice: ["underlying_last"],
    symbol: ["optionroot"],
    right: ["type"],
    expiry: ["expiration"],
    day: ["quotedate"],
    strike: ["strike"],
    bid: ["bid"],
    ask: ["ask"],
    volume: ["volume"],
    openInterest: ["openinterest"],
    iv: ["impliedvol"],
    delta: ["delta"],
    greeks: [["gamma"]],
  },
  ignored: ["exchange", "last", "net"],
};
