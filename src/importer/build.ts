// Staged rows of one symbol and year → a partition's columns: choose the snapshot, fill spots, sort by (day, expiry, settlement, root, right,
// strike), drop repeated keys, compute what is missing, cut days and blocks.
import { gcd } from "../store/partition";
import type { Chain } from "../store/partition";
import type { ChainDays, Curve, ExpiryBlocks, QuoteRows } from "../market/types";
import { narrowest } from "../store/encode";
import { isoDate } from "../units";
import { CALL } from "../vendors/parse";
import { computeMissing } from "./greeks";
import type { GreekInputs } from "./greeks";
import { STORED_FILE } from "./intake";
import type { StagedFile } from "./intake";
import { observeRows } from "./observe";
import { REPAIR } from "./rows";
import type { RowColumns, RowStore, SetAside } from "./rows";
import { dropOtherSnapshots } from "./snapshots";
import { fillSpots } from "./spots";
import { bump, fateOf, newTally, quarantine } from "./tally";
import type { RowFate, Tally } from "./tally";

export interface BuildRequest {
  /** Roots by the rows' root index. */
  roots: readonly string[];
  /** By the rows' file index. Their tallies are completed here: what is kept, repaired, set aside. */
  files: readonly StagedFile[];
  /** Preferred snapshot, minutes after midnight. */
  minute: number;
  greeks: GreekInputs;
  /** Official closes, to fill in where rows print no underlying price; null = none. */
  closes: Curve | null;
  /** Rows of the built chain to set aside, with the reason of each; null = none are asked for. */
  screen: ((chain: Chain) => ReadonlyMap<string, Uint32Array>) | null;
}

export interface BuiltPartition {
  /** Null when no row is left. */
  chain: Chain | null;
  /** Facts about kept rows. */
  observations: Record<string, number>;
  /** Account of the staged rows; those that were in the dataset before are not in it. */
  fate: RowFate;
}

/** A key for one contract within a day fits a double: expiry − day (16 bits) · settlement (1) · root (8) · right (1) · strike (27) = 53 bits. */
const STRIKE_SPAN = 2 ** 27;
const REPAIRS = Object.entries(REPAIR);

/**
 * Builds the columns of one symbol and year. Of rows with the same key the first in file order is kept, the others are quarantined as
 * `duplicate_key`.
 */
export function buildPartition(store: RowStore, request: BuildRequest): BuiltPartition {
  const { columns: c, length } = store;
  const { files, greeks } = request;
  const observations: Record<string, number> = {};
  const tally = newTally();
  const setAside: SetAside = (i, reason, text) => {
    bump(tally.quarantined, reason);
    quarantine(files[c.file[i]].tally, { file: files[c.file[i]].name, line: c.line[i], reason, text: () => text ?? describeRow(c, i) });
  };
  const rank = rankOf(c, length, request.roots);
  const keys = keysOf(c, length, rank.byIndex);
  let order = sortedOrder(c.day, keys, length);
  order = dropOtherSnapshots(order, c, request.minute, setAside);
  order = unique(order, c, keys, files, setAside);
  order = fillSpots(order, c, { closes: request.closes, greeks }, { observations, setAside });
  computeMissing(order, c, greeks);
  let chain = assemble(order, c, rank);
  if (request.screen && chain) {
    order = withoutScreened(order, c, request.screen(chain), setAside);
    chain = assemble(order, c, rank);
  }
  observeRows(order, c, observations);
  account(order, c, files, tally);
  for (let i = 0; i < length; i++) if (c.file[i] !== STORED_FILE) tally.read++;
  return { chain, observations, fate: fateOf(tally) };
}

function describeRow(c: RowColumns, i: number): string {
  const right = c.right[i] === CALL ? "C" : "P";
  return `${isoDate(c.day[i])} ${isoDate(c.vendorExpiry[i])} ${right} ${c.strike[i] / 1000} bid ${c.bid[i] / 1e4} ask ${c.ask[i] / 1e4}`;
}

interface Rank {
  /** Roots of the partition, sorted. */
  roots: string[];
  /** Place in `roots` by the rows' root index. */
  byIndex: Uint8Array;
}

function rankOf(c: RowColumns, length: number, all: readonly string[]): Rank {
  const present = new Uint8Array(256);
  for (let i = 0; i < length; i++) present[c.rootIndex[i]] = 1;
  const roots = all.filter((_, i) => present[i]).sort();
  return { roots, byIndex: Uint8Array.from(all, (root) => Math.max(roots.indexOf(root), 0)) };
}

function keysOf(c: RowColumns, length: number, rank: Uint8Array): Float64Array {
  const keys = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const series = ((c.expiry[i] - c.day[i]) * 2 + c.settlement[i]) * 256 + rank[c.rootIndex[i]];
    keys[i] = (series * 2 + c.right[i]) * STRIKE_SPAN + c.strike[i];
  }
  return keys;
}

