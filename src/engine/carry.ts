// What configs carry from block to block while others use the stage: their book, and their run so far.
import * as abi from "../../assembly/abi";
import type { Prepared } from "./prepare";
import { COLUMNS, stageSlots, stateBytes, type Stage } from "./stage";

/** One config's. */
interface Carried {
  /** STATE, heats and book. */
  state: Uint8Array;
  /** Column by column, all sessions. */
  columns: Float64Array;
  funnel: Uint8Array;
  /** COMPACT TRADE records by id; there may be room for more. */
  trades: Float64Array;
  entered: number;
  /** Id of the oldest open position's trade; those before it are final. */
  oldest: number;
}

export interface Carrier {
  /** Takes the block just replayed out of the stage. */
  keep(config: number): void;
  /** Puts back what the config's next block needs. */
  resume(config: number): void;
  /** Puts back the blocks before the last, just replayed: the stage then holds the whole run. */
  complete(config: number): void;
  /** Held in all. */
  bytes(): number;
}

/** Bytes that a config will carry, about: columns, funnel, and a trade every other session at the most that is usual. */
export const carriedBytes = (sessions: number, chances: number): number => sessions * (COLUMNS.length * 8 + chances + abi.COMPACT_STRIDE * 4);

export function openCarrier(prepared: Prepared, stage: Stage): Carrier {
  const { arena } = prepared.core;
  const { sessions, chances } = stage;
  const all = new Map<number, Carried>();
  let bytes = 0;

  const fresh = (config: number): Carried => {
    const carried = { state: new Uint8Array(0), columns: new Float64Array(COLUMNS.length * sessions), funnel: new Uint8Array(sessions * chances), trades: new Float64Array(0), entered: 0, oldest: 0 };
    all.set(config, carried);
    bytes += carried.columns.byteLength + carried.funnel.byteLength;
    return carried;
  };
  const tradesAt = (slots: Uint32Array, from: number, to: number): Float64Array => arena.view(Float64Array, slots[abi.R_TRADES_PTR] + from * abi.COMPACT_STRIDE * 8, (to - from) * abi.COMPACT_STRIDE);
  const tradesOf = ({ trades }: Carried, from: number, to: number): Float64Array => trades.subarray(from * abi.COMPACT_STRIDE, to * abi.COMPACT_STRIDE);

  return {
    bytes: () => bytes,
    keep(config) {
      const carried = all.get(config) ?? fresh(config);
      const slots = stageSlots(prepared, stage);
      const [from, to] = [slots[abi.R_FROM], slots[abi.R_TO]];
      COLUMNS.forEach((slot, c) => carried.columns.set(arena.view(Float64Array, slots[slot] + from * 8, to - from), c * sessions + from));
      carried.funnel.set(arena.view(Uint8Array, slots[abi.R_FUNNEL_PTR] + from * chances, (to - from) * chances), from * chances);
      const state = arena.view(Float64Array, stage.state, abi.STATE_SLOTS);
      const entered = state[abi.STATE_ENTERED];
      if (entered * abi.COMPACT_STRIDE > carried.trades.length) {
        const grown = new Float64Array(Math.ceil(entered * 1.25) * abi.COMPACT_STRIDE);
        grown.set(tradesOf(carried, 0, carried.entered));
        bytes += grown.byteLength - carried.trades.byteLength;
        carried.trades = grown;
      }
      carried.trades.set(tradesAt(slots, carried.oldest, entered), carried.oldest * abi.COMPACT_STRIDE);
      carried.entered = entered;
      carried.oldest = state[abi.STATE_OLDEST];
      bytes -= carried.state.byteLength;
      carried.state = arena.view(Uint8Array, stage.state, stateBytes(prepared, state[abi.STATE_BOOK])).slice();
      bytes += carried.state.byteLength;
    },
    resume(config) {
      const carried = all.get(config) as Carried;
      arena.view(Uint8Array, stage.state, carried.state.length).set(carried.state);
      tradesAt(stageSlots(prepared, stage), carried.oldest, carried.entered).set(tradesOf(carried, carried.oldest, carried.entered));
    },
    complete(config) {
      const carried = all.get(config) as Carried;
      const slots = stageSlots(prepared, stage);
      const from = slots[abi.R_FROM];
      COLUMNS.forEach((slot, c) => arena.view(Float64Array, slots[slot], from).set(carried.columns.subarray(c * sessions, c * sessions + from)));
      arena.view(Uint8Array, slots[abi.R_FUNNEL_PTR], from * chances).set(carried.funnel.subarray(0, from * chances));
      tradesAt(slots, 0, carried.oldest).set(tradesOf(carried, 0, carried.oldest));
      all.delete(config);
    },
  };
}
