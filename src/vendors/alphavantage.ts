import type { Extra } from "./columns";
import { longFormat } from "./layouts";
import type { QuirkBase } from "./layouts";
import type { RowReader } from "./format";

/** The least IV their solver answers, × 1e-5: printed with zero gamma and vega and a delta of ±1 or 0 for options that are nothing of the kind. */
const FLOOR_IV = 1488;

export const floorColumns = {
  printedIv: { names: "implied_volatility", kind: "number" },
  gamma: { names: "gamma", kind: "number", optional: true },
  vega: { names: "vega", kind: "number", optional: true },
} as const satisfies Record<string, Extra>;

/** Marks IV and delta of rows at the solver's floor as fillers. */
export function floorFiller({ column }: QuirkBase): RowReader {
  const iv = column("printedIv"), gamma = column("gamma"), vega = column("vega");
  return (cells, row) => {
    if (row.iv >= 148 && row.iv <= 149) row.filler = cells.scaled(iv, 5) === FLOOR_IV && cells.scaled(gamma, 5) === 0 && cells.scaled(vega, 5) === 0;
    return null;
  };
}

/** Alpha Vantage `HISTORICAL_OPTIONS` (E.5), JSON with every value a text, or CSV; no underlying price, no time. */
export const alphavantage = longFormat({
  id: "alphavantage",
  vendor: "Alpha Vantage HISTORICAL_OPTIONS (JSON, CSV)",
  columns: {
    symbol: "contractID", underlying: "symbol", expiry: "expiration", strike: "strike", right: "type", bid: "bid", ask: "ask",
    volume: "volume", openInterest: "open_interest", day: "date", iv: "implied_volatility",
  },
  optional: { delta: "delta" },
  extra: floorColumns,
  ignored: ["last", "mark", "bid_size", "ask_size", "theta", "rho"],
  quirk: floorFiller,
});
