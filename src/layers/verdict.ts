// What the numbers say of a layer. One rule, stated in docs/layers.md.
import type { Context } from "./types";
import type { PairResult } from "./compare";

export type Verdict = "adds value" | "no evidence" | "harms" | "depends" | "inert" | "undefined";

export interface LayerVerdict {
  layer: string;
  verdict: Verdict;
  /** Contexts in which the difference is significant after the correction, and its sign. */
  significant: { context: Context; sign: 1 | -1 }[];
  /** Why there is no verdict on evidence; null with one. */
  reason: string | null;
}

/**
 * A layer adds value (harms) when the Sharpe ratio is higher (lower) with it, significantly after the correction for all tests of the family, alone or in
 * the system, and not the other way round in the other. Both ways: it depends.
 */
export function verdictOf(layer: string, pairs: readonly PairResult[], level: number): LayerVerdict {
  const tested = pairs.flatMap(({ context, difference }) => (difference === null ? [] : [{ context, difference }]));
  if (tested.length === 0) {
    const inert = pairs.every((pair) => pair.inert !== null);
    return { layer, verdict: inert ? "inert" : "undefined", significant: [], reason: [...new Set(pairs.map((pair) => pair.inert ?? pair.reason ?? ""))].join("; ") };
  }
  const significant = tested.filter(({ difference }) => difference.sharpe.adjusted !== null && difference.sharpe.adjusted <= 1 - level + 1e-12)
    .map(({ context, difference }) => ({ context, sign: difference.sharpe.value > 0 ? (1 as const) : (-1 as const) }));
  const signs = new Set(significant.map(({ sign }) => sign));
  const verdict = signs.size === 0 ? "no evidence" : signs.size === 2 ? "depends" : signs.has(1) ? "adds value" : "harms";
  return { layer, verdict, significant, reason: null };
}
