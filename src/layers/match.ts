// The trades of two runs side by side: which the layer prevented, shrank or left otherwise, and what that was worth.
import * as abi from "../../assembly/abi";
import type { Ledger } from "../metrics";
import { toDollars } from "../units";

export interface Tally {
  trades: number;
  /** Dollars; of money not made or not lost the amount, never negative. */
  dollars: number;
}

/** A trade counts as a winner when its net P&L is above 0. */
export interface TradeEffect {
  /** Winners that the layer prevented or shrank, and what they would have brought more. */
  winnersMissed: Tally;
  /** Losers (and trades at 0) that it prevented or shrank, and what they would have lost more. */
  losersAvoided: Tally;
  /** Of these: prevented outright. */
  prevented: { winners: number; losers: number };
  /** Trades with more contracts, and the P&L of the added ones. */
  grown: Tally;
  /** Trades that ended on another day, for another reason or at another price; the change of their P&L at the size they have. */
  exits: { trades: number; better: number; dollars: number };
  /** Another contract on the same day for the same underlying and sleeve; its P&L − that of the one it stands for. */
  replaced: Tally & { better: number };
  /** Trades only with the layer, and their P&L; winners among them. */
  added: Tally & { winners: number };
  /** Trades that are the same in both. */
  unchanged: number;
  /** P&L of all trades with the layer − without it, dollars: added + replaced + grown + exits − missed + avoided. */
  change: number;
}

/** Slots that say what was opened; positions with equal ones are the same trade. */
const IDENTITY = [abi.T_UNDERLYING, abi.T_STRUCTURE, abi.T_ENTRY_DAY, abi.T_EXPIRY, abi.T_ROOT, abi.T_SHORT_PUT, abi.T_LONG_PUT, abi.T_SHORT_CALL, abi.T_LONG_CALL] as const;
/** The chance that a trade used. */
const CHANCE = [abi.T_ENTRY_DAY, abi.T_UNDERLYING, abi.T_SLEEVE] as const;
const EXIT = [abi.T_EXIT_DAY, abi.T_REASON, abi.T_EXIT_COST] as const;

type Trade = Float64Array;

const tradesOf = ({ trades }: Ledger): Trade[] => Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => trades.subarray(i * abi.TRADE_STRIDE, (i + 1) * abi.TRADE_STRIDE));
const pnl = (trade: Trade): number => trade[abi.T_NET_PNL];

/**
 * Compares the trades with the layer to those without it: first by contract and day, then what is left by day, underlying and sleeve. Equal ones are matched
 * in order.
 */
export function matchTrades(withLayer: Ledger, without: Ledger): TradeEffect {
  const effect = empty();
  const same = pairUp(tradesOf(withLayer), tradesOf(without), IDENTITY);
  for (const [after, before] of same.pairs) compare(effect, before, after);
  const stand = pairUp(same.onlyA, same.onlyB, CHANCE);
  for (const [after, before] of stand.pairs) {
    effect.replaced.trades++;
    effect.replaced.dollars += pnl(after) - pnl(before);
    if (pnl(after) > pnl(before)) effect.replaced.better++;
  }
  for (const before of stand.onlyB) reduce(effect, before, pnl(before), true);
  for (const trade of stand.onlyA) {
    effect.added.trades++;
    effect.added.dollars += pnl(trade);
    if (pnl(trade) > 0) effect.added.winners++;
  }
  return inDollars(effect);
}

/** Trades of both lists with equal slots, in the order of `b`; what is left of each in its own order. */
function pairUp(a: readonly Trade[], b: readonly Trade[], slots: readonly number[]): { pairs: [Trade, Trade][]; onlyA: Trade[]; onlyB: Trade[] } {
  const keyOf = (trade: Trade): string => slots.map((slot) => trade[slot]).join(" ");
  const waiting = new Map<string, Trade[]>();
  for (const trade of a) {
    const key = keyOf(trade);
    const list = waiting.get(key);
    if (list) list.push(trade);
    else waiting.set(key, [trade]);
  }
  const pairs: [Trade, Trade][] = [];
  const onlyB: Trade[] = [];
  for (const trade of b) {
    const other = waiting.get(keyOf(trade))?.shift();
    if (other) pairs.push([other, trade]);
    else onlyB.push(trade);
  }
  return { pairs, onlyA: [...waiting.values()].flat(), onlyB };
}

function empty(): TradeEffect {
  const tally = (): Tally => ({ trades: 0, dollars: 0 });
  return {
    winnersMissed: tally(), losersAvoided: tally(), prevented: { winners: 0, losers: 0 }, grown: tally(),
    exits: { trades: 0, better: 0, dollars: 0 }, replaced: { ...tally(), better: 0 }, added: { ...tally(), winners: 0 }, unchanged: 0, change: 0,
  };
}

/** The P&L changes by size (at the exit it had) and then by exit (at the size it has). */
function compare(effect: TradeEffect, before: Trade, after: Trade): void {
  const share = after[abi.T_CONTRACTS] / before[abi.T_CONTRACTS];
  const bySize = pnl(before) * (share - 1);
  const byExit = pnl(after) - pnl(before) * share;
  const moved = EXIT.some((slot) => after[slot] !== before[slot]);
  if (share < 1) reduce(effect, before, -bySize, false);
  if (share > 1) {
    effect.grown.trades++;
    effect.grown.dollars += bySize;
  }
  effect.exits.dollars += byExit;
  if (moved) {
    effect.exits.trades++;
    if (byExit > 0) effect.exits.better++;
  } else if (share === 1) effect.unchanged++;
}

/** `amount`: the part of the trade's P&L that is gone, of the trade's own sign. */
function reduce(effect: TradeEffect, trade: Trade, amount: number, prevented: boolean): void {
  const won = pnl(trade) > 0;
  const tally = won ? effect.winnersMissed : effect.losersAvoided;
  tally.trades++;
  tally.dollars += Math.abs(amount);
  if (prevented) effect.prevented[won ? "winners" : "losers"]++;
}

/** Units → dollars, and the sum. */
function inDollars(effect: TradeEffect): TradeEffect {
  for (const tally of [effect.winnersMissed, effect.losersAvoided, effect.grown, effect.exits, effect.replaced, effect.added]) tally.dollars = toDollars(tally.dollars);
  const { winnersMissed, losersAvoided, grown, exits, replaced, added } = effect;
  return { ...effect, change: added.dollars + replaced.dollars + grown.dollars + exits.dollars - winnersMissed.dollars + losersAvoided.dollars };
}

/** Whether the two runs did the same: every trade alike, every session's equity the same. */
export function sameRun(a: Ledger, b: Ledger, effect: TradeEffect): boolean {
  if (effect.unchanged * abi.TRADE_STRIDE !== a.trades.length || a.trades.length !== b.trades.length) return false;
  for (let at = abi.E_EQUITY; at < a.equity.length; at += abi.EQ_STRIDE) if (a.equity[at] !== b.equity[at]) return false;
  return true;
}
