// Structural invariants of a loaded market: whatever passes can be indexed without bounds checks.
import { dataError } from "../errors";
import type { Bars, ChainDays, Curve, ExpiryBlocks, QuoteRows, UintColumn, Underlying } from "../market/types";
import { isoDate } from "../units";
import type { Chain } from "./partition";

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

/** The same for the chain of one symbol, or of one of its partitions; `name` says which. */
export function validateChain(name: string, chain: Chain): void {
  if (!(chain.tick > 0 && chain.strikeUnit > 0)) throw fail(name, `has tick ${chain.tick}, strikeUnit ${chain.strikeUnit}: both must be positive`);
  // Columns in a WebAssembly memory are looked up anew at every access (liveColumns): once here, not once per row.
  const rows = { ...chain.rows };
  const blocks = { ...chain.blocks };
  const days = { ...chain.days };
  sameLength(name, "rows", rows);
  sameLength(name, "blocks", blocks);
  sameLength(name, "days", days);
  validateDays(name, days, blocks);
  validateBlocks(name, blocks, rows, chain.roots.length);
  validateStrikes(name, blocks, rows);
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

function risingDays(subject: string, day: Int32Array): void {
  for (let i = 1; i < day.length; i++) {
    if (day[i] <= day[i - 1]) throw fail(`${subject} row ${i}`, `day ${date(day[i])} follows ${date(day[i - 1])}: days must strictly rise`);
  }
}

/** Days tile the blocks, blocks tile the rows: no gap, no overlap, nothing left over. */
function validateDays(symbol: string, days: ChainDays, blocks: ExpiryBlocks): void {
  risingDays(`${symbol} days`, days.day);
  let next = 0;
  for (let d = 0; d < days.day.length; d++) {
    const begin = days.blocksBegin[d];
    const end = days.blocksEnd[d];
    if (begin !== next || end < begin || end > blocks.expiry.length) throw fail(`${symbol} days row ${d}`, `blocks [${begin}, ${end}) after ${next} of ${blocks.expiry.length}`);
    if (days.spot[d] <= 0) throw fail(`${symbol} days row ${d}`, `spot = ${days.spot[d]}`);
    for (let b = begin; b < end; b++) {
      if (blocks.expiry[b] < days.day[d]) throw fail(`${symbol} blocks row ${b}`, `expiry ${date(blocks.expiry[b])} before the day ${date(days.day[d])}`);
      if (b > begin && !risesInDay(blocks, b)) throw fail(`${symbol} blocks row ${b}`, "expiry, settlement, root do not strictly rise within the day");
    }
    next = end;
  }
  if (next !== blocks.expiry.length) throw fail(`${symbol} days`, `cover ${next} of ${blocks.expiry.length} blocks`);
}

function risesInDay(blocks: ExpiryBlocks, b: number): boolean {
  const step = blocks.expiry[b] - blocks.expiry[b - 1] || blocks.settlement[b] - blocks.settlement[b - 1] || blocks.root[b] - blocks.root[b - 1];
  return step > 0;
}

function validateBlocks(symbol: string, blocks: ExpiryBlocks, rows: QuoteRows, roots: number): void {
  let next = 0;
  const { callsBegin, putsBegin, end, settlement, root } = blocks;
  for (let b = 0; b < end.length; b++) {
    if (callsBegin[b] !== next || putsBegin[b] < callsBegin[b] || end[b] < putsBegin[b] || end[b] > rows.strike.length) {
      throw fail(`${symbol} blocks row ${b}`, `rows [${callsBegin[b]}, ${putsBegin[b]}, ${end[b]}) after ${next} of ${rows.strike.length}`);
    }
    if (settlement[b] > 1) throw fail(`${symbol} blocks row ${b}`, `settlement = ${settlement[b]}`);
    if (root[b] >= roots) throw fail(`${symbol} blocks row ${b}`, `root = ${root[b]} of ${roots}`);
    next = end[b];
  }
  if (next !== rows.strike.length) throw fail(`${symbol} blocks`, `cover ${next} of ${rows.strike.length} rows`);
}

function validateStrikes(symbol: string, { callsBegin, putsBegin, end }: ExpiryBlocks, { strike }: QuoteRows): void {
  for (const row of [firstNotRising(strike, callsBegin, putsBegin), firstNotRising(strike, putsBegin, end)]) {
    if (row < 0) continue;
    const last = callsBegin.includes(row) || putsBegin.includes(row) ? 0 : strike[row - 1];
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
