// The rooms of a replay in the core's memory, used by one config after the other: they hold its whole run, whatever the blocks it is made in.
import * as abi from "../../assembly/abi";
import { MahlerError } from "../errors";
import type { PackedSpecs } from "../core/packed";
import { placeContext, STATUS_TEXT } from "./backtest";
import type { SessionTable } from "./compile";
import { metricsScratchBytes, metricsSlots, readEvaluation, type MetricsRecord } from "./measure";
import type { Evaluations } from "./evaluations";
import type { Prepared } from "./prepare";

/** Configs that share features and sleeve count, what they run on, and where their results go. */
export interface Batch {
  prepared: Prepared;
  measures: MetricsRecord;
  packed: PackedSpecs;
  into: Evaluations;
  /** Sessions [first, end) that are run; default all. `measures` is of them. */
  part?: { first: number; end: number };
  /** Sees every replay before it is overwritten. */
  inspect?: (config: number, replayed: Replayed) => void;
}

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

/** Allocated once for all configs of a batch. */
export interface Stage {
  sessions: number;
  chances: number;
  record: number;
  /** Of the records inside the context that change with the config. */
  account: number;
  sleeves: number;
  underlyings: number;
  entries: number;
  carried: number;
  /** STATE, heats and book, one behind the other; a book's size is STATE_BOOK slots. */
  state: number;
  /** What the code columns in place are of. */
  codesKey: string;
}

export function openStage({ prepared, measures, packed, part }: Batch, table: SessionTable, from: number, to: number): Stage {
  const { arena } = prepared.core;
  const sessions = prepared.timeline.day.length;
  const { first, end: last } = part ?? { first: 0, end: sessions };
  const chances = prepared.underlyings.length * packed.sleeveCount;
  let mostEntries = 1;
  let mostPositions = 1;
  for (let i = from; i < to; i++) {
    mostEntries = Math.max(mostEntries, packed.accounts[i * abi.A_SLOTS + abi.A_MAX_ENTRIES]);
    mostPositions = Math.max(mostPositions, packed.accounts[i * abi.A_SLOTS + abi.A_MAX_POSITIONS]);
  }
  const trades = (last - first) * Math.min(chances, mostEntries) + 1;
  const context = replayContext(prepared, packed.sleeveCount);
  const record = new Uint32Array(abi.R_SLOTS);
  record[abi.R_CONTEXT_PTR] = arena.place(context);
  record[abi.R_ENTRIES_PTR] = arena.alloc(chances * 4);
  record[abi.R_CARRIED_PTR] = arena.alloc(chances * 4);
  record[abi.R_CODES_PTR] = arena.alloc(sessions * chances);
  record[abi.R_FULL_CODES_PTR] = arena.alloc(sessions * chances);
  record[abi.R_NEXT_PTR] = arena.alloc(sessions * 4);
  record[abi.R_SESSION_FROM_PTR] = table.address;
  record[abi.R_FIRST_DAY] = table.first;
  record[abi.R_DAYS] = table.count;
  for (const slot of [abi.R_LIABILITY_PTR, abi.R_CLOSING_PTR, ...COLUMNS]) record[slot] = arena.alloc(sessions * 8);
  record[abi.R_EVENTS_PTR] = arena.alloc(sessions * 4);
  record[abi.R_EVENT_BITS_PTR] = arena.alloc(((sessions + 63) >> 6) * 8);
  const state = arena.alloc(stateBytes(prepared, Math.min(trades, mostPositions)));
  record[abi.R_BOOK_PTR] = state + stateBytes(prepared, 0);
  record[abi.R_TRADES_PTR] = arena.alloc(trades * abi.COMPACT_STRIDE * 8);
  record[abi.R_TRADES_CAPACITY] = trades;
  record[abi.R_FUNNEL_PTR] = arena.alloc(sessions * chances);
  record[abi.R_BEGIN] = first;
  const scratch = arena.alloc(metricsScratchBytes(trades));
  const address = arena.place(record);
  const slots = metricsSlots(measures);
  slots[abi.M_EQUITY_PTR] = record[abi.R_EQUITY_PTR] + first * 8;
  slots[abi.M_HEAT_PTR] = record[abi.R_HEAT_PTR] + first * 8;
  slots[abi.M_POSITIONS_PTR] = record[abi.R_POSITIONS_PTR] + first * 8;
  slots[abi.M_MULTIPLIER_PTR] = record[abi.R_MULTIPLIER_PTR] + first * 8;
  slots[abi.M_TRADES_PTR] = record[abi.R_TRADES_PTR];
  slots[abi.M_FUNNEL] = (last - first) * chances;
  slots[abi.M_FUNNEL_PTR] = record[abi.R_FUNNEL_PTR] + first * chances;
  slots[abi.M_SCRATCH_PTR] = scratch;
  return {
    sessions, chances, record: address, entries: record[abi.R_ENTRIES_PTR], carried: record[abi.R_CARRIED_PTR], state,
    account: context[abi.CTX_ACCOUNT_PTR], sleeves: context[abi.CTX_SLEEVES_PTR], underlyings: context[abi.CTX_UNDERLYINGS_PTR], codesKey: "",
  };
}

