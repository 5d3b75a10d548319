// Many configs over one prepared market: what they share is compiled once, then each is replayed and measured. Same bits as the day loop.
import * as abi from "../../assembly/abi";
import { MahlerError } from "../errors";
import { isMemoryFull } from "../core/memory";
import type { PackedSpecs } from "../core/packed";
import { placeContext, STATUS_TEXT } from "./backtest";
import { compileFamily, placeSessions, type SessionTable } from "./compile";
import type { Evaluations } from "./evaluations";
import { metricsScratchBytes, metricsSlots, readEvaluation, type MetricsRecord } from "./measure";
import type { Prepared } from "./prepare";
import { screening, type Screening } from "./screens";

/** Bytes of entry tables that one compilation may take; more screens are compiled in turns. */
const ENTRY_BYTES = 384 << 20;
/** Fewer configs than this are not worth a compilation. */
const FEWEST = 3;

/** One replay, still in the core's memory: columns by session, and COMPACT TRADE records by id. */
export interface Replayed {
  equity: Float64Array;
  heat: Float64Array;
  positions: Float64Array;
  multiplier: Float64Array;
  trades: Float64Array;
  /** [session][underlying][sleeve] */
  funnel: Uint8Array;
}

export interface Batch {
  prepared: Prepared;
  measures: MetricsRecord;
  packed: PackedSpecs;
  into: Evaluations;
  /** Sees every replay before it is overwritten. */
  inspect?: (config: number, replayed: Replayed) => void;
}

/** Evaluates configs [from, to) into the same rows. Returns false, having written nothing of use, when the market does not fit the compiled form. */
export function evaluateCompiled(batch: Batch, from = 0, to = batch.packed.count): boolean {
  if (to - from < FEWEST) return false;
  const { prepared, packed } = batch;
  const plan = screening(packed, from, to);
  const bytes = plan.count * prepared.underlyings.length * prepared.timeline.day.length * 4;
  const divisible = to - from >= 2 * FEWEST;
  if (bytes > ENTRY_BYTES && divisible) return inHalves(batch, from, to);
  const { arena } = prepared.core;
  const mark = arena.mark();
  try {
    const table = placeSessions(prepared);
    const entries = new Map<string, number[]>();
    for (const family of plan.families) {
      const addresses = compileFamily(prepared, family, table);
      if (!addresses) return false;
      entries.set(family.key, addresses);
    }
    const stage = openStage(batch, table, from, to);
    const keys = Array.from({ length: to - from }, (_, k) => codesKey(plan, packed, from + k, from));
    for (const i of replayOrder(keys, from)) replayOne(batch, stage, { plan, entries, keys, from }, i);
    return true;
  } catch (error) {
    if (!isMemoryFull(error)) throw error;
  } finally {
    arena.release(mark);
  }
  return divisible && inHalves(batch, from, to);
}

function inHalves(batch: Batch, from: number, to: number): boolean {
  const middle = (from + to) >> 1;
  return evaluateCompiled(batch, from, middle) && evaluateCompiled(batch, middle, to);
}

/** Configs that share screens one after the other: their tables stay in the cache, their codes are built once. `keys` are those of configs `from` and following. */
function replayOrder(keys: readonly string[], from: number): number[] {
  const ranks = new Map<string, number>();
  for (const key of keys) if (!ranks.has(key)) ranks.set(key, ranks.size);
  const rank = Int32Array.from(keys, (key) => ranks.get(key) as number);
  return Array.from(keys, (_, k) => k).sort((a, b) => rank[a] - rank[b] || a - b).map((k) => from + k);
}

