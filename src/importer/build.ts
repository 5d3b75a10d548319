// Accepted rows → market columns: sort by (day, expiry, settlement, root, right, strike), drop repeated keys, cut days and blocks.
import type { ChainDays, ExpiryBlocks, QuoteRows } from "../market/types";
import { narrowest } from "../store/encode";
import { isoDate } from "../units";
import { CALL } from "../vendors/parse";
import type { Intake } from "./accept";
import { observeRows } from "./observe";
import type { RowColumns } from "./rows";
import { quarantine } from "./tally";
import type { Tally } from "./tally";

export interface BuiltChain {
  rows: QuoteRows;
  blocks: ExpiryBlocks;
  days: ChainDays;
  tick: number;
  strikeUnit: number;
  roots: string[];
}

/** A key for one contract within a day fits a double: expiry − day (16 bits) · settlement (1) · root (8) · right (1) · strike (27) = 53 bits. */
const STRIKE_SPAN = 2 ** 27;

/**
 * Builds the columns of one underlying and counts repairs and observations of the rows kept. Of rows with the same key the first in file order is kept, the others are quarantined as
 * `duplicate_key`. `fileNames` name the rows' files in the quarantine.
 */
export function buildChain(intake: Intake, fileNames: readonly string[]): BuiltChain {
  const roots = [...intake.roots].sort();
  const rank = Uint8Array.from(intake.roots, (root) => roots.indexOf(root));
  const { columns: c, length } = intake.store;
  const keys = keysOf(c, length, rank);
  const order = unique(sortedOrder(c.day, keys, length), c, keys, intake, fileNames);
  observeRows(order, c, intake.tally);
  const { blocks, days } = cut(order, c, rank);
  const tick = gcdOf(order, [c.bid, c.ask]);
  const strikeUnit = gcdOf(order, [c.strike]);
  return { rows: pick(order, c, tick, strikeUnit), blocks, days, tick, strikeUnit, roots };
}

function keysOf(c: RowColumns, length: number, rank: Uint8Array): Float64Array {
  const keys = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const series = ((c.expiry[i] - c.day[i]) * 2 + c.settlement[i]) * 256 + rank[c.rootIndex[i]];
    keys[i] = (series * 2 + c.right[i]) * STRIKE_SPAN + c.strike[i];
  }
  return keys;
}

/** Row numbers by day, then key, then arrival: a counting pass by day keeps every sort small. */
function sortedOrder(day: Int32Array, keys: Float64Array, length: number): Uint32Array {
  const perDay = new Map<number, number>();
  for (let i = 0; i < length; i++) perDay.set(day[i], (perDay.get(day[i]) ?? 0) + 1);
  const next = new Map<number, number>();
  let begin = 0;
  for (const d of [...perDay.keys()].sort((a, b) => a - b)) {
    next.set(d, begin);
    begin += perDay.get(d)!;
  }
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const at = next.get(day[i])!;
    order[at] = i;
    next.set(day[i], at + 1);
  }
  for (const [d, end] of next) order.subarray(end - perDay.get(d)!, end).sort((a, b) => keys[a] - keys[b] || a - b);
  return order;
}

function unique(order: Uint32Array, c: RowColumns, keys: Float64Array, { tally }: Intake, fileNames: readonly string[]): Uint32Array {
  const kept = new Uint32Array(order.length);
  let n = 0;
  for (const i of order) {
    const last = n > 0 ? kept[n - 1] : -1;
    if (last >= 0 && c.day[last] === c.day[i] && keys[last] === keys[i]) {
      dropDuplicate(i, last, c, tally, fileNames);
      continue;
    }
    kept[n++] = i;
  }
  return kept.subarray(0, n);
}

function dropDuplicate(i: number, first: number, c: RowColumns, tally: Tally, fileNames: readonly string[]): void {
  const text = `repeats ${fileNames[c.file[first]]}:${c.line[first]} (${isoDate(c.day[i])}, bid ${c.bid[i] / 1e4}, ask ${c.ask[i] / 1e4})`;
  quarantine(tally, { file: fileNames[c.file[i]], line: c.line[i], reason: "duplicate_key", text });
}

