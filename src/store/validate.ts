// Structural invariants of a loaded market: whatever passes can be indexed without bounds checks.
import { dataError } from "../errors";
import type { Bars, ChainDays, Curve, ExpiryBlocks, QuoteRows, UintColumn, Underlying } from "../market/types";
import { isoDate } from "../units";
import type { Chain } from "./partition";
import type { PartitionTable } from "./schema";

const IMPORT_AGAIN = "import or simulate the dataset again";
/** A day for messages; damaged files hold numbers no date can show. */
const date = (day: number): string => (Math.abs(day) < 1e6 ? isoDate(day) : `day ${day}`);
const fail = (subject: string, problem: string) => dataError(subject, problem, IMPORT_AGAIN);

/** Throws a data error naming symbol, table and index of the first broken invariant. Quotes are not judged here: the engine refuses bad ones. */
export function validateUnderlying(u: Underlying): void {
  if (!(u.multiplier > 0)) throw fail(u.symbol, `has multiplier ${u.multiplier}: it must be positive`);
  validateChain(u.symbol, u);
  validateBars(u.symbol, u.bars);
}

/** Rows, blocks and days [from, to) of a chain's columns. */
export interface ChainPart {
  from: Record<PartitionTable, number>;
  to: Record<PartitionTable, number>;
}

/** The same for the chain of one symbol; with `part`, for that part of its columns alone. That the part's first day follows the one before is not checked. */
export function validateChain(name: string, chain: Chain, part?: ChainPart): void {
  if (!(chain.tick > 0 && chain.strikeUnit > 0)) throw fail(name, `has tick ${chain.tick}, strikeUnit ${chain.strikeUnit}: both must be positive`);
  // Columns in a WebAssembly memory are looked up anew at every access (liveColumns): once here, not once per row.
  const rows = { ...chain.rows };
  const blocks = { ...chain.blocks };
  const days = { ...chain.days };
  sameLength(name, "rows", rows);
  sameLength(name, "blocks", blocks);
  sameLength(name, "days", days);
  const { from, to } = part ?? { from: { rows: 0, blocks: 0, days: 0 }, to: { rows: rows.strike.length, blocks: blocks.end.length, days: days.day.length } };
  validateDays(name, days, blocks, { from, to });
  validateBlocks(name, blocks, chain.roots.length, { from, to });
  validateStrikes(name, blocks, rows, { from, to });
}

/** Throws unless each part of a chain, given by its first day's index, begins after the day before it. */
export function validateSeams(name: string, day: Int32Array, firsts: readonly number[]): void {
  for (const first of firsts) risingDays(`${name} days`, day, Math.max(first, 1), first + 1);
}

/** Throws unless bars rise by day and each is consistent in itself. */
export function validateBars(symbol: string, live: Bars): void {
  const bars = { ...live };
  sameLength(symbol, "bars", bars);
  risingDays(`${symbol} bars`, bars.day);
  for (let i = 0; i < bars.day.length; i++) {
    const inside = bars.low[i] > 0 && bars.low[i] <= Math.min(bars.open[i], bars.close[i]) && bars.high[i] >= Math.max(bars.open[i], bars.close[i]);
    if (!inside) throw fail(`${symbol} bars row ${i} (${date(bars.day[i])})`, `open ${bars.open[i]}, high ${bars.high[i]}, low ${bars.low[i]}, close ${bars.close[i]} are inconsistent`);
    if (!(bars.volume[i] >= 0 && bars.dividend[i] >= 0 && bars.split[i] > 0 && bars.settlement[i] >= 0)) {
      throw fail(`${symbol} bars row ${i} (${date(bars.day[i])})`, `volume ${bars.volume[i]}, dividend ${bars.dividend[i]}, split ${bars.split[i]}, settlement ${bars.settlement[i]}`);
    }
  }
}

/** Throws unless the days strictly rise and every value is finite. */
export function validateCurve(name: string, curve: Curve): void {
  risingDays(`${name} curve`, curve.day);
  for (let i = 0; i < curve.value.length; i++) {
    if (!Number.isFinite(curve.value[i])) throw fail(`${name} curve row ${i}`, `value = ${curve.value[i]}`);
  }
}

