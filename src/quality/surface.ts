// Implied volatility as it is looked at: at the money by tenor, by delta, and as smiles. For pictures; the engine has its own (assembly/atm.ts).
import type { Underlying } from "../market/types";
import { DELTA_NONE, RATIO_SCALE } from "../units";
import { UNITS_PER_THOUSANDTH } from "./side";

/** Tenors of the term structure, calendar days. */
export const TENORS = [7, 30, 60, 90, 180] as const;
/** Deltas looked at near 30 days: puts negative. */
export const DELTAS = [-0.1, -0.16, -0.25, 0.25, 0.1] as const;
/** The expiry that stands for 30 days lies between these, calendar days. */
const MONTH = { from: 15, to: 60, wanted: 30 };
/** A delta stands for another at most this far away. */
const DELTA_REACH = 0.05;

/** IV at the spot between the two nearest strikes that have one; NaN when either side has none. Calls and puts of one strike are averaged. */
export function atmIv({ rows: { strike, iv }, blocks, days, strikeUnit }: Underlying, b: number, d: number): number {
  const spot = days.spot[d] / (strikeUnit * UNITS_PER_THOUSANDTH);
  let [below, above] = [-1, Infinity];
  let [belowSum, belowCount, aboveSum, aboveCount] = [0, 0, 0, 0];
  for (let i = blocks.callsBegin[b]; i < blocks.end[b]; i++) {
    const k = strike[i];
    if (iv[i] === 0) continue;
    if (k <= spot && k >= below) {
      if (k > below) [below, belowSum, belowCount] = [k, 0, 0];
      belowSum += iv[i];
      belowCount++;
    } else if (k > spot && k <= above) {
      if (k < above) [above, aboveSum, aboveCount] = [k, 0, 0];
      aboveSum += iv[i];
      aboveCount++;
    }
  }
  if (belowCount === 0 || aboveCount === 0) return NaN;
  const low = belowSum / belowCount;
  return (low + ((aboveSum / aboveCount - low) * (spot - below)) / (above - below)) / RATIO_SCALE;
}

/** At-the-money IV of a day at each of TENORS, interpolated in total variance between the expiries around it; NaN outside them. */
export function termStructure(u: Underlying, d: number): number[] {
  const dtes: number[] = [];
  const ivs: number[] = [];
  for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
    const dte = u.blocks.expiry[b] - u.days.day[d];
    const iv = dte > 0 && dte !== dtes.at(-1) ? atmIv(u, b, d) : NaN;
    if (Number.isNaN(iv)) continue;
    dtes.push(dte);
    ivs.push(iv);
  }
  return TENORS.map((tenor) => {
    const after = dtes.findIndex((dte) => dte >= tenor);
    if (after < 0) return NaN;
    if (dtes[after] === tenor) return ivs[after];
    if (after === 0) return NaN;
    const [w1, w2] = [ivs[after - 1] ** 2 * dtes[after - 1], ivs[after] ** 2 * dtes[after]];
    const w = w1 + ((w2 - w1) * (tenor - dtes[after - 1])) / (dtes[after] - dtes[after - 1]);
    return w > 0 ? Math.sqrt(w / tenor) : NaN;
  });
}

/** Block of a day whose expiry is nearest to 30 days, or −1. */
function monthBlock({ days, blocks }: Underlying, d: number): number {
  let best = -1;
  let distance = Infinity;
  for (let b = days.blocksBegin[d]; b < days.blocksEnd[d]; b++) {
    const dte = blocks.expiry[b] - days.day[d];
    if (dte < MONTH.from || dte > MONTH.to || Math.abs(dte - MONTH.wanted) >= distance) continue;
    distance = Math.abs(dte - MONTH.wanted);
    best = b;
  }
  return best;
}

/** IV of a day near 30 days at each of DELTAS: the row of the nearest delta; NaN when none is within reach. */
export function deltaIvs(u: Underlying, d: number): number[] {
  const b = monthBlock(u, d);
  return DELTAS.map((wanted) => (b < 0 ? NaN : ivAtDelta(u, b, wanted)));
}

function ivAtDelta({ rows: { delta, iv }, blocks: { callsBegin, putsBegin, end } }: Underlying, b: number, wanted: number): number {
  let [best, distance] = [NaN, DELTA_REACH * RATIO_SCALE];
  const [from, to] = wanted > 0 ? [callsBegin[b], putsBegin[b]] : [putsBegin[b], end[b]];
  for (let i = from; i < to; i++) {
    const off = Math.abs(delta[i] - wanted * RATIO_SCALE);
    if (delta[i] === DELTA_NONE || iv[i] === 0 || off >= distance) continue;
    distance = off;
    best = iv[i] / RATIO_SCALE;
  }
  return best;
}

/** One smile: out-of-the-money IVs of an expiry, by strike / spot − 1. */
export interface Smile {
  /** Calendar days to the last trade date. */
  dte: number;
  moneyness: number[];
  iv: number[];
}

/** Moneyness shown. */
const SHOWN = 0.3;
/** Expiries shown: those nearest to these days ahead. */
const SMILE_DAYS = [7, 14, 30, 60, 90, 180, 365];
/** Expiries nearer than this are shown only when there is no other: their wings dwarf the rest. */
const NEAREST = 5;

/** The smiles of a day at about SMILE_DAYS, each expiry once, each with at least five points. */
export function smilesOf(u: Underlying, d: number): Smile[] {
  const all: Smile[] = [];
  for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
    const dte = u.blocks.expiry[b] - u.days.day[d];
    if (dte < 1 || all.at(-1)?.dte === dte) continue;
    const smile = smileOf(u, b, d, dte);
    if (smile.iv.length >= 5) all.push(smile);
  }
  const later = all.filter((smile) => smile.dte >= NEAREST);
  const from = later.length > 0 ? later : all;
  const nearest = (wanted: number): Smile => from.reduce((best, s) => (Math.abs(s.dte - wanted) < Math.abs(best.dte - wanted) ? s : best));
  return from.length === 0 ? [] : [...new Set(SMILE_DAYS.map(nearest))].sort((a, b) => a.dte - b.dte);
}

function smileOf({ rows: { strike, iv }, blocks: { callsBegin, putsBegin, end }, days, strikeUnit }: Underlying, b: number, d: number, dte: number): Smile {
  const smile: Smile = { dte, moneyness: [], iv: [] };
  const add = (i: number, sign: number): void => {
    const moneyness = (strike[i] * strikeUnit * UNITS_PER_THOUSANDTH) / days.spot[d] - 1;
    if (iv[i] === 0 || moneyness * sign < 0 || Math.abs(moneyness) > SHOWN) return;
    smile.moneyness.push(moneyness);
    smile.iv.push(iv[i] / RATIO_SCALE);
  };
  for (let i = putsBegin[b]; i < end[b]; i++) add(i, -1);
  for (let i = callsBegin[b]; i < putsBegin[b]; i++) add(i, 1);
  return smile;
}