function cut(order: Uint32Array, c: RowColumns, rank: Uint8Array): { blocks: ExpiryBlocks; days: ChainDays } {
  const b = { expiry: [] as number[], vendorExpiry: [] as number[], settlement: [] as number[], root: [] as number[], callsBegin: [] as number[], putsBegin: [] as number[], end: [] as number[] };
  const d = { day: [] as number[], blocksBegin: [] as number[], blocksEnd: [] as number[], spot: [] as number[] };
  for (let at = 0; at < order.length; at++) {
    const i = order[at];
    const newDay = at === 0 || c.day[order[at - 1]] !== c.day[i];
    if (newDay) {
      d.day.push(c.day[i]);
      d.spot.push(c.spot[i]);
      d.blocksBegin.push(b.expiry.length);
      d.blocksEnd.push(0);
    }
    if (newDay || !sameSeries(c, order[at - 1], i)) {
      b.expiry.push(c.expiry[i]);
      b.vendorExpiry.push(c.vendorExpiry[i]);
      b.settlement.push(c.settlement[i]);
      b.root.push(rank[c.rootIndex[i]]);
      b.callsBegin.push(at);
      b.putsBegin.push(at);
      b.end.push(at);
    }
    const block = b.expiry.length - 1;
    if (c.right[i] === CALL) b.putsBegin[block] = at + 1;
    b.end[block] = at + 1;
    d.blocksEnd[d.day.length - 1] = block + 1;
  }
  return {
    blocks: {
      expiry: Int32Array.from(b.expiry), vendorExpiry: Int32Array.from(b.vendorExpiry), settlement: Uint8Array.from(b.settlement), root: Uint8Array.from(b.root),
      callsBegin: Uint32Array.from(b.callsBegin), putsBegin: Uint32Array.from(b.putsBegin), end: Uint32Array.from(b.end),
    },
    days: { day: Int32Array.from(d.day), blocksBegin: Uint32Array.from(d.blocksBegin), blocksEnd: Uint32Array.from(d.blocksEnd), spot: Int32Array.from(d.spot) },
  };
}

const sameSeries = (c: RowColumns, a: number, b: number): boolean =>
  c.expiry[a] === c.expiry[b] && c.settlement[a] === c.settlement[b] && c.rootIndex[a] === c.rootIndex[b];

function gcdOf(order: Uint32Array, columns: readonly ArrayLike<number>[]): number {
  let divisor = 0;
  for (const i of order) for (const column of columns) if (divisor === 0 || column[i] % divisor !== 0) divisor = gcd(divisor, column[i]);
  return divisor || 1;
}

function gcd(a: number, b: number): number {
  while (b) [a, b] = [b, a % b];
  return a;
}

function pick(order: Uint32Array, c: RowColumns, tick: number, strikeUnit: number): QuoteRows {
  const scaled = (column: ArrayLike<number>, unit: number): Uint32Array => gather(column, order, new Uint32Array(order.length), unit);
  const flags = gather(c.flags, order, new Uint8Array(order.length));
  return {
    strike: narrowest(scaled(c.strike, strikeUnit)),
    bid: narrowest(scaled(c.bid, tick)),
    ask: narrowest(scaled(c.ask, tick)),
    iv: gather(c.iv, order, new Uint16Array(order.length)),
    delta: gather(c.delta, order, new Int16Array(order.length)),
    openInterest: narrowest(scaled(c.openInterest, 1)),
    volume: narrowest(scaled(c.volume, 1)),
    flags: flags.some((f) => f !== 0) ? flags : null,
  };
}

function gather<T extends Uint8Array | Uint16Array | Uint32Array | Int16Array>(column: ArrayLike<number>, order: Uint32Array, into: T, unit = 1): T {
  for (let n = 0; n < order.length; n++) into[n] = column[order[n]] / unit;
  return into;
}
