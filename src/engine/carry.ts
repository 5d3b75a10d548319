// What configs carry from block to block while others use the stage: their book, and their run so far.
import * as abi from "../../assembly/abi";
import type { Prepared } from "./prepare";
import { COLUMNS, stageSlots, stateBytes, type Stage } from "./stage";

/** One config's, beside its columns and codes. */
interface Carried {
  /** STATE, heats and book. */
  state: Uint8Array;
  /** COMPACT TRADE records by block, from the oldest that it could change on: later ones replace those of the same id before them. */
  trades: { first: number; records: Float64Array }[];
  /** Ids of the oldest open position's trade, and of the next. */
  oldest: number;
  entered: number;
}

export interface Carrier {
  /** Takes the block just replayed out of the stage. */
  keep(member: number): void;
  /** Puts back what the member's next block needs. */
  resume(member: number): void;
  /** Puts back the blocks before the last, just replayed: the stage then holds the whole run. */
  complete(member: number): void;
  /** Held in all. */
  bytes(): number;
}

/** Bytes that a config will carry, about: columns, codes, and a trade every other session, which is many. */
export const carriedBytes = (sessions: number, chances: number): number => sessions * (COLUMNS.length * 8 + chances + abi.COMPACT_STRIDE * 4);

/** A carrier of so many configs, the members 0, 1, …. */
export function openCarrier(prepared: Prepared, stage: Stage, members: number): Carrier {
  const { arena } = prepared.core;
  const { sessions, chances } = stage;
  /** [member][column][session] and [member][session][chance]: allocated at once, for the collector never to look at. */
  const columns = new Float64Array(members * COLUMNS.length * sessions);
  const funnels = new Uint8Array(members * sessions * chances);
  const all = Array.from({ length: members }, (): Carried => ({ state: new Uint8Array(0), trades: [], oldest: 0, entered: 0 }));
  let bytes = columns.byteLength + funnels.byteLength;

  const columnOf = (member: number, column: number, from: number, to: number): Float64Array => {
    const at = (member * COLUMNS.length + column) * sessions;
    return columns.subarray(at + from, at + to);
  };
  const funnelOf = (member: number, from: number, to: number): Uint8Array => funnels.subarray((member * sessions + from) * chances, (member * sessions + to) * chances);
  const staged = (slot: number, from: number, to: number): Float64Array => arena.view(Float64Array, stageSlots(prepared, stage)[slot] + from * 8, to - from);
  const stagedFunnel = (from: number, to: number): Uint8Array => arena.view(Uint8Array, stageSlots(prepared, stage)[abi.R_FUNNEL_PTR] + from * chances, (to - from) * chances);
  const stagedTrades = (from: number, to: number): Float64Array => staged(abi.R_TRADES_PTR, from * abi.COMPACT_STRIDE, to * abi.COMPACT_STRIDE);

  return {
    bytes: () => bytes,
    keep(member) {
      const carried = all[member];
      const slots = stageSlots(prepared, stage);
      const [from, to] = [slots[abi.R_FROM], slots[abi.R_TO]];
      COLUMNS.forEach((slot, c) => columnOf(member, c, from, to).set(staged(slot, from, to)));
      funnelOf(member, from, to).set(stagedFunnel(from, to));
      const state = arena.view(Float64Array, stage.state, abi.STATE_SLOTS);
      const piece = { first: carried.oldest, records: stagedTrades(carried.oldest, state[abi.STATE_ENTERED]).slice() };
      if (piece.records.length > 0) carried.trades.push(piece);
      const kept = arena.view(Uint8Array, stage.state, stateBytes(prepared, state[abi.STATE_BOOK])).slice();
      bytes += piece.records.byteLength + kept.byteLength - carried.state.byteLength;
      [carried.state, carried.oldest, carried.entered] = [kept, state[abi.STATE_OLDEST], state[abi.STATE_ENTERED]];
    },
    resume(member) {
      const { state, trades, oldest, entered } = all[member];
      arena.view(Uint8Array, stage.state, state.length).set(state);
      if (oldest === entered) return;
      for (const { first, records } of trades) {
        const end = first + records.length / abi.COMPACT_STRIDE;
        if (end > oldest) stagedTrades(Math.max(first, oldest), end).set(records.subarray(Math.max(0, oldest - first) * abi.COMPACT_STRIDE));
      }
    },
    complete(member) {
      const carried = all[member];
      const from = stageSlots(prepared, stage)[abi.R_FROM];
      COLUMNS.forEach((slot, c) => staged(slot, 0, from).set(columnOf(member, c, 0, from)));
      stagedFunnel(0, from).set(funnelOf(member, 0, from));
      for (const { first, records } of carried.trades) {
        const end = Math.min(carried.oldest, first + records.length / abi.COMPACT_STRIDE);
        if (end > first) stagedTrades(first, end).set(records.subarray(0, (end - first) * abi.COMPACT_STRIDE));
      }
      all[member] = { state: carried.state, trades: [], oldest: 0, entered: 0 };
    },
  };
}
