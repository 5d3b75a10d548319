import { longFormat } from "./layouts";

/** Cboe's delayed quote table in the lower-case names, recognised by its `net` column; the snapshot time varies, IV 0 means none. */
export const cboeQuotetable = longFormat({
  id: "cboe-quotetable",
  vendor: "Cboe delayed quote table",
  columns: {
    underlying: "underlying", spot: "underlying_last", symbol: "optionroot", right: "type", expiry: "expiration", day: "quotedate", strike: "strike",
    bid: "bid", ask: "ask", volume: "volume", openInterest: "openinterest",
  },
  optional: { iv: "impliedvol", delta: "delta" },
  marks: ["net"],
  ignored: ["exchange", "last", "gamma"],
});
