// docs/engine.md §5: how many contracts fit, and which limit said so. Money in units.
import * as abi from "../../assembly/abi";
import type { AccountSpec } from "../../src/strategy/spec";
import type { Position } from "./position";
import { requirement } from "./position";

export interface SizingInput {
  account: AccountSpec;
  underlying: number;
  underlyings: number;
  /** E_s of the session. */
  equity: number;
  cash: number;
  positions: readonly Position[];
  /** Max loss of one contract. */
  lossPerContract: number;
  /** Regime × breaker. */
  multiplier: number;
  /** Correlation of two underlyings as known before the session; 1 when unknown. */
  correlation: (i: number, j: number) => number;
}

export interface Size {
  contracts: number;
  limit: number;
  /** Reason code, 0 when at least one contract fits. */
  code: number;
}

/** What a limit leaves now, and what it would leave in an empty book. */
interface Budget {
  now: number;
  empty: number;
}

/** Lets 2.9999999999 contracts be 3: budgets are products of decimal fractions. */
const ROUNDING = 1e-9;

export function size(input: SizingInput): Size {
  const { lossPerContract, account } = input;
  const budgets = budgetsOf(input);
  let limit = 0;
  for (let k = 1; k < abi.LIMIT_COUNT; k++) if (budgets[k].now < budgets[limit].now) limit = k;
  const fits = (budget: number): number => Math.max(0, Math.floor(budget / lossPerContract + ROUNDING));
  const contracts = fits(budgets[limit].now);
  if (contracts === 0) return { contracts, limit, code: zeroCode(limit, fits(budgets[limit].empty)) };
  return { contracts: account.maxContracts > 0 ? Math.min(contracts, account.maxContracts) : contracts, limit, code: 0 };
}

function zeroCode(limit: number, fitsEmptyBook: number): number {
  if (limit < abi.LIMIT_HEAT || fitsEmptyBook < 1) return abi.SIZE_ZERO + limit;
  return abi.LIMIT_FULL + limit - abi.LIMIT_HEAT;
}

/** Budgets by LIMIT_*. */
function budgetsOf(input: SizingInput): Budget[] {
  const { account, equity, positions, underlying } = input;
  const same = (now: number): Budget => ({ now, empty: now });
  const less = (budget: number, used: number): Budget => ({ now: budget - used, empty: budget });
  return [
    same(tradeBudget(input)),
    same(equity * account.singlePosition),
    less(equity * account.heat, heatOf(positions, () => true)),
    less(
      equity * account.perUnderlying,
      heatOf(positions, (u) => u === underlying),
    ),
    groupBudget(input),
    correlationBudget(input),
    { now: input.cash - positions.reduce((sum, position) => sum + requirement(position), 0), empty: equity },
  ];
}

function tradeBudget({ account, equity, lossPerContract, multiplier }: SizingInput): number {
  return account.sizing === "fixed" ? account.contracts * lossPerContract * multiplier : equity * account.riskPerTrade * multiplier;
}

/** Σ max loss of the open positions on the underlyings that pass. */
export function heatOf(positions: readonly Position[], passes: (underlying: number) => boolean): number {
  return positions.reduce((sum, position) => (passes(position.underlying) ? sum + position.maxLoss : sum), 0);
}

function groupBudget({ account, equity, positions, underlying }: SizingInput): Budget {
  let tightest: Budget = { now: Infinity, empty: Infinity };
  for (const { limit, members } of account.groups) {
    if (!members.includes(underlying)) continue;
    const budget = equity * limit;
    const now = budget - heatOf(positions, (u) => members.includes(u));
    if (now < tightest.now) tightest = { now, empty: budget };
  }
  return tightest;
}

/** Largest x that keeps √((h + x·e_u)ᵀ C (h + x·e_u)) within the cap. */
function correlationBudget({ account, equity, positions, underlying, underlyings, correlation }: SizingInput): Budget {
  if (account.correlated === 0) return { now: Infinity, empty: Infinity };
  const heat = Array.from({ length: underlyings }, (_, i) => heatOf(positions, (u) => u === i));
  const limit = equity * account.correlated;
  let a = 0;
  let b = 0;
  for (let i = 0; i < underlyings; i++) {
    for (let j = 0; j < underlyings; j++) a += correlation(i, j) * heat[i] * heat[j];
  }
  for (let j = 0; j < underlyings; j++) b += correlation(underlying, j) * heat[j];
  return { now: a > limit * limit ? 0 : -b + Math.sqrt(b * b - a + limit * limit), empty: limit };
}
