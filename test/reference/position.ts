// An open position as a plain object (docs/engine.md §2), and the figures that follow from it. Units per share unless said otherwise.
import type { Structure } from "../../src/strategy/spec";
import type { Right } from "../../src/explain/chain";
import { strikePrice } from "../../src/explain/chain";

/** A short leg with its long leg, or alone (`long` 0). Strikes in thousandths. */
export interface Side {
  right: Right;
  short: number;
  long: number;
  /** False once the side was assigned early. */
  open: boolean;
}

/** What the last mark saw, for the next morning's assignment. */
export interface LastMark {
  spot: number;
  putMid: number;
  callMid: number;
  /** |Δ| × 1e4 of the short put. */
  putDelta: number;
  day: number;
}

/** Everything that is fixed when the position is opened. */
export interface Entry {
  id: number;
  sleeve: number;
  underlying: number;
  structure: Structure;
  day: number;
  expiry: number;
  vendorExpiry: number;
  settlement: number;
  root: number;
  contracts: number;
  multiplier: number;
  /** Regime × breakers at the entry. */
  sizeMultiplier: number;
  riskBasis: number;
  credit: number;
  natural: number;
  /** Totals, units. */
  commission: number;
  maxLoss: number;
  equity: number;
  delta: number;
  callDelta: number;
  iv: number;
  atmIv: number;
  ivRank: number;
  ivPercentile: number;
  regime: number;
  score: number;
  spot: number;
  vix: number;
  bindingLimit: number;
}

export interface Position extends Entry {
  sides: Side[];
  mark: number;
  /** Cost of a side already gone by assignment. */
  realised: number;
  /** Assignment fees, total units. */
  fees: number;
  flags: number;
  fresh: boolean;
  last: LastMark;
  staleRun: number;
  staleDays: number;
  maxStaleRun: number;
  blockedExits: number;
  forced: boolean;
  mfe: number;
  mae: number;
}

/** How a position left the book. */
export interface Ending {
  reason: number;
  day: number;
  /** Everything paid to get out, per share. */
  exitCost: number;
  /** Total, units. */
  commission: number;
  spot: number;
  /** Volatility ratio in force when scaled exits closed it. */
  scale?: number;
}

export function openPosition(entry: Entry, sides: Side[]): Position {
  return {
    ...entry,
    sides,
    mark: 0,
    realised: 0,
    fees: 0,
    flags: 0,
    fresh: false,
    last: { spot: 0, putMid: 0, callMid: 0, putDelta: 0, day: entry.day },
    staleRun: 0,
    staleDays: 0,
    maxStaleRun: 0,
    blockedExits: 0,
    forced: false,
    mfe: 0,
    mae: 0,
  };
}

export const openSides = (position: Position): Side[] => position.sides.filter((side) => side.open);

/** Width of a side; a lone short put has its whole strike at stake. */
export const sideWidth = ({ short, long }: Side): number => (long === 0 ? strikePrice(short) : strikePrice(Math.abs(short - long)));

/** Largest value the open sides can have. */
export const cap = (position: Position): number => Math.max(0, ...openSides(position).map(sideWidth));

/** Share price × multiplier × contracts: a total in units. */
export const total = (position: Entry, perShare: number): number => perShare * position.multiplier * position.contracts;

/** Gain per share at the current mark. */
export const gain = (position: Position): number => position.credit - position.realised - position.mark;

export const liability = (position: Position): number => total(position, position.mark);

/** Capital that the position blocks, units. */
export const requirement = (position: Position): number => total(position, position.riskBasis);

/** Excursions also see this gain per share. */
export function observeGain(position: Position, perShare: number): void {
  position.mfe = Math.max(position.mfe, total(position, perShare));
  position.mae = Math.min(position.mae, total(position, perShare));
}

/** Intrinsic value of one leg at a price. */
export const intrinsic = (right: Right, strike: number, price: number): number =>
  Math.max(0, right === "put" ? strikePrice(strike) - price : price - strikePrice(strike));

export const sideOf = (position: Position, right: Right): Side | undefined => position.sides.find((side) => side.right === right);