/** Slots of the output columns, f64 per session. */
export const COLUMNS = [abi.R_EQUITY_PTR, abi.R_HEAT_PTR, abi.R_POSITIONS_PTR, abi.R_MULTIPLIER_PTR] as const;

/** Bytes of a STATE with its heats and a book of so many slots. */
export const stateBytes = ({ underlyings }: Prepared, slots: number): number => (abi.STATE_SLOTS + underlyings.length) * 8 + slots * abi.BOOK_BYTES;

/** A context with room for the records of one config; its position and trade tables stay empty. */
function replayContext(prepared: Prepared, sleeveCount: number): Uint32Array {
  return placeContext(prepared, { account: new Float64Array(abi.A_SLOTS), sleeves: new Float64Array(sleeveCount * abi.S_SLOTS), groups: new Int32Array(prepared.underlyings.length) }, false);
}

/** Live view of the REPLAY record. */
export const stageSlots = ({ core: { arena } }: Prepared, { record }: Stage): Uint32Array => arena.view(Uint32Array, record, abi.R_SLOTS);

/** What was compiled for the screen of a sleeve on an underlying: where the entry of session 0 would lie, and the spreads that a block goes on with. */
export interface Place {
  entries: number;
  carried: number;
}

/** Compiled tables of a block, for configs `from` and following. */
export interface Tables {
  placeOf: (member: number, sleeve: number, underlying: number) => Place;
  /** What each config's code columns depend on. */
  keys: readonly string[];
  from: number;
}

/** Makes sessions [first, end) the block of the next replays; `carried`: the whole range is more than one. */
export function beginBlock(prepared: Prepared, stage: Stage, first: number, end: number, carried: boolean): void {
  const slots = stageSlots(prepared, stage);
  slots[abi.R_FROM] = first;
  slots[abi.R_TO] = end;
  slots[abi.R_STATE_PTR] = carried ? stage.state : 0;
  stage.codesKey = "";
}

/** Replays config `i` over the block. Throws an engine error on any status but OK. */
export function replayOne({ prepared, packed }: Batch, stage: Stage, tables: Tables, i: number): void {
  const { arena, kernels } = prepared.core;
  const { sleeveCount } = packed;
  const count = prepared.underlyings.length;
  arena.view(Float64Array, stage.account, abi.A_SLOTS).set(packed.accounts.subarray(i * abi.A_SLOTS, (i + 1) * abi.A_SLOTS));
  arena.view(Float64Array, stage.sleeves, sleeveCount * abi.S_SLOTS).set(packed.sleeves.subarray(i * sleeveCount * abi.S_SLOTS, (i + 1) * sleeveCount * abi.S_SLOTS));
  const markets = arena.view(Int32Array, stage.underlyings, count * abi.U_SLOTS);
  for (let u = 0; u < count; u++) markets[u * abi.U_SLOTS + abi.U_GROUPS] = packed.groups[i * count + u];
  const key = tables.keys[i - tables.from];
  if (key !== stage.codesKey) {
    pointAtEntries(prepared, stage, tables, i - tables.from, sleeveCount);
    kernels.buildCodes(stage.record);
    stage.codesKey = key;
  }
  const status = kernels.replay(stage.record);
  if (status !== abi.STATUS_OK) throw new MahlerError("engine", `replay status = ${status}`, STATUS_TEXT[status] ?? "unknown status", "this is a bug: please report it with the config");
}

function pointAtEntries(prepared: Prepared, stage: Stage, { placeOf }: Tables, member: number, sleeveCount: number): void {
  const { arena } = prepared.core;
  const entries = arena.view(Uint32Array, stage.entries, stage.chances);
  const carried = arena.view(Uint32Array, stage.carried, stage.chances);
  for (let chance = 0; chance < stage.chances; chance++) {
    const place = placeOf(member, chance % sleeveCount, Math.floor(chance / sleeveCount));
    entries[chance] = place.entries;
    carried[chance] = place.carried;
  }
}

/** Measures the run in the stage as config `i`. */
export function measureOne({ prepared, measures, packed, into, inspect }: Batch, stage: Stage, i: number): void {
  const { arena, kernels } = prepared.core;
  inspect?.(i, replayed(prepared, stage));
  const slots = metricsSlots(measures);
  slots[abi.M_TRADES] = stageSlots(prepared, stage)[abi.R_TRADES];
  arena.view(Float64Array, slots[abi.M_LEVELS_PTR], 1)[0] = packed.accounts[i * abi.A_SLOTS + abi.A_EQUITY];
  kernels.measure(measures.address);
  readEvaluation(measures, into, i);
}

function replayed(prepared: Prepared, stage: Stage): Replayed {
  const { arena } = prepared.core;
  const slots = stageSlots(prepared, stage);
  const [equity, heat, positions, multiplier] = COLUMNS.map((slot) => arena.view(Float64Array, slots[slot], stage.sessions));
  return {
    equity, heat, positions, multiplier,
    trades: arena.view(Float64Array, slots[abi.R_TRADES_PTR], slots[abi.R_TRADES] * abi.COMPACT_STRIDE),
    funnel: arena.view(Uint8Array, slots[abi.R_FUNNEL_PTR], stage.sessions * stage.chances),
  };
}
