import { log } from "../../assembly/portable/log";
import type { Core } from "../core/core";
import { MahlerError } from "../errors";
import type { Curve, Market, Underlying } from "../market/types";
import { isoDate } from "../units";
import { sessionOnOrAfter } from "../calendar";
import { monthlyShare } from "./activity";
import { barsOf, toCents } from "./bars";
import { blackScholesBatch } from "./blackScholes";
import { carryOver, DAYS_PER_YEAR, discount, forwardRatio, riskFreeRate, type Carry } from "./carry";
import { newBoard, newScratch, writeBlock, type Board, type ChainDay, type ChainSetup, type ExpiryPricing } from "./chain";
import { chainColumns } from "./columns";
import { cosinePricer, type CosinePricer } from "./cosine";
import { mix, seedWords } from "./draws";
import { listedExpiries, type ListedExpiry } from "./listing";
import { SESSIONS_PER_YEAR } from "./model";
import { profileOf, resolveSimulation, type SimulateOptions, type Simulation } from "./options";
import { pricingLaw, PROFILES, type Profile } from "./parameters";
import { AFTER_SNAPSHOT, simulatePath, type Path } from "./path";
import { widthLevel } from "./quote";
import { volatilityIndex } from "./volatilityIndex";

/** How far a run has come. */
export interface SimulateProgress { symbol: string; done: number; total: number }
export interface SimulateHooks {
  /** Called after every simulated session. */
  onProgress?: (progress: SimulateProgress) => void;
  /** Checked after every simulated session; an aborted signal throws a "cancelled" error. */
  signal?: AbortSignal;
  /** Solves volatilities and deltas in WebAssembly: faster, the same bits. */
  core?: Core;
}

/** Calendar days of bars before the first chain. */
const WARM_UP_DAYS = 365;

/** One underlying's deterministic inputs and its history. */
interface History { profile: Profile; carry: Carry; path: Path; sessions: number; firstChain: number }

function historyOf(simulation: Simulation, symbol: string): History {
  const profile = profileOf(symbol);
  const begin = sessionOnOrAfter(simulation.first - WARM_UP_DAYS);
  // Forwards reach beyond the last chain day.
  const carry = carryOver(begin, simulation.last + simulation.maxDte, profile.dividend, profile.exDateOffset);
  let sessions = 0;
  while (sessions < carry.days.length && carry.days[sessions] <= simulation.last) sessions++;
  let firstChain = 0;
  while (firstChain < sessions && carry.days[firstChain] < simulation.first) firstChain++;
  const path = simulatePath({
    seed: seedWords(simulation.seed), row: PROFILES.indexOf(profile), law: profile.physical, carry, sessions,
    startPrice: simulation.startPrices[symbol] ?? profile.startPrice, fast: profile.fast, slow: profile.slow, premium: profile.equityPremium * simulation.riskPremium,
  });
  return { profile, carry, path, sessions, firstChain };
}

function setupOf(simulation: Simulation, { profile }: History, maxStrike: number, core: Core | undefined): ChainSetup {
  return {
    columns: chainColumns(),
    batch: blackScholesBatch(2 * maxStrike + 4, core),
    scratch: newScratch(maxStrike),
    noise: { width: simulation.width, spread: simulation.widthNoise, mid: simulation.midNoise, bad: simulation.badQuotes },
    minDelta: simulation.minDelta,
    maxDelta: simulation.maxDelta,
    strikeStep: simulation.strikeStep,
    optionActivity: profile.optionActivity,
    hash: mix(mix(simulation.seed | 0, PROFILES.indexOf(profile) + 1), Math.floor(simulation.seed / 2 ** 32)),
  };
}

/** Twice the highest price ever reached: no strike above is ever listed. */
function highestStrike({ path }: History): number {
  let top = 0;
  for (let i = 0; i < path.high.length; i++) top = Math.max(top, path.high[i]);
  return Math.ceil(top * 2);
}

/** Prices of the expiry at position `at` of the carry's sessions, seen from `session`. */
function pricingOf({ carry, path }: History, pricer: CosinePricer, session: number, at: number): ExpiryPricing {
  const dte = carry.days[at] - carry.days[session];
  const years = dte / DAYS_PER_YEAR + AFTER_SNAPSHOT / SESSIONS_PER_YEAR;
  const factor = discount(carry, session, at);
  const ratio = forwardRatio(carry, session, at);
  const rate = -log(factor) / years;
  return {
    years, rate, yield: rate - log(ratio) / years, discount: factor, forward: path.snapshot[session] * ratio, dte,
    slice: pricer.slice(at - session + AFTER_SNAPSHOT, path.fast[session], path.slow[session]),
  };
}

