// Trades of two runs one to one: the same underlying, day and contracts' terms, in order when there are several.
import type { Trade } from "../backtest/input";

export interface Matched {
  /** The same position, opened on the same day. */
  pairs: [a: Trade, b: Trade][];
  onlyA: Trade[];
  onlyB: Trade[];
}

/** Matches by underlying, day of entry, expiry and strikes. A log without a symbol matches any underlying. */
export function matchTrades(a: readonly Trade[], b: readonly Trade[]): Matched {
  const anySymbol = [...a, ...b].some(({ underlying }) => underlying === "unknown");
  const keyOf = (trade: Trade): string => [anySymbol ? "" : trade.underlying, trade.entry, trade.expiry, trade.strikes].join(" ");
  const waiting = new Map<string, Trade[]>();
  for (const trade of b) waiting.set(keyOf(trade), [...(waiting.get(keyOf(trade)) ?? []), trade]);
  const pairs: [Trade, Trade][] = [];
  const onlyA: Trade[] = [];
  for (const trade of a) {
    const twin = waiting.get(keyOf(trade))?.shift();
    if (twin) pairs.push([trade, twin]);
    else onlyA.push(trade);
  }
  return { pairs, onlyA, onlyB: [...waiting.values()].flat().sort((x, y) => x.exit - y.exit || x.id - y.id) };
}

/** Whether both ended on the same day at the same cost per share; costs unknown = the day alone. */
export const endedAlike = (a: Trade, b: Trade): boolean => a.exit === b.exit && a.closed === b.closed && !(Math.abs(a.exitCost - b.exitCost) > 0.005);
