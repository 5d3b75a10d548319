// The planner: which configs share what, and in which order they are best evaluated.
import * as abi from "../../assembly/abi";
import type { FeatureSpec } from "../strategy/spec";
import type { Chunk } from "./expand";
import { createNumbering } from "./numbering";
import type { Numbering } from "./numbering";

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const without = (count: number, slots: readonly number[]): number[] => range(0, count).filter((slot) => !slots.includes(slot));

/** Slots of a sleeve that decide exits; all others decide which candidate is entered. */
const EXIT_SLOTS = [abi.S_PROFIT_TARGET, abi.S_STOP_LOSS, abi.S_DYNAMIC, abi.S_GAMMA_EXIT, abi.S_TIME_EXIT, ...range(abi.S_EXIT_PRIORITY, abi.EXIT_KINDS)];
const SCREEN_SLOTS = without(abi.S_SLOTS, EXIT_SLOTS);
/** Slots of an account that decide what fills and at which price. */
const FILL_SLOTS = [...range(abi.A_FILL, 4), abi.A_WIDTH_SHARE, abi.A_WIDTH_FLOOR, abi.A_WIDTH_MAX];
const ACCOUNT_SLOTS = without(abi.A_SLOTS, FILL_SLOTS);

/** Slots of a sleeve that decide how spreads are made and scored: the evaluator compiles those that agree in them in one pass over the market. */
const FAMILY_SLOTS = [abi.S_STRUCTURE, abi.S_WIDTH_MODE, abi.S_WIDTHS, ...range(abi.S_WIDTH, 4), abi.S_RANKING, abi.S_TARGET_DELTA, ...range(abi.S_WEIGHTS, 16)];

/** Configs of a chunk that may be evaluated in one batch, those with the same families and entries side by side. */
export interface Group {
  features: FeatureSpec;
  sleeveCount: number;
  /** Positions in the chunk. */
  members: Uint32Array;
  /** [member] number of its family: fills and how its spreads are made. */
  families: Uint32Array;
}

/** What all configs together consist of. */
export interface Census {
  configs: number;
  /** Most sleeves of a config. */
  sleeves: number;
  features: number;
  /** Distinct entry screens: structure, bands, widths, credit, liquidity, ranking, IV floor. */
  screens: number;
  /** Distinct fill models and quote filters. */
  fills: number;
  exits: number;
  /** Distinct accounts: sizing, limits, regime, breakers, commissions. */
  accounts: number;
  /** Distinct sets of entries: features, fills and all screens of a config. */
  entries: number;
  /** Σ over distinct screens of the sessions from entry to the last expiry of the band. */
  pathSessions: number;
}

export interface Planner {
  plan(chunk: Chunk): Group[];
  census(): Census;
}

/** A planner that remembers what it has seen, so that numbers and census run over all chunks of a space. */
export function createPlanner(): Planner {
  const numbers = { screens: createNumbering(SCREEN_SLOTS), exits: createNumbering(EXIT_SLOTS), fills: createNumbering(FILL_SLOTS), accounts: createNumbering(ACCOUNT_SLOTS), families: createNumbering(FAMILY_SLOTS) };
  const entries = new Map<string, number>();
  const families = new Map<string, number>();
  let features = 0;
  let configs = 0;
  let sleeves = 0;
  let pathSessions = 0;
  return {
    census: () => ({ configs, sleeves, features, screens: numbers.screens.count(), fills: numbers.fills.count(), exits: numbers.exits.count(), accounts: numbers.accounts.count(), entries: entries.size, pathSessions }),
    plan(chunk) {
      features = Math.max(features, chunk.features.length);
      configs += chunk.count;
      for (let i = 0; i < chunk.count; i++) sleeves = Math.max(sleeves, chunk.sleeveBegin[i + 1] - chunk.sleeveBegin[i]);
      pathSessions += freshPaths(chunk, numbers.screens);
      return groupsOf(chunk, entryNumbers(chunk, numbers, entries), familyNumbers(chunk, numbers, families));
    },
  };
}

