// docs/engine.md §3 step 5: the chances of a session in order, the gates before the screen, and opening.
import * as abi from "../../assembly/abi";
import type { RunInput } from "../../src/engine/types";
import type { AccountSpec, SleeveSpec } from "../../src/strategy/spec";
import type { Account, Today } from "./account";
import type { BreakerResult } from "./breakers";
import { strikeOf } from "../../src/explain/chain";
import { commissionOf } from "./exits";
import { markEntry } from "./marks";
import type { Entry, Side } from "./position";
import { openPosition, total } from "./position";
import { legCount } from "../../src/explain/structure";
import type { Candidate, Outcome, Vertical } from "../../src/explain/screen";
import { screen } from "../../src/explain/screen";
import type { Size } from "./sizing";
import { size } from "./sizing";

/** One (underlying, sleeve) of a session. */
interface Chance {
  today: Today;
  sleeveIndex: number;
  sleeve: SleeveSpec;
  label: number;
}

export interface EntryDay {
  input: RunInput;
  account: Account;
  todays: readonly Today[];
  /** E_s: equity of step 4. */
  equity: number;
  breaker: BreakerResult;
}

/** Tries every chance; writes its reason code at underlying × sleeves + sleeve of `codes` and returns the number of entries. */
export function enter(day: EntryDay, codes: Uint8Array): number {
  const { sleeves } = day.input.spec;
  let entries = 0;
  for (const chance of orderedChances(day)) {
    const code = attempt(day, chance, entries);
    codes[chance.today.index * sleeves.length + chance.sleeveIndex] = code;
    if (code === abi.OPENED) entries++;
  }
  return entries;
}

function orderedChances({ input, todays }: EntryDay): Chance[] {
  const { sleeves, account } = input.spec;
  const chances = todays.flatMap((today) => {
    const label = today.feature < 0 ? abi.REGIME_UNKNOWN : input.features[today.index].regime[today.feature];
    return sleeves.map((sleeve, sleeveIndex) => ({ today, sleeveIndex, sleeve, label }));
  });
  if (account.entryOrder === "config") return chances;
  const scores = new Map(chances.map((chance) => [chance, scoreOf(chance, account)]));
  return chances.sort((a, b) => compareDescending(scores.get(a)!, scores.get(b)!));
}

/** Array.sort is stable, so equal scores keep config order. */
const compareDescending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

function scoreOf(chance: Chance, account: AccountSpec): number {
  const outcome = chance.today.chainDay < 0 ? undefined : screenChance(chance, account);
  return outcome?.best?.score ?? -Infinity;
}

const screenChance = ({ today, sleeve, label }: Chance, account: AccountSpec): Outcome<Candidate> =>
  screen({ underlying: today.underlying, chainDay: today.chainDay, day: today.day, sleeve, account, label });

/** Takes a chance through every gate; its reason code, OPENED when a position was opened. */
function attempt(day: EntryDay, chance: Chance, entries: number): number {
  const refused = accountGates(day, chance, entries) || ivGate(day.input, chance);
  if (refused) return refused;
  const { best, code } = screenChance(chance, day.input.spec.account);
  if (best === null) return code;
  const sized = sizeOf(day, chance, best);
  if (sized.code === 0) open(day, chance, best, sized);
  return sized.code;
}

function regimeMultiplier({ useRegime, regimeMultipliers }: AccountSpec, label: number): number {
  return useRegime ? (regimeMultipliers[label] ?? 0) : 1;
}

/** M of §5. */
function sizeMultiplier(account: AccountSpec, label: number, breaker: { multiplier: number }): number {
  return regimeMultiplier(account, label) * breaker.multiplier;
}

function accountGates({ input, account, breaker }: EntryDay, { today, label }: Chance, entries: number): number {
  const spec = input.spec.account;
  if (spec.lastEntry !== null && today.day > spec.lastEntry) return abi.ENTRIES_ENDED;
  if (today.chainDay < 0) return abi.NO_DATA;
  if (spec.useRegime && label === abi.REGIME_UNKNOWN) return abi.WARM_UP;
  if (regimeMultiplier(spec, label) === 0) return abi.REGIME_ZERO;
  if (breaker.multiplier === 0) return abi.BREAKER_HALT;
  if (account.positions.length >= spec.maxPositions) return abi.MAX_POSITIONS;
  return entries >= spec.maxEntries ? abi.MAX_ENTRIES : 0;
}

