// At-the-money implied volatility of a chain day, interpolated to 30 days in total variance (docs/engine.md §6).
import type { Underlying } from "../../src/market/types";
import type { Block } from "../../src/explain/chain";
import { blocksOf, strikeOf, strikePrice } from "../../src/explain/chain";

const TARGET_DTE = 30;
/** A single expiry stands in for 30 days only when it is this near. */
const NEAREST_DTE = 15;
const FARTHEST_DTE = 60;

interface Term {
  dte: number;
  iv: number;
}

export function referenceAtmIv(underlying: Underlying, chainDay: number): number {
  const day = underlying.days.day[chainDay];
  const spot = underlying.days.spot[chainDay];
  const blocks = blocksOf(underlying, chainDay).filter((block) => block.expiry > day);
  const near = blocks.filter((block) => block.expiry - day <= TARGET_DTE).sort((a, b) => b.expiry - a.expiry);
  const far = blocks.filter((block) => block.expiry - day > TARGET_DTE).sort((a, b) => a.expiry - b.expiry);
  /** The nearest to 30 days that has an IV; sorting is stable, so ties keep stored order. */
  const first = (sorted: Block[]): Term | undefined => {
    for (const block of sorted) {
      const iv = blockIv(underlying, block, spot);
      if (iv !== undefined) return { dte: block.expiry - day, iv };
    }
    return undefined;
  };
  return interpolate(first(near), first(far));
}

function interpolate(lower: Term | undefined, upper: Term | undefined): number {
  if (lower?.dte === TARGET_DTE) return lower.iv;
  if (lower !== undefined && upper !== undefined) {
    const low = lower.iv * lower.iv * lower.dte;
    const high = upper.iv * upper.iv * upper.dte;
    return Math.sqrt((low + (high - low) * ((TARGET_DTE - lower.dte) / (upper.dte - lower.dte))) / TARGET_DTE);
  }
  if (lower !== undefined && lower.dte >= NEAREST_DTE) return lower.iv;
  return upper !== undefined && upper.dte <= FARTHEST_DTE ? upper.iv : NaN;
}

/** IV at the spot between the two strikes around it that have one. */
function blockIv(underlying: Underlying, block: Block, spot: number): number | undefined {
  let below: { price: number; iv: number } | undefined;
  for (const { strike, iv } of strikeIvs(underlying, block)) {
    const price = strikePrice(strike);
    if (price <= spot) {
      below = { price, iv };
      continue;
    }
    return below && below.iv + (iv - below.iv) * ((spot - below.price) / (price - below.price));
  }
  return undefined;
}

/** Strikes with an IV, rising: the mean of both rights when both have one. */
function strikeIvs(underlying: Underlying, block: Block): { strike: number; iv: number }[] {
  const call = ivByStrike(underlying, block.call.begin, block.call.end);
  const put = ivByStrike(underlying, block.put.begin, block.put.end);
  const strikes = [...new Set([...call.keys(), ...put.keys()])].sort((a, b) => a - b);
  return strikes.map((strike) => {
    const [a, b] = [call.get(strike) ?? 0, put.get(strike) ?? 0];
    return { strike, iv: (a > 0 && b > 0 ? (a + b) / 2 : a + b) / 1e4 };
  });
}

/** Stored IVs that are not 0 ("not computable"). */
function ivByStrike(underlying: Underlying, begin: number, end: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let row = begin; row < end; row++) if (underlying.rows.iv[row] > 0) found.set(strikeOf(underlying, row), underlying.rows.iv[row]);
  return found;
}
