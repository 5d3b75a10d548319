// The host's side of the compiler: rooms for one family on one underlying, filled slab by slab.
import * as abi from "../../assembly/abi";
import { align } from "../core/memory";
import { placeContext } from "./backtest";
import type { Prepared } from "./prepare";
import type { Family } from "./screens";

const SLAB = 8 << 20;
/** Beside a position per short row and width: series that are open but no longer quoted. */
const SPARE_POSITIONS = 4096;
const BLOCK_BYTES = 32;

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

/** Address of the entries of screen 0 by underlying; those of the next screen follow a column of sessions further. Null = the market does not fit the compiled form. */
export function compileFamily(prepared: Prepared, family: Family, table: SessionTable): number[] | null {
  const addresses: number[] = [];
  for (let u = 0; u < prepared.underlyings.length; u++) {
    const address = compileUnderlying(prepared, family, table, u);
    if (address === null) return null;
    addresses.push(address);
  }
  return addresses;
}

function compileUnderlying(prepared: Prepared, family: Family, table: SessionTable, u: number): number | null {
  const { arena, kernels } = prepared.core;
  const sessions = prepared.timeline.day.length;
  const screens = [...family.screens.values()].map(({ sleeve }) => sleeve);
  const widths = screens[0][abi.S_WIDTHS];
  const { rows, blocks } = largestDay(prepared, u);
  const candidates = rows * widths + 16;
  const positions = rows * widths + SPARE_POSITIONS;
  const entries = arena.alloc(screens.length * sessions * 4);
  const account = family.account.slice();
  account[abi.A_ASSIGNMENT_FEE] = 1; // so that fees count assignments
  account[abi.A_MAX_POSITIONS] = positions;
  account[abi.A_MAX_ENTRIES] = 0;
  const context = placeContext(prepared, { account, sleeves: screens[0], groups: new Int32Array(prepared.underlyings.length) });
  context[abi.CTX_TRADES_PTR] = arena.alloc(positions * abi.TRADE_STRIDE * 8);
  context[abi.CTX_TRADES_CAPACITY] = positions;
  const record = new Uint32Array(abi.K_SLOTS);
  record[abi.K_CONTEXT_PTR] = arena.place(context);
  record[abi.K_UNDERLYING] = u;
  record[abi.K_SCREENS] = screens.length;
  record[abi.K_SCREENS_PTR] = arena.place(flat(screens));
  record[abi.K_ENTRIES_PTR] = entries;
  record[abi.K_SESSION_FROM_PTR] = table.address;
  record[abi.K_FIRST_DAY] = table.first;
  record[abi.K_DAYS] = table.count;
  record[abi.K_CANDIDATES_PTR] = arena.alloc(candidates * abi.CANDIDATE_BYTES + 64);
  record[abi.K_CANDIDATES] = candidates;
  record[abi.K_BLOCKS_PTR] = arena.alloc(blocks * BLOCK_BYTES);
  record[abi.K_ROWS_PTR] = arena.alloc(rows * 4);
  record[abi.K_BANDS_PTR] = arena.alloc(screens.length * abi.BANDS_BYTES);
  record[abi.K_TILE_PTR] = arena.alloc(screens.length * abi.TILE * 4);
  const address = arena.place(record);
  kernels.compileBegin(address);
  for (let session = 0; session < sessions; ) {
    const slab = arena.alloc(SLAB);
    const slots = arena.view(Uint32Array, address, abi.K_SLOTS);
    slots[abi.K_SLAB_PTR] = slab;
    slots[abi.K_SLAB_END] = slab + SLAB - 64;
    const reached = kernels.compileSessions(session);
    if (reached < 0) return null;
    if (reached === session && slab === slots[abi.K_SLAB_PTR]) return null; // one session needs more than a slab
    session = reached;
  }
  arena.release(align(arena.view(Uint32Array, address, abi.K_SLOTS)[abi.K_SLAB_PTR])); // the rest of the last slab
  return entries;
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