/** The expiries quoted on the day at hand, with their boards: a window sliding over the sorted list. */
export function liveExpiries(all: readonly ListedExpiry[], maxStrike: number) {
  let live: { listed: ListedExpiry; board: Board }[] = [];
  const waiting = [...all].sort((a, b) => a.from - b.from || a.expiry - b.expiry);
  let next = 0;
  return (day: number) => {
    live = live.filter((e) => e.listed.expiry >= day);
    const before = live.length;
    while (next < waiting.length && waiting[next].from <= day) {
      const listed = waiting[next++];
      if (listed.expiry >= day) live.push({ listed, board: newBoard(maxStrike) });
    }
    if (live.length > before) live.sort((a, b) => a.listed.expiry - b.listed.expiry);
    return live;
  };
}

/** Simulates one underlying; the others leave no trace in it. Takes a few seconds per million rows. */
export function simulateUnderlying(options: Partial<SimulateOptions>, symbol: string, hooks: SimulateHooks = {}): Underlying {
  const simulation = resolveSimulation(options);
  const history = historyOf(simulation, symbol);
  const { profile, carry, path, sessions, firstChain } = history;
  const maxStrike = highestStrike(history);
  const setup = setupOf(simulation, history, maxStrike, hooks.core);
  const law = pricingLaw(profile.physical, simulation.riskPremium);
  const pricer = cosinePricer(law);
  const index = new Map<number, number>();
  for (let i = 0; i < carry.days.length; i++) index.set(carry.days[i], i);
  const expiries = listedExpiries(symbol, carry.days[firstChain], carry.days[sessions - 1], simulation.maxDte)
    .filter((e) => simulation.kinds.includes(e.kind));
  const liveOn = liveExpiries(expiries, maxStrike);

  const count = sessions - firstChain;
  const days = { day: new Int32Array(count), blocksBegin: new Uint32Array(count), blocksEnd: new Uint32Array(count), spot: new Int32Array(count) };
  for (let i = 0; i < count; i++) {
    const session = firstChain + i;
    const date = carry.days[session];
    const level = volatilityIndex(law, path.fast[session], path.slow[session]);
    const year = 1970 + date / 365.25;
    const day: ChainDay = {
      key: session, spot: path.snapshot[session], maxStrike, tick: () => 1,
      pricing: (expiry) => pricingOf(history, pricer, session, index.get(expiry) as number),
      width: widthLevel(profile.width, year, level), activity: Math.sqrt(level / 18), monthlies: monthlyShare(year),
    };
    days.day[i] = date;
    days.spot[i] = toCents(day.spot);
    days.blocksBegin[i] = setup.columns.blocks.expiry.length;
    for (const { listed, board } of liveOn(date)) writeBlock(setup, day, listed, board);
    days.blocksEnd[i] = setup.columns.blocks.expiry.length;
    if (hooks.signal?.aborted) throw new MahlerError("cancelled", `${symbol} ${isoDate(date)}`, "simulation cancelled");
    hooks.onProgress?.({ symbol, done: i + 1, total: count });
  }
  return {
    symbol, multiplier: 100, exercise: "american", delivery: "physical", tick: 100, strikeUnit: 1000, roots: [symbol],
    dividendYield: 4 * profile.dividend, ...setup.columns.finish(), days,
    bars: barsOf(carry.days, path, profile, seedWords(simulation.seed)),
  };
}

/** The volatility index (of SPY, whichever symbols are chosen) and the risk-free rate. */
export function simulateCurves(options: Partial<SimulateOptions>): Market["curves"] {
  const simulation = resolveSimulation(options);
  const { profile, carry, path, sessions } = historyOf(simulation, PROFILES[0].symbol);
  const law = pricingLaw(profile.physical, simulation.riskPremium);
  const day = carry.days.slice(0, sessions);
  const curve = (value: (i: number) => number): Curve => ({ day, value: Float64Array.from({ length: sessions }, (_, i) => value(i)) });
  return {
    // Two decimals, as the exchange prints it.
    vix: curve((i) => Math.floor(volatilityIndex(law, path.fast[i], path.slow[i]) * 100 + 0.5) / 100),
    rate: curve((i) => riskFreeRate(day[i])),
  };
}

/** Dataset name of a simulation. */
export const embeddedName = (options: Partial<SimulateOptions>): string => `embedded-${resolveSimulation(options).seed}`;

/**
 * Simulates a whole market: bars, chains, volatility index and rates. The same options give the same bits on every host.
 * The default market has about twelve million rows and takes some twenty seconds on one thread.
 */
export function simulateMarket(options: Partial<SimulateOptions> = {}, hooks: SimulateHooks = {}): Market {
  const { symbols } = resolveSimulation(options);
  return {
    name: embeddedName(options),
    origin: "simulated",
    underlyings: symbols.map((symbol) => simulateUnderlying(options, symbol, hooks)),
    curves: simulateCurves(options),
  };
}
