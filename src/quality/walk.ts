import type { Underlying } from "../market/types";

/** Visits the series of the days of `u` in order; `b` is the block, `d` its day's index. */
export function eachBlock({ days }: Underlying, visit: (b: number, d: number) => void): void {
  const { blocksBegin, blocksEnd } = days;
  for (let d = 0; d < blocksBegin.length; d++) {
    for (let b = blocksBegin[d]; b < blocksEnd[d]; b++) visit(b, d);
  }
}

/** Rows [begin, end) of a day. */
export function rowsOfDay({ days, blocks }: Underlying, d: number): { begin: number; end: number } {
  const [first, last] = [days.blocksBegin[d], days.blocksEnd[d]];
  return first === last ? { begin: 0, end: 0 } : { begin: blocks.callsBegin[first], end: blocks.end[last - 1] };
}

/** The days [begin, end) of an underlying: the same columns, fewer days. Row and block numbers stay those of the whole. */
export function sliceDays(u: Underlying, begin: number, end: number): Underlying {
  const { day, blocksBegin, blocksEnd, spot } = u.days;
  const days = { day: day.subarray(begin, end), blocksBegin: blocksBegin.subarray(begin, end), blocksEnd: blocksEnd.subarray(begin, end), spot: spot.subarray(begin, end) };
  return { ...u, rows: u.rows, blocks: u.blocks, bars: u.bars, days };
}
