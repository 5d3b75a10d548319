// The same market up to a day, and another one after it.
import type { Market } from "../market/types";
import { override } from "./override";
import { BAR_COLUMNS, perturbBars } from "./perturbBars";
import { CHAIN_COLUMNS, perturbChain } from "./perturbChain";
import { perturbCurve } from "./perturbCurve";
import { truncateMarket } from "./truncate";
import type { Change, Part, TableName } from "./types";

/** What a session's closing brings after the chain's snapshot; its open, dividend, split and opening settlement are known in the morning. */
const CLOSING_COLUMNS = ["high", "low", "close", "volume"];

const COLUMNS: Record<TableName, readonly string[]> = { chain: CHAIN_COLUMNS, bars: BAR_COLUMNS, vix: ["value"], rate: ["value"] };

const curvesOf = (market: Market): Part[] =>
  (["vix", "rate"] as const).filter((name) => market.curves[name]).map((table) => ({ table, underlying: null, columns: COLUMNS[table] }));

/** Every table of the tickers with all its columns. */
export function partsOf(market: Market, tickers: readonly string[]): Part[] {
  return [...tickers.flatMap((underlying) => (["chain", "bars"] as const).map((table): Part => ({ table, underlying, columns: COLUMNS[table] }))), ...curvesOf(market)];
}

/** What the close of a day brings. */
export function closingParts(market: Market, tickers: readonly string[]): Part[] {
  return [...tickers.map((underlying): Part => ({ table: "bars", underlying, columns: CLOSING_COLUMNS })), ...curvesOf(market)];
}

/** The changed market. Columns that change are copies, all others stay where they are. */
export function changeMarket(market: Market, change: Change): Market {
  if (change.how === "truncate") return truncateMarket(market, change.after, change.parts);
  const part = (table: TableName, underlying: string | null): Part | undefined => change.parts.find((p) => p.table === table && p.underlying === underlying);
  const curve = (name: "vix" | "rate") => {
    const series = market.curves[name];
    return series && part(name, null) ? perturbCurve(name, series, change) : series;
  };
  return {
    ...market,
    underlyings: market.underlyings.map((u) => {
      const [chain, bars] = [part("chain", u.symbol), part("bars", u.symbol)];
      return override(u, { ...(chain ? perturbChain(u, chain.columns, change) : {}), ...(bars ? { bars: perturbBars(u.bars, bars.columns, change) } : {}) });
    }),
    curves: { vix: curve("vix"), rate: curve("rate") },
  };
}