function ivGate({ features }: RunInput, { today, sleeve }: Chance): number {
  if (!(sleeve.minIvPercentile > 0)) return 0;
  const percentile = today.feature < 0 ? NaN : features[today.index].ivPercentile[today.feature];
  if (Number.isNaN(percentile)) return sleeve.requireIv ? abi.WARM_UP : 0;
  return percentile < sleeve.minIvPercentile ? abi.IV_FILTER : 0;
}

function sizeOf({ input, account, equity, breaker }: EntryDay, { today, label }: Chance, candidate: Candidate): Size {
  return size({
    account: input.spec.account,
    underlying: today.index,
    underlyings: input.underlyings.length,
    equity,
    cash: account.cash,
    positions: account.positions,
    lossPerContract: (candidate.width - candidate.credit) * today.underlying.multiplier,
    multiplier: sizeMultiplier(input.spec.account, label, breaker),
    correlation: (i, j) => correlationAt(input, i, j, today.correlationIndex),
  });
}

/** Correlation of two underlyings, 1 when it is not known. */
function correlationAt({ correlations, underlyings }: RunInput, i: number, j: number, index: number): number {
  if (i === j || index < 0) return 1;
  const [low, high] = i < j ? [i, j] : [j, i];
  const pair = correlations[(low * (2 * underlyings.length - low - 1)) / 2 + high - low - 1];
  const value = pair === undefined ? NaN : pair[index];
  return Number.isNaN(value) ? 1 : value;
}

function open(day: EntryDay, chance: Chance, candidate: Candidate, sized: Size): void {
  const { account } = day;
  const position = openPosition(entryOf(day, chance, candidate, sized), candidate.verticals.map((vertical) => sideOf(chance.today, vertical)));
  account.cash += total(position, position.credit) - position.commission;
  account.positions.push(position);
  markEntry(position, chance.today);
}

function sideOf({ underlying }: Today, { right, shortRow, longRow }: Vertical): Side {
  return { right, short: strikeOf(underlying, shortRow), long: longRow < 0 ? 0 : strikeOf(underlying, longRow), open: true };
}

function entryOf(day: EntryDay, { today, sleeve, sleeveIndex, label }: Chance, candidate: Candidate, sized: Size): Entry {
  const { underlying, feature } = today;
  const features = day.input.features[today.index];
  const known = (column: Float64Array): number => (feature < 0 ? NaN : column[feature]);
  const first = candidate.verticals[0];
  const call = candidate.verticals.find((vertical) => vertical.right === "call");
  const { contracts, limit } = sized;
  return {
    id: day.account.nextId++,
    sleeve: sleeveIndex,
    underlying: today.index,
    structure: sleeve.structure,
    day: today.day,
    expiry: candidate.block.expiry,
    vendorExpiry: candidate.block.vendorExpiry,
    settlement: candidate.block.settlement,
    root: candidate.block.root,
    contracts,
    multiplier: underlying.multiplier,
    sizeMultiplier: sizeMultiplier(day.input.spec.account, label, day.breaker),
    riskBasis: candidate.width,
    credit: candidate.credit,
    natural: candidate.natural,
    commission: commissionOf(contracts, legCount(sleeve.structure), day.input.spec.account),
    maxLoss: (candidate.width - candidate.credit) * underlying.multiplier * contracts,
    equity: day.equity,
    delta: first.delta / 1e4,
    callDelta: call === undefined ? 0 : call.delta / 1e4,
    iv: underlying.rows.iv[first.shortRow] / 1e4,
    atmIv: known(features.atmIv),
    ivRank: known(features.ivRank),
    ivPercentile: known(features.ivPercentile),
    regime: label,
    score: candidate.score,
    spot: underlying.days.spot[today.chainDay],
    vix: today.vix,
    bindingLimit: limit,
  };
}
