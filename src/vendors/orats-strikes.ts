import type { ChainRow } from "./format";
import type { Cells } from "./cells";
import { wideFormat } from "./layouts";
import { ownDelta, preferSpot, rootWithoutSymbol } from "./orats";

/** ORATS near-end-of-day strikes, the archive's 37 columns and the later 39 with OPRA symbols (E.1); whole market in one file a day. */
export const oratsStrikes = wideFormat({
  id: "orats-strikes",
  vendor: "ORATS near-end-of-day strikes (37 and 39 columns)",
  columns: { underlying: "ticker", expiry: "expirDate", strike: "strike", day: ["trade_date", "quotedate"], delta: "delta" },
  optional: { spot: "spot_px" },
  call: { bid: "cBidPx", ask: "cAskPx", volume: "cVolu", openInterest: "cOi", iv: "cMidIv" },
  put: { bid: "pBidPx", ask: "pAskPx", volume: "pVolu", openInterest: "pOi", iv: "pMidIv" },
  optionalCall: { symbol: "cOpra" },
  optionalPut: { symbol: "pOpra" },
  extra: {
    stock: { names: "stkPx", kind: "number" },
    years: { names: "yte", kind: "number" },
    dividend: { names: "divRate", kind: "number", optional: true },
  },
  finds: ["spot"],
  ignored: [
    "cValue", "pValue", "cBidIv", "cAskIv", "smoothSmvVol", "pBidIv", "pAskIv", "iRate", "residualRateData", "gamma", "theta", "vega", "rho", "phi", "driftlessTheta",
    "extVol", "extCTheo", "extPTheo",
  ],
  quirk({ column, columns }) {
    const stock = column("stock"), years = column("years"), dividend = column("dividend");
    const number = (cells: Cells, at: number): number => (cells.blank(at) ? 0 : cells.scaled(at, 6) / 1e6 || 0);
    return (cells: Cells, row: ChainRow) => {
      preferSpot(cells, row, stock);
      ownDelta(row, number(cells, dividend), number(cells, years));
      if (cells.blank(columns.symbol)) row.root = rootWithoutSymbol(row);
      return Number.isNaN(row.spot) ? "unparseable_underlying_price" : null;
    };
  },
});
