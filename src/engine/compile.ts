// The host's side of the compiler: rooms for every family on every underlying, and blocks of history that fill what memory there is.
//
//   records, scratch, entries (once) │ mark │ block 1: spreads, picks, cells of all families ─▶ limit
//                                           │ block 2: what block 1 left open, then its own  ─▶ limit     over the first, which nobody needs any more
import * as abi from "../../assembly/abi";
import { placeContext } from "./backtest";
import type { Limits } from "./limits";
import type { Prepared } from "./prepare";
import type { Family, Screening } from "./screens";

/** What the tables grow by. */
const SLAB = 4 << 20;
/** Beside a position per short row and width: series that are open but no longer quoted. */
const SPARE_POSITIONS = 4096;
const BLOCK_BYTES = 32;
/** Sessions of one family before the next one's turn. */
const STRIDE = 128;
/** Blocks of fewer sessions carry more than they compile. */
const SHORTEST = 16;
/** Cells are read four at a time. */
const SLACK = 64;

/** Sessions by calendar day: for each day from `first` on the first session on or after it. */
export interface SessionTable {
  address: number;
  first: number;
  count: number;
}

/** Places the session table of a prepared market. */
export function placeSessions({ core: { arena }, timeline: { day } }: Prepared): SessionTable {
  const first = day[0];
  const table = new Int32Array(day[day.length - 1] - first + 1);
  for (let t = 0, d = 0; d < table.length; d++) {
    while (day[t] < first + d) t++;
    table[d] = t;
  }
  return { address: arena.place(table), first, count: table.length };
}

/** One family on one underlying. */
export interface Compiler {
  /** Of its COMPILE record. */
  record: number;
  /** Of the entries of its screen 0; those of the next screen follow `Compilation.stride` sessions further. */
  entries: number;
  /** Of the spreads that the block goes on with. */
  carried: number;
  /** Bytes that a session can take. */
  room: number;
}

export interface Compilation {
  prepared: Prepared;
  /** By family key, then underlying. */
  compilers: Map<string, Compiler[]>;
  /** Most sessions of a block. */
  stride: number;
  /** The tables of a block lie between. */
  mark: number;
  limit: number;
}

/** Places everything but the tables; null when the entries of so many screens leave them no room. */
export function openCompilation(prepared: Prepared, plan: Screening, table: SessionTable, limits: Limits): Compilation | null {
  const { arena } = prepared.core;
  const sessions = prepared.timeline.day.length;
  const scratch = placeScratch(prepared, plan);
  const records = plan.families.map((family) => [family.key, prepared.underlyings.map((_, u) => compileRecord(prepared, family, table, scratch, u))] as const);
  const bytes = Math.min(limits.tableBytes, arena.available);
  const limit = arena.mark() + bytes - (bytes % SLACK);
  const most = Math.floor(bytes / 2 / (plan.count * prepared.underlyings.length * 4));
  const stride = Math.min(sessions, limits.blockSessions, most < sessions ? most & -abi.TILE : sessions);
  if (stride < 1) return null;
  const compilers = new Map(records.map(([key, places]) => [key, places.map((record) => beginCompiler(prepared, record, stride))]));
  return { prepared, compilers, stride, mark: arena.mark(), limit };
}

/** Room that all compilers use in turn. */
interface Scratch {
  rows: number;
  positions: number;
  candidates: number;
  addresses: { candidates: number; blocks: number; rows: number; trades: number };
}

function placeScratch(prepared: Prepared, plan: Screening): Scratch {
  const { arena } = prepared.core;
  const days = prepared.underlyings.map((_, u) => largestDay(prepared, u));
  const rows = Math.max(...days.map((day) => day.rows));
  const blocks = Math.max(...days.map((day) => day.blocks));
  const pairs = rows * Math.max(...plan.families.map((family) => sampleOf(family)[abi.S_WIDTHS]));
  const addresses = {
    candidates: arena.alloc((pairs + 16) * abi.CANDIDATE_BYTES + 64), blocks: arena.alloc(blocks * BLOCK_BYTES), rows: arena.alloc(rows * 4),
    trades: arena.alloc((pairs + SPARE_POSITIONS) * abi.TRADE_STRIDE * 8),
  };
  return { rows, candidates: pairs + 16, positions: pairs + SPARE_POSITIONS, addresses };
}

/** A sleeve of the family. */
const sampleOf = (family: Family): Float64Array => [...family.screens.values()][0].sleeve;

