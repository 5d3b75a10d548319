// docs/engine.md §1: what a quote is worth and what can be done with it. Prices in units per share.
import type { AccountSpec } from "../strategy/spec";

export interface Quote {
  bid: number;
  ask: number;
}

export type QuoteState = "zero" | "crossed" | "locked" | "blown" | "wide" | "noBid" | "good";

/** Mid above which a quote ten times as wide as its bid is an error rather than a cheap wing: $1, as bid + ask. */
const BLOWN_FROM = 20_000;

/** State of a quote; the first rule that matches decides. */
export function quoteState({ bid, ask }: Quote, account: AccountSpec): QuoteState {
  if (ask === 0) return "zero";
  if (bid > ask) return "crossed";
  if (bid === ask) return "locked";
  if (ask > 10 * bid && bid + ask > BLOWN_FROM) return "blown";
  if (isWide({ bid, ask }, account)) return "wide";
  return bid === 0 ? "noBid" : "good";
}

function isWide({ bid, ask }: Quote, { widthMax, widthFloor, widthShare }: AccountSpec): boolean {
  const width = ask - bid;
  if (widthMax > 0 && width > widthMax) return true;
  return widthShare > 0 && width > widthFloor && 2 * width * 1e4 > widthShare * (bid + ask);
}

export const isMarkable = (state: QuoteState): boolean => state === "locked" || state === "wide" || isBuyable(state);
export const isBuyable = (state: QuoteState): boolean => state === "noBid" || state === "good";
export const isSellable = (state: QuoteState): boolean => state === "good";

export const mid = ({ bid, ask }: Quote): number => (bid + ask) / 2;

/** Fill prices, rounded half up once; `fraction` × 1e4 of the quoted width from the favourable side. */
export const buyPrice = ({ bid, ask }: Quote, fraction: number): number => Math.floor((bid * 1e4 + fraction * (ask - bid) + 5000) / 1e4);
export const sellPrice = ({ bid, ask }: Quote, fraction: number): number => Math.floor((ask * 1e4 - fraction * (ask - bid) + 5000) / 1e4);