/** What the code columns of a config depend on. */
function codesKey(plan: Screening, packed: PackedSpecs, i: number, from: number): string {
  const account = i * abi.A_SLOTS;
  let key = "";
  if (packed.accounts[account + abi.A_USE_REGIME] !== 0) {
    for (let label = 0; label < 8; label++) key += packed.accounts[account + abi.A_REGIME_MULTIPLIER + label] === 0 ? "0" : "1";
  }
  for (let k = 0; k < packed.sleeveCount; k++) {
    const at = (i - from) * packed.sleeveCount + k;
    const sleeve = (i * packed.sleeveCount + k) * abi.S_SLOTS;
    key += `|${plan.families.indexOf(plan.familyOf[at])}:${plan.screenOf[at].index}:${packed.sleeves[sleeve + abi.S_MIN_IV_PERCENTILE]}:${packed.sleeves[sleeve + abi.S_REQUIRE_IV]}`;
  }
  return key;
}

/** The rooms of a replay, allocated once for all configs of a batch. */
interface Stage {
  sessions: number;
  chances: number;
  record: number;
  /** Of the records inside the context that change with the config. */
  account: number;
  sleeves: number;
  underlyings: number;
  entries: number;
  codesKey: string;
}

function openStage({ prepared, measures, packed }: Batch, table: SessionTable, from: number, to: number): Stage {
  const { arena } = prepared.core;
  const sessions = prepared.timeline.day.length;
  const chances = prepared.underlyings.length * packed.sleeveCount;
  let mostEntries = 1;
  let mostPositions = 1;
  for (let i = from; i < to; i++) {
    mostEntries = Math.max(mostEntries, packed.accounts[i * abi.A_SLOTS + abi.A_MAX_ENTRIES]);
    mostPositions = Math.max(mostPositions, packed.accounts[i * abi.A_SLOTS + abi.A_MAX_POSITIONS]);
  }
  const trades = sessions * Math.min(chances, mostEntries) + 1;
  const context = replayContext(prepared, packed.sleeveCount);
  const record = new Uint32Array(abi.R_SLOTS);
  record[abi.R_CONTEXT_PTR] = arena.place(context);
  record[abi.R_ENTRIES_PTR] = arena.alloc(chances * 4);
  record[abi.R_CODES_PTR] = arena.alloc(sessions * chances);
  record[abi.R_FULL_CODES_PTR] = arena.alloc(sessions * chances);
  record[abi.R_NEXT_PTR] = arena.alloc(sessions * 4);
  record[abi.R_SESSION_FROM_PTR] = table.address;
  record[abi.R_FIRST_DAY] = table.first;
  record[abi.R_DAYS] = table.count;
  for (const slot of [abi.R_LIABILITY_PTR, abi.R_CLOSING_PTR, abi.R_EQUITY_PTR, abi.R_HEAT_PTR, abi.R_POSITIONS_PTR, abi.R_MULTIPLIER_PTR]) record[slot] = arena.alloc(sessions * 8);
  record[abi.R_EVENTS_PTR] = arena.alloc(sessions * 4);
  record[abi.R_EVENT_BITS_PTR] = arena.alloc(((sessions + 63) >> 6) * 8);
  record[abi.R_BOOK_PTR] = arena.alloc(Math.min(trades, mostPositions) * abi.BOOK_BYTES);
  record[abi.R_TRADES_PTR] = arena.alloc(trades * abi.COMPACT_STRIDE * 8);
  record[abi.R_TRADES_CAPACITY] = trades;
  record[abi.R_FUNNEL_PTR] = arena.alloc(sessions * chances);
  const scratch = arena.alloc(metricsScratchBytes(trades));
  const address = arena.place(record);
  const slots = metricsSlots(measures);
  slots[abi.M_EQUITY_PTR] = record[abi.R_EQUITY_PTR];
  slots[abi.M_HEAT_PTR] = record[abi.R_HEAT_PTR];
  slots[abi.M_POSITIONS_PTR] = record[abi.R_POSITIONS_PTR];
  slots[abi.M_MULTIPLIER_PTR] = record[abi.R_MULTIPLIER_PTR];
  slots[abi.M_TRADES_PTR] = record[abi.R_TRADES_PTR];
  slots[abi.M_FUNNEL] = sessions * chances;
  slots[abi.M_FUNNEL_PTR] = record[abi.R_FUNNEL_PTR];
  slots[abi.M_SCRATCH_PTR] = scratch;
  return {
    sessions, chances, record: address, entries: record[abi.R_ENTRIES_PTR],
    account: context[abi.CTX_ACCOUNT_PTR], sleeves: context[abi.CTX_SLEEVES_PTR], underlyings: context[abi.CTX_UNDERLYINGS_PTR], codesKey: "",
  };
}