function compileRecord(prepared: Prepared, family: Family, table: SessionTable, { candidates, positions, addresses }: Scratch, u: number): Uint32Array {
  const { arena } = prepared.core;
  const screens = [...family.screens.values()].map(({ sleeve }) => sleeve);
  const account = family.account.slice();
  account[abi.A_ASSIGNMENT_FEE] = 1; // so that fees count assignments
  account[abi.A_MAX_POSITIONS] = positions;
  account[abi.A_MAX_ENTRIES] = 0;
  const context = placeContext(prepared, { account, sleeves: screens[0], groups: new Int32Array(prepared.underlyings.length) }, false);
  context[abi.CTX_TRADES_PTR] = addresses.trades;
  context[abi.CTX_TRADES_CAPACITY] = positions;
  const record = new Uint32Array(abi.K_SLOTS);
  record[abi.K_CONTEXT_PTR] = arena.place(context);
  record[abi.K_UNDERLYING] = u;
  record[abi.K_SCREENS] = screens.length;
  record[abi.K_SCREENS_PTR] = arena.place(flat(screens));
  record[abi.K_SESSION_FROM_PTR] = table.address;
  record[abi.K_FIRST_DAY] = table.first;
  record[abi.K_DAYS] = table.count;
  record[abi.K_CANDIDATES_PTR] = addresses.candidates;
  record[abi.K_CANDIDATES] = candidates;
  record[abi.K_BLOCKS_PTR] = addresses.blocks;
  record[abi.K_ROWS_PTR] = addresses.rows;
  record[abi.K_BANDS_PTR] = arena.alloc(screens.length * abi.BANDS_BYTES);
  record[abi.K_TILE_PTR] = arena.alloc(screens.length * abi.TILE * 4);
  record[abi.K_LEFT_PTR] = arena.alloc(positions * abi.SP_SLOTS * 4);
  record[abi.K_CARRIED_PTR] = arena.alloc(positions * 4);
  return record;
}

function beginCompiler({ core: { arena, kernels } }: Prepared, slots: Uint32Array, stride: number): Compiler {
  slots[abi.K_ENTRIES_PTR] = arena.alloc(slots[abi.K_SCREENS] * stride * 4);
  slots[abi.K_STRIDE] = stride;
  const record = arena.place(slots);
  kernels.compileBegin(record);
  return { record, entries: slots[abi.K_ENTRIES_PTR], carried: slots[abi.K_CARRIED_PTR], room: slotsOf(arena, record)[abi.K_ROOM] };
}

const slotsOf = (arena: Prepared["core"]["arena"], record: number): Uint32Array => arena.view(Uint32Array, record, abi.K_SLOTS);

/**
 * Compiles a block from session `from` on, over the tables of the last one: as many sessions as fit. Returns its end, `from` when there is not room for a block worth
 * having, null when the market does not fit the compiled form. Yields now and then.
 */
export function* compileBlock(compilation: Compilation, from: number): Generator<void, number | null> {
  const { prepared, mark, limit, stride } = compilation;
  const { arena, kernels } = prepared.core;
  const all = [...compilation.compilers.values()].flat();
  const end = Math.min(prepared.timeline.day.length, from + stride);
  const room = all.reduce((sum, compiler) => sum + compiler.room, 0);
  arena.release(mark);
  const slab = { at: mark, end: mark };
  const grow = (bytes: number): void => {
    if (slab.at + bytes + SLACK <= slab.end) return;
    arena.alloc(Math.min(Math.max(bytes + SLACK, SLAB), limit - slab.end));
    slab.end = arena.mark();
  };
  const call = (record: number, kernel: () => number | void): number => {
    const slots = slotsOf(arena, record);
    slots[abi.K_FROM] = from;
    slots[abi.K_SLAB_PTR] = slab.at;
    slots[abi.K_SLAB_END] = slab.end - SLACK;
    const result = kernel() ?? 0;
    slab.at = slots[abi.K_SLAB_PTR];
    return result;
  };
  for (const { record } of all) {
    const slots = slotsOf(arena, record);
    const bytes = slots[abi.K_OPEN] * slots[abi.K_LARGEST];
    if (slab.at + bytes + SLACK > limit) return from;
    grow(bytes);
    call(record, () => kernels.compileCarried(record));
  }
  let reached = from;
  while (reached < end) {
    const sure = Math.floor((limit - SLACK - slab.at) / room);
    if (sure < 1) break;
    const to = Math.min(end, reached + STRIDE, reached + sure);
    for (const compiler of all) {
      for (let session = reached; session < to; ) {
        grow(compiler.room);
        session = call(compiler.record, () => kernels.compileSessions(compiler.record, session, to));
        if (session < 0) return null;
      }
      yield;
    }
    reached = to;
  }
  if (reached - from < Math.min(SHORTEST, end - from)) return from;
  for (const { record } of all) kernels.compileEnd(record, reached);
  return reached;
}

function flat(records: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(records.length * records[0].length);
  records.forEach((record, i) => all.set(record, i * record.length));
  return all;
}

/** Most rows and most expiries on one day of the range. */
function largestDay({ underlyings, timeline }: Prepared, u: number): { rows: number; blocks: number } {
  const { days, blocks } = underlyings[u];
  let mostRows = 1;
  let mostBlocks = 1;
  for (const chain of timeline.underlyings[u].chainIndex) {
    if (chain < 0 || days.blocksEnd[chain] === days.blocksBegin[chain]) continue;
    mostBlocks = Math.max(mostBlocks, days.blocksEnd[chain] - days.blocksBegin[chain]);
    mostRows = Math.max(mostRows, blocks.end[days.blocksEnd[chain] - 1] - blocks.callsBegin[days.blocksBegin[chain]]);
  }
  return { rows: mostRows, blocks: mostBlocks };
}
