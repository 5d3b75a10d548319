// What was found of a layer, in words made of its numbers.
import type { Difference, JudgedLayers, LayerVerdict, PairResult } from "../layers";
import type { TradeEffect } from "../layers";
import { dollars, grouped, percent } from "./format";

/** Told first: what the layer does in the system as it is. */
export const CONTEXT_NAMES = { system: "in the system", alone: "alone" } as const;

export const CONTEXTS = ["system", "alone"] as const;

/** "+0.12", "−0.03", "0.00". */
export const plus = (value: number, digits = 2): string => `${Number(value.toFixed(digits)) > 0 ? "+" : ""}${grouped(value, digits)}`;

/** p-values as far as they mean something. */
export const pText = (p: number | null): string => (p === null ? "–" : p < 0.001 ? "<0.001" : p.toFixed(p < 0.1 ? 3 : 2));

const shares = (from: number, to: number): string => `${grouped(100 * from, 1)} → ${percent(to, 1)}`;

/** "misses 212 winners worth $8,120, avoids 61 losers worth $9,004" and what else changed. */
export function tradesText({ winnersMissed, losersAvoided, exits, replaced, added, grown }: TradeEffect): string {
  const parts = [
    winnersMissed.trades > 0 ? `misses ${count(winnersMissed.trades, "winner")} worth ${dollars(winnersMissed.dollars)}` : "misses no winner",
    losersAvoided.trades > 0 ? `avoids ${count(losersAvoided.trades, "loser")} worth ${dollars(losersAvoided.dollars)}` : "avoids no loser",
  ];
  if (exits.trades > 0) parts.push(`${count(exits.trades, "exit")} changed for ${dollars(exits.dollars)}`);
  if (replaced.trades > 0) parts.push(`${count(replaced.trades, "trade")} replaced for ${dollars(replaced.dollars)}`);
  if (grown.trades > 0) parts.push(`${count(grown.trades, "trade")} grown for ${dollars(grown.dollars)}`);
  if (added.trades > 0) parts.push(`${count(added.trades, "new trade")} for ${dollars(added.dollars)}`);
  return parts.join(", ");
}

const count = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;

const sharpeText = ({ sharpe, sessions }: Difference, level: string): string =>
  sharpe.adjusted === null ? `Sharpe ${plus(sharpe.value)} (resting on about ${count(Math.max(1, Math.round(sessions)), "session")}: too few to judge)`
    : `Sharpe ${plus(sharpe.value)} (${level} ${plus(sharpe.low)} … ${plus(sharpe.high)}, adjusted p ${pText(sharpe.adjusted)})`;

/** The numbers of one pair in one sentence. */
export function pairText(result: JudgedLayers, pair: PairResult): string {
  if (pair.inert !== null) return `inert: ${pair.inert}`;
  const { metrics: on } = result.runs[pair.with];
  const { metrics: off } = result.runs[pair.without];
  const { difference } = pair;
  const level = percent(result.judge.level, 0);
  const sharpe = difference === null ? `Sharpe undefined (${pair.reason})` : sharpeText(difference, level);
  const both = (id: "max_drawdown" | "total_return", name: string): string[] => (on[id].value === null || off[id].value === null ? [] : [`${name} ${shares(off[id].value, on[id].value)}`]);
  return [[sharpe, ...both("max_drawdown", "drawdown"), ...both("total_return", "return")].join(", "), tradesText(pair.trades)].join("; ");
}

/** The verdict and its numbers in one line. */
export function verdictLine(result: JudgedLayers, { layer, verdict }: LayerVerdict): string {
  const texts = pairsOf(result, layer).map((pair) => (pair.sameAs === null ? `${CONTEXT_NAMES[pair.context]}: ${pairText(result, pair)}` : `${CONTEXT_NAMES[pair.context]}: the same two runs`));
  return `${layer}: ${verdict} (${texts.join(". ")})`;
}

/** A layer's pairs, the system's first. */
export const pairsOf = ({ pairs }: JudgedLayers, layer: string): PairResult[] => CONTEXTS.flatMap((context) => pairs.filter((pair) => pair.layer === layer && pair.context === context));

/** The lines of all layers, by layer. */
export const verdictLines = (result: JudgedLayers): Record<string, string> => Object.fromEntries(result.verdicts.map((verdict) => [verdict.layer, verdictLine(result, verdict)]));