/** A context with room for the records of one config; its position and trade tables stay empty. */
function replayContext(prepared: Prepared, sleeveCount: number): Uint32Array {
  return placeContext(prepared, { account: new Float64Array(abi.A_SLOTS), sleeves: new Float64Array(sleeveCount * abi.S_SLOTS), groups: new Int32Array(prepared.underlyings.length) });
}

/** Compiled entries of configs `from` and following: addresses by family and underlying. */
interface Tables {
  plan: Screening;
  entries: Map<string, number[]>;
  /** What each config's code columns depend on. */
  keys: readonly string[];
  from: number;
}

function replayOne({ prepared, measures, packed, into, inspect }: Batch, stage: Stage, { plan, entries, keys, from }: Tables, i: number): void {
  const { sessions } = stage;
  const { arena, kernels } = prepared.core;
  const { sleeveCount } = packed;
  const count = prepared.underlyings.length;
  arena.view(Float64Array, stage.account, abi.A_SLOTS).set(packed.accounts.subarray(i * abi.A_SLOTS, (i + 1) * abi.A_SLOTS));
  arena.view(Float64Array, stage.sleeves, sleeveCount * abi.S_SLOTS).set(packed.sleeves.subarray(i * sleeveCount * abi.S_SLOTS, (i + 1) * sleeveCount * abi.S_SLOTS));
  const markets = arena.view(Int32Array, stage.underlyings, count * abi.U_SLOTS);
  for (let u = 0; u < count; u++) markets[u * abi.U_SLOTS + abi.U_GROUPS] = packed.groups[i * count + u];
  const key = keys[i - from];
  if (key !== stage.codesKey) {
    const table = arena.view(Uint32Array, stage.entries, stage.chances);
    for (let chance = 0; chance < stage.chances; chance++) {
      const at = (i - from) * sleeveCount + (chance % sleeveCount);
      table[chance] = entries.get(plan.familyOf[at].key)![Math.floor(chance / sleeveCount)] + plan.screenOf[at].index * sessions * 4;
    }
    kernels.buildCodes(stage.record);
    stage.codesKey = key;
  }
  const status = kernels.replay(stage.record);
  if (status !== abi.STATUS_OK) throw new MahlerError("engine", `replay status = ${status}`, STATUS_TEXT[status] ?? "unknown status", "this is a bug: please report it with the config");
  const slots = metricsSlots(measures);
  inspect?.(i, replayed(prepared, stage));
  slots[abi.M_TRADES] = arena.view(Uint32Array, stage.record, abi.R_SLOTS)[abi.R_TRADES];
  arena.view(Float64Array, slots[abi.M_LEVELS_PTR], 1)[0] = packed.accounts[i * abi.A_SLOTS + abi.A_EQUITY];
  kernels.measure(measures.address);
  readEvaluation(measures, into, i);
}

function replayed({ core: { arena } }: Prepared, { record, sessions, chances }: Stage): Replayed {
  const slots = arena.view(Uint32Array, record, abi.R_SLOTS);
  const column = (slot: number): Float64Array => arena.view(Float64Array, slots[slot], sessions);
  return {
    equity: column(abi.R_EQUITY_PTR),
    heat: column(abi.R_HEAT_PTR),
    positions: column(abi.R_POSITIONS_PTR),
    multiplier: column(abi.R_MULTIPLIER_PTR),
    trades: arena.view(Float64Array, slots[abi.R_TRADES_PTR], slots[abi.R_TRADES] * abi.COMPACT_STRIDE),
    funnel: arena.view(Uint8Array, slots[abi.R_FUNNEL_PTR], sessions * chances),
  };
}
