import { wideFormat } from "./layouts";
import type { WideSpec } from "./layouts";
import { afternoonRoot, ownDelta, preferSpot, rootWithoutSymbol } from "./orats";
import { clockTime } from "./times";

const shared = {
  columns: { underlying: "ticker", day: "tradeDate", expiry: "expirDate", strike: "strike", delta: "delta" },
  optional: { spot: "spotPrice" },
  call: { bid: "callBidPrice", ask: "callAskPrice", volume: "callVolume", openInterest: "callOpenInterest", iv: "callMidIv" },
  put: { bid: "putBidPrice", ask: "putAskPrice", volume: "putVolume", openInterest: "putOpenInterest", iv: "putMidIv" },
  finds: ["spot"],
  ignored: [
    "dte", "callBidSize", "callAskSize", "putBidSize", "putAskSize", "callValue", "putValue", "callBidIv", "callAskIv", "smvVol", "putBidIv", "putAskIv", "residualRate",
    "gamma", "theta", "vega", "rho", "phi", "driftlessTheta", "extSmvVol", "extCallValue", "extPutValue", "updatedAt",
  ],
} satisfies Partial<WideSpec>;

/** ORATS Data API `hist/strikes` (E.2), as JSON or CSV; near the close, time not printed. */
export const oratsApi = wideFormat({
  ...shared,
  id: "orats-api",
  vendor: "ORATS Data API hist/strikes (JSON, CSV)",
  extra: { stock: { names: "stockPrice", kind: "number" } },
  quirk({ column }) {
    const stock = column("stock");
    return (cells, row) => {
      preferSpot(cells, row, stock);
      ownDelta(row);
      row.root = rootWithoutSymbol(row);
      return Number.isNaN(row.spot) ? "unparseable_underlying_price" : null;
    };
  },
});

/** ORATS one-minute `strikes`: New York clock of the snapshot, AM or PM expiry printed. */
export const oratsApiMinute = wideFormat({
  ...shared,
  id: "orats-api-minute",
  vendor: "ORATS Data API one-minute strikes",
  columns: { ...shared.columns, time: "snapShotEstTime" },
  readers: { time: clockTime },
  extra: { stock: { names: "stockPrice", kind: "number" }, settles: { names: "expiryTod", kind: "text" } },
  ignored: [...shared.ignored, "callSmvVol", "putSmvVol", "quoteDate", "snapShotDate", "tickerId", "monthId"],
  quirk({ column }) {
    const stock = column("stock"), settles = column("settles");
    return (cells, row) => {
      preferSpot(cells, row, stock);
      ownDelta(row);
      if (cells.text(settles) === "pm") row.root = afternoonRoot(row.underlying);
      return Number.isNaN(row.spot) ? "unparseable_underlying_price" : null;
    };
  },
});