/** Row numbers by day, then key, then arrival. */
function sortedOrder(day: Int32Array, keys: Float64Array, length: number): Uint32Array {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    if (day[i] < first) first = day[i];
    if (day[i] > last) last = day[i];
  }
  const order = new Uint32Array(length);
  if (length === 0) return order;
  const end = new Uint32Array(last - first + 2);
  for (let i = 0; i < length; i++) end[day[i] - first + 1]++;
  for (let d = 1; d < end.length; d++) end[d] += end[d - 1];
  const begins = end.slice();
  for (let i = 0; i < length; i++) order[end[day[i] - first]++] = i;
  const series = seriesSorter(keys);
  for (let d = 0; d + 1 < begins.length; d++) if (begins[d + 1] > begins[d]) series(order.subarray(begins[d], begins[d + 1]));
  return order;
}

/**
 * Sorts one day's rows by key. Vendors list each expiry's calls and puts by strike, in one order or another: rows go to their
 * (expiry, settlement, root, right) first, and what stands in order there needs no sorting.
 */
function seriesSorter(keys: Float64Array): (rows: Uint32Array) => void {
  const places = new Map<number, number>();
  let copy = new Uint32Array(1024);
  let place = new Uint32Array(1024);
  return (rows) => {
    if (copy.length < rows.length) {
      copy = new Uint32Array(rows.length * 2);
      place = new Uint32Array(rows.length * 2);
    }
    places.clear();
    let lastSeries = -1;
    let at = 0;
    for (let n = 0; n < rows.length; n++) {
      const series = Math.floor(keys[rows[n]] / STRIKE_SPAN);
      if (series !== lastSeries) {
        const known = places.get(series);
        at = known ?? places.size;
        if (known === undefined) places.set(series, at);
        lastSeries = series;
      }
      place[n] = at;
      copy[n] = rows[n];
    }
    const end = new Uint32Array(places.size + 1);
    const ranked = [...places].sort(([a], [b]) => a - b).map(([, p]) => p);
    const rank = new Uint32Array(places.size);
    ranked.forEach((p, r) => (rank[p] = r));
    for (let n = 0; n < rows.length; n++) end[rank[place[n]] + 1]++;
    for (let r = 1; r < end.length; r++) end[r] += end[r - 1];
    const begins = end.slice();
    for (let n = 0; n < rows.length; n++) rows[end[rank[place[n]]]++] = copy[n];
    for (let r = 0; r + 1 < begins.length; r++) sortByKey(rows.subarray(begins[r], begins[r + 1]), keys);
  };
}

function sortByKey(rows: Uint32Array, keys: Float64Array): void {
  for (let n = 1; n < rows.length; n++) {
    if (keys[rows[n]] >= keys[rows[n - 1]]) continue;
    rows.sort((a, b) => keys[a] - keys[b] || a - b);
    return;
  }
}

function unique(order: Uint32Array, c: RowColumns, keys: Float64Array, files: readonly StagedFile[], setAside: SetAside): Uint32Array {
  let n = 0;
  for (const i of order) {
    const last = n > 0 ? order[n - 1] : -1;
    if (last >= 0 && c.day[last] === c.day[i] && keys[last] === keys[i]) {
      setAside(i, "duplicate_key", `repeats ${files[c.file[last]].name}:${c.line[last]} (${isoDate(c.day[i])}, bid ${c.bid[i] / 1e4}, ask ${c.ask[i] / 1e4})`);
    } else order[n++] = i;
  }
  return order.subarray(0, n);
}

/** The order without the rows found. What was in the dataset before stays: its account is closed. */
function withoutScreened(order: Uint32Array, c: RowColumns, found: ReadonlyMap<string, Uint32Array>, setAside: SetAside): Uint32Array {
  const gone = new Uint8Array(order.length);
  for (const [reason, rows] of found) {
    for (const n of rows) {
      if (gone[n] || c.file[order[n]] === STORED_FILE) continue;
      gone[n] = 1;
      setAside(order[n], reason);
    }
  }
  return order.filter((_, n) => gone[n] === 0);
}

/** Every row left is stored, as it was or repaired, in the account of its file. */
function account(order: Uint32Array, c: RowColumns, files: readonly StagedFile[], whole: Tally): void {
  for (const i of order) {
    if (c.file[i] === STORED_FILE) continue;
    const file = files[c.file[i]];
    file.stored++;
    if (c.repairs[i] === 0) continue;
    for (const { repairs } of [file.tally, whole]) for (const [name, bit] of REPAIRS) if (c.repairs[i] & bit) bump(repairs, name);
    file.tally.repaired++;
    whole.repaired++;
  }
}

function assemble(order: Uint32Array, c: RowColumns, rank: Rank): Chain | null {
  if (order.length === 0) return null;
  const { blocks, days } = cut(order, c, rank.byIndex);
  const tick = gcdOf(order, [c.bid, c.ask]);
  const strikeUnit = gcdOf(order, [c.strike]);
  return { rows: pick(order, c, tick, strikeUnit), blocks, days, tick, strikeUnit, roots: rank.roots };
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
