// The days after which the data are changed.
import * as abi from "../../assembly/abi";
import { uniform } from "../../assembly/portable/rng";
import type { Market } from "../market/types";
import { countUpTo } from "../market/days";
import type { Observed, Probe } from "./types";

/** Streams of the dice, one per probe. */
const STREAMS: Record<Probe, number> = { truncate: 1, perturb: 2, close: 3 };

/**
 * The first day that may be tested: every underlying that has bars has one by then. Whether snapshots stand in for bars is a property of the
 * dataset, not of a day; cut off before its first bar, it would be another kind of dataset.
 */
const firstDay = (market: Market, tickers: readonly string[]): number =>
  Math.max(...market.underlyings.filter((u) => tickers.includes(u.symbol) && u.bars.day.length > 0).map((u) => u.bars.day[0]));

/**
 * Random sessions with a chain, rising, at most `count`, each once: every other one drawn among those on which a position was opened or
 * closed (what only looks a day ahead shows on the day itself alone). The last session has nothing after it; only `close` may draw it.
 */
export function randomDays(observed: Observed, market: Market, tickers: readonly string[], { probe, count, seed }: { probe: Probe; count: number; seed: number }): number[] {
  const chain = new Set(market.underlyings.filter((u) => tickers.includes(u.symbol)).flatMap((u) => [...u.days.day]));
  const first = firstDay(market, tickers);
  const sessions = Array.from(observed.days.keys()).filter((s) => observed.days[s] >= first && chain.has(observed.days[s]) && (probe === "close" || s < observed.days.length - 1));
  const { equity } = observed.output;
  const busy = sessions.filter((s) => equity[s * abi.EQ_STRIDE + abi.E_ENTRIES] + equity[s * abi.EQ_STRIDE + abi.E_EXITS] > 0);
  const drawn = new Set<number>();
  for (let i = 0; drawn.size < Math.min(count, sessions.length); i++) {
    const rest = (i % 2 === 0 ? busy : sessions).filter((s) => !drawn.has(s));
    if (rest.length > 0) drawn.add(rest[Math.floor(uniform(0, seed, STREAMS[probe], i) * rest.length)]);
  }
  return [...drawn].sort((x, y) => x - y).map((s) => observed.days[s]);
}

/** The given days as sessions: each is the last one with a session at or before it; those before the first that may be tested are left out. */
export function sessionsOf(days: readonly number[], observed: Observed, market: Market, tickers: readonly string[]): number[] {
  const first = firstDay(market, tickers);
  const places = days.map((day) => countUpTo(observed.days, day) - 1).filter((place) => place >= 0 && observed.days[place] >= first);
  return [...new Set(places)].sort((x, y) => x - y).map((place) => observed.days[place]);
}