function sameLength(symbol: string, table: string, columns: object): void {
  const [[first, reference], ...others] = Object.entries(columns) as [string, ArrayLike<number> | null][];
  for (const [name, column] of others) {
    if (column && column.length !== reference!.length) throw fail(`${symbol} ${table}`, `${name} has ${column.length} values, ${first} ${reference!.length}`);
  }
}

function risingDays(subject: string, day: Int32Array, from = 1, to = day.length): void {
  for (let i = from; i < to; i++) {
    if (day[i] <= day[i - 1]) throw fail(`${subject} row ${i}`, `day ${date(day[i])} follows ${date(day[i - 1])}: days must strictly rise`);
  }
}

/** Days tile the blocks, blocks tile the rows: no gap, no overlap, nothing left over. */
function validateDays(symbol: string, days: ChainDays, blocks: ExpiryBlocks, { from, to }: ChainPart): void {
  risingDays(`${symbol} days`, days.day, from.days + 1, to.days);
  let next = from.blocks;
  for (let d = from.days; d < to.days; d++) {
    const begin = days.blocksBegin[d];
    const end = days.blocksEnd[d];
    if (begin !== next || end < begin || end > to.blocks) throw fail(`${symbol} days row ${d}`, `blocks [${begin}, ${end}) after ${next} of ${to.blocks}`);
    if (days.spot[d] <= 0) throw fail(`${symbol} days row ${d}`, `spot = ${days.spot[d]}`);
    for (let b = begin; b < end; b++) {
      if (blocks.expiry[b] < days.day[d]) throw fail(`${symbol} blocks row ${b}`, `expiry ${date(blocks.expiry[b])} before the day ${date(days.day[d])}`);
      if (b > begin && !risesInDay(blocks, b)) throw fail(`${symbol} blocks row ${b}`, "expiry, settlement, root do not strictly rise within the day");
    }
    next = end;
  }
  if (next !== to.blocks) throw fail(`${symbol} days`, `cover ${next} of ${to.blocks} blocks`);
}

function risesInDay(blocks: ExpiryBlocks, b: number): boolean {
  const step = blocks.expiry[b] - blocks.expiry[b - 1] || blocks.settlement[b] - blocks.settlement[b - 1] || blocks.root[b] - blocks.root[b - 1];
  return step > 0;
}

function validateBlocks(symbol: string, blocks: ExpiryBlocks, roots: number, { from, to }: ChainPart): void {
  let next = from.rows;
  const { callsBegin, putsBegin, end, settlement, root } = blocks;
  for (let b = from.blocks; b < to.blocks; b++) {
    if (callsBegin[b] !== next || putsBegin[b] < callsBegin[b] || end[b] < putsBegin[b] || end[b] > to.rows) {
      throw fail(`${symbol} blocks row ${b}`, `rows [${callsBegin[b]}, ${putsBegin[b]}, ${end[b]}) after ${next} of ${to.rows}`);
    }
    if (settlement[b] > 1) throw fail(`${symbol} blocks row ${b}`, `settlement = ${settlement[b]}`);
    if (root[b] >= roots) throw fail(`${symbol} blocks row ${b}`, `root = ${root[b]} of ${roots}`);
    next = end[b];
  }
  if (next !== to.rows) throw fail(`${symbol} blocks`, `cover ${next} of ${to.rows} rows`);
}

function validateStrikes(symbol: string, blocks: ExpiryBlocks, { strike }: QuoteRows, { from, to }: ChainPart): void {
  const [calls, puts, ends] = [blocks.callsBegin, blocks.putsBegin, blocks.end].map((column) => column.subarray(from.blocks, to.blocks));
  for (const row of [firstNotRising(strike, calls, puts), firstNotRising(strike, puts, ends)]) {
    if (row < 0) continue;
    const last = calls.includes(row) || puts.includes(row) ? 0 : strike[row - 1];
    throw fail(`${symbol} rows row ${row}`, `strike ${strike[row]} follows ${last}: strikes must be positive and strictly rise`);
  }
}

/** The first row that is not above the one before it in [begin, end) of its block, or above 0; -1 when all are. One plain loop: every row passes here at every load. */
function firstNotRising(strike: UintColumn, begin: Uint32Array, end: Uint32Array): number {
  for (let b = 0; b < begin.length; b++) {
    const stop = end[b];
    let last = 0;
    for (let i = begin[b]; i < stop; i++) {
      const value = strike[i];
      if (value <= last) return i;
      last = value;
    }
  }
  return -1;
}
