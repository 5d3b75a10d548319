// The market as it was known at the end of a day: views of the same columns, nothing is copied.
import type { Curve, Market, Underlying } from "../market/types";
import { override } from "./override";
import { countUpTo } from "../market/days";
import type { Part } from "./types";

/** The market whose parts end with `day`. Columns stay where they are. */
export function truncateMarket(market: Market, day: number, parts: readonly Part[]): Market {
  const cut = (table: Part["table"], underlying: string | null): boolean => parts.some((part) => part.table === table && part.underlying === underlying);
  const curve = (name: "vix" | "rate"): Curve | null => {
    const series = market.curves[name];
    return series && cut(name, null) ? first(series, countUpTo(series.day, day)) : series;
  };
  return {
    ...market,
    underlyings: market.underlyings.map((u) => {
      const chain = cut("chain", u.symbol) ? truncateChain(u, day) : {};
      return override(u, { ...chain, ...(cut("bars", u.symbol) ? { bars: first(u.bars, countUpTo(u.bars.day, day)) } : {}) });
    }),
    curves: { vix: curve("vix"), rate: curve("rate") },
  };
}

function truncateChain(u: Underlying, day: number): Partial<Underlying> {
  const days = countUpTo(u.days.day, day);
  const blocks = days === 0 ? 0 : u.days.blocksEnd[days - 1];
  const rows = blocks === 0 ? 0 : u.blocks.end[blocks - 1];
  return { days: first(u.days, days), blocks: first(u.blocks, blocks), rows: first(u.rows, rows) };
}

type Column = { subarray: (begin: number, end: number) => Column } | null;

/** The first `count` values of every column. */
function first<T extends object>(table: T, count: number): T {
  const cuts = Object.keys(table).map((name) => [name, () => (table[name as keyof T] as Column)?.subarray(0, count) ?? null]);
  return override(table, Object.fromEntries(cuts) as { [K in keyof T]?: () => T[K] });
}