/** Sessions of the screens that the chunk brings: five sessions a week up to the band's end. */
function freshPaths(chunk: Chunk, screens: Numbering): number {
  const words = new Uint32Array(chunk.sleeves.buffer, chunk.sleeves.byteOffset);
  let sum = 0;
  for (let s = 0; s < chunk.sleeveBegin[chunk.count]; s++) {
    const before = screens.count();
    screens.numberOf(words, s * abi.S_SLOTS);
    if (screens.count() > before) sum += 1 + Math.ceil((chunk.sleeves[s * abi.S_SLOTS + abi.S_MAX_DTE] * 5) / 7);
  }
  return sum;
}

/** Per config of the chunk, the number of what it enters. */
function entryNumbers(chunk: Chunk, numbers: Record<"screens" | "exits" | "fills" | "accounts", Numbering>, entries: Map<string, number>): Uint32Array {
  const sleeveWords = new Uint32Array(chunk.sleeves.buffer, chunk.sleeves.byteOffset);
  const accountWords = new Uint32Array(chunk.accounts.buffer, chunk.accounts.byteOffset);
  return Uint32Array.from({ length: chunk.count }, (_, i) => {
    let key = `${chunk.featureOf[i]}/${numbers.fills.numberOf(accountWords, i * abi.A_SLOTS)}`;
    numbers.accounts.numberOf(accountWords, i * abi.A_SLOTS);
    for (let s = chunk.sleeveBegin[i]; s < chunk.sleeveBegin[i + 1]; s++) {
      key += `/${numbers.screens.numberOf(sleeveWords, s * abi.S_SLOTS)}`;
      numbers.exits.numberOf(sleeveWords, s * abi.S_SLOTS);
    }
    const known = entries.get(key);
    if (known !== undefined) return known;
    entries.set(key, entries.size);
    return entries.size - 1;
  });
}

/** Per config of the chunk, the number of what must be compiled for it. */
function familyNumbers(chunk: Chunk, numbers: Record<"families" | "fills", Numbering>, known: Map<string, number>): Uint32Array {
  const sleeveWords = new Uint32Array(chunk.sleeves.buffer, chunk.sleeves.byteOffset);
  const accountWords = new Uint32Array(chunk.accounts.buffer, chunk.accounts.byteOffset);
  return Uint32Array.from({ length: chunk.count }, (_, i) => {
    let key = String(numbers.fills.numberOf(accountWords, i * abi.A_SLOTS));
    for (let s = chunk.sleeveBegin[i]; s < chunk.sleeveBegin[i + 1]; s++) key += `/${numbers.families.numberOf(sleeveWords, s * abi.S_SLOTS)}`;
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

function groupsOf(chunk: Chunk, entryOf: Uint32Array, familyOf: Uint32Array): Group[] {
  const sleeves = (i: number): number => chunk.sleeveBegin[i + 1] - chunk.sleeveBegin[i];
  const order = Uint32Array.from({ length: chunk.count }, (_, i) => i)
    .sort((a, b) => chunk.featureOf[a] - chunk.featureOf[b] || sleeves(a) - sleeves(b) || familyOf[a] - familyOf[b] || entryOf[a] - entryOf[b] || a - b);
  const groups: Group[] = [];
  for (let from = 0; from < order.length; ) {
    const first = order[from];
    let to = from + 1;
    while (to < order.length && chunk.featureOf[order[to]] === chunk.featureOf[first] && sleeves(order[to]) === sleeves(first)) to++;
    groups.push({ features: chunk.features[chunk.featureOf[first]], sleeveCount: sleeves(first), members: order.subarray(from, to), families: Uint32Array.from(order.subarray(from, to), (i) => familyOf[i]) });
    from = to;
  }
  return groups;
}
