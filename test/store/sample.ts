import { readdirSync } from "node:fs";
import type { Market, Underlying } from "../../src/market/types";
import { SETTLEMENT } from "../../src/market/types";
import { narrowest } from "../../src/store/encode";

/** A market small enough to write down: two days, three blocks, seven rows, three bars, a volatility index. */
export function sampleUnderlying(symbol = "SPY"): Underlying {
  return {
    symbol, multiplier: 100, exercise: "american", delivery: "physical", tick: 100, strikeUnit: 500, roots: [symbol], dividendYield: 0.013,
    rows: {
      strike: narrowest([500, 502, 500, 504, 498, 500, 502]),
      bid: narrowest([310, 290, 0, 55, 12, 20, 30]),
      ask: narrowest([315, 296, 5, 60, 13, 22, 33]),
      iv: Uint16Array.of(2100, 2080, 0, 1900, 2500, 2400, 2300),
      delta: Int16Array.of(5100, 4900, -32768, -4800, 900, -1000, -1500),
      openInterest: narrowest([10, 0, 70_000, 4, 5, 6, 7]),
      volume: narrowest([1, 0, 3, 4, 5, 6, 7]),
      flags: null,
    },
    blocks: {
      expiry: Int32Array.of(18_020, 18_027, 18_020),
      vendorExpiry: Int32Array.of(18_020, 18_028, 18_020),
      settlement: Uint8Array.of(SETTLEMENT.PM, SETTLEMENT.AM, SETTLEMENT.PM),
      root: Uint8Array.of(0, 0, 0),
      callsBegin: Uint32Array.of(0, 4, 5),
      putsBegin: Uint32Array.of(2, 5, 5),
      end: Uint32Array.of(4, 5, 7),
    },
    days: { day: Int32Array.of(18_010, 18_011), blocksBegin: Uint32Array.of(0, 2), blocksEnd: Uint32Array.of(2, 3), spot: Int32Array.of(2_511_000, 2_500_500) },
    bars: {
      day: Int32Array.of(18_009, 18_010, 18_011),
      open: Int32Array.of(2_500_000, 2_505_000, 2_511_000),
      high: Int32Array.of(2_510_000, 2_515_000, 2_512_000),
      low: Int32Array.of(2_490_000, 2_500_000, 2_495_000),
      close: Int32Array.of(2_505_000, 2_511_000, 2_500_500),
      volume: Float64Array.of(1e8, 2.5e8, 5e9),
      dividend: Int32Array.of(0, 15_670, 0),
      split: Float64Array.of(1, 1, 1),
      settlement: Int32Array.of(0, 0, 0),
    },
  };
}

export const sampleMarket = (symbols = ["SPY"]): Market => ({
  name: "sample", origin: "simulated", underlyings: symbols.map(sampleUnderlying),
  curves: { vix: { day: Int32Array.of(18_009, 18_010), value: Float64Array.of(14.25, 15.5) }, rate: null },
});

/** Name of the dataset's file whose name begins so, e.g. "SPY.2019.rows": the content hash follows. */
export function storedName(folder: string, stem: string): string {
  const found = readdirSync(folder).filter((name) => name.startsWith(`${stem}.`));
  if (found.length !== 1) throw new Error(`${stem}: ${found.length} files`);
  return found[0];
}
