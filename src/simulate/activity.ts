// Open interest and volume: profiles in kind of expiry, days to expiry, |Δ| and round strikes, times noise that belongs to the
// contract (interest) or to the contract and day (volume). Calibrated to real chains: docs/embedded-market.md.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { mix, roughNormal } from "./draws";
import type { ExpiryKind } from "./listing";

/** Largest stored count: both columns are 16 bits wide. */
const LIMIT = 65_535;

interface KindProfile {
  /** Open interest of a typical $1 strike at its peak. */
  interest: number;
  /** Days to expiry at which half the interest has built up. */
  half: number;
  /** Factors of strikes divisible by 5 and by 10. */
  five: number;
  ten: number;
  /** Relative volume. */
  volume: number;
}

const KINDS: Record<ExpiryKind, KindProfile> = {
  monthly: { interest: 6000, half: 90, five: 4.5, ten: 6.5, volume: 1.6 },
  quarterly: { interest: 2400, half: 45, five: 2.5, ten: 3.5, volume: 0.8 },
  weekly: { interest: 2200, half: 14, five: 2, ten: 2.8, volume: 1 },
  daily: { interest: 1600, half: 8, five: 2, ten: 2.6, volume: 0.8 },
};

/** What both counts depend on. */
export interface ActivityInputs {
  kind: ExpiryKind;
  isPut: boolean;
  strike: number;
  delta: number;
  dte: number;
  /** Symbol level, 1 = SPY. */
  symbol: number;
  /** Day level: how busy the day is, about 1. */
  day: number;
  /** How much of the trade still gathers in monthlies: `monthlyShare`. */
  monthlies: number;
}

/** Monthlies held most of the interest until weeklies and dailies took it over; relative to 2022 and later. */
export const monthlyShare = (year: number): number => (year < 2014 ? 3 : year > 2022 ? 1 : 3 - (year - 2014) / 4);

/** Logarithm of a bell in ln |Δ|: −½((ln |Δ| − centre)/breadth)². */
function bell(delta: number, centre: number, breadth: number): number {
  const x = (log(delta < 1e-4 ? 1e-4 : delta) - centre) / breadth;
  return -0.5 * x * x;
}

/** Centres of the bells: ln 0.08, ln 0.12 and ln 0.35. */
const PUT_CENTRE = -2.5257;
const CALL_CENTRE = -2.1203;
const VOLUME_CENTRE = -1.0498;

const round = (profile: KindProfile, strike: number): number => (strike % 10 === 0 ? profile.ten : strike % 5 === 0 ? profile.five : 1);

/** Open interest of the prior close. `contract` hashes the contract, not the day: interest persists. */
export function openInterest(a: ActivityInputs, contract: number): number {
  const profile = KINDS[a.kind];
  const shape = a.isPut ? bell(a.delta, PUT_CENTRE, 2) : bell(a.delta, CALL_CENTRE, 1.8) - 0.51;
  const built = 1 / (1 + a.dte / profile.half);
  const size = exp(shape + 0.9 * roughNormal(mix(contract, 0x6c8e9d)));
  const era = a.kind === "monthly" ? a.monthlies : 1;
  return Math.min(LIMIT, Math.floor(profile.interest * era * a.symbol * round(profile, a.strike) * built * size));
}

/** Contracts traded up to the snapshot. `contractDay` hashes contract and day. */
export function volumeTraded(a: ActivityInputs, contractDay: number): number {
  const profile = KINDS[a.kind];
  const shape = bell(Math.min(a.delta, 0.6), VOLUME_CENTRE, 1.5) - (a.delta > 0.65 ? 3 : 0);
  // Trading gathers on the last days: about 1 % of the expiry day's volume a month ahead.
  const near = a.dte === 0 ? 50_000 : 16_000 / (a.dte * Math.sqrt(a.dte));
  const level = (near + 500 / (1 + a.dte / 15)) * a.symbol * a.day * profile.volume * (a.kind === "monthly" ? a.monthlies : 1);
  const heavy = 0.4 + 0.6 * (round(profile, a.strike) > 1 ? 1.6 : 1);
  return Math.min(LIMIT, Math.floor(level * heavy * exp(shape + 1.3 * roughNormal(mix(contractDay, 0x39b1f7)) - 0.4)));
}
