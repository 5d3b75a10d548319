// A part of a prepared market as a market of its own: its columns are slices of the whole's, so nothing is computed or copied for it.
//
//   sessions of the whole  ├──────────────[first ··· end)────────────┤      first and last session of a window: those with a chain of the choice
import * as abi from "../../assembly/abi";
import { configError } from "../errors";
import { isoDate } from "../units";
import type { Prepared } from "./prepare";
import { emptyRange } from "./timeline";
import type { Timeline } from "./types";

/** Day numbers, inclusive. */
export interface DayRange {
  start: number;
  end: number;
}

/** Days that a batch runs on, within the range of what evaluates it: a flat start, warm features, open positions marked at the end. */
export interface RunWindow extends DayRange {
  /** Keep the marked equity of every config per session: `Evaluations.equity` and `sessions`. */
  equity?: boolean;
}

/** A window on its own, and its sessions [first, end) within the whole. */
export interface Window {
  prepared: Prepared;
  part: { first: number; end: number };
}

/**
 * The prepared market of the window: what `prepare` would give for it, in the same memory. Throws a data error when no chain day lies in it, a config error
 * when the range that was prepared leaves out chain days of it.
 */
export function windowOf(prepared: Prepared, { start, end }: DayRange, range: DayRange): Window {
  const { underlyings, timeline, records, addresses } = prepared;
  if (prepared.underlyings.some(({ days: { day } }) => day.some((d) => d >= start && d <= end && (d < range.start || d > range.end)))) {
    throw configError(`window = ${isoDate(start)} … ${isoDate(end)}`, `reaches beyond ${isoDate(range.start)} … ${isoDate(range.end)}`, "open the evaluator or pool for a range that holds all windows");
  }
  const sessions = timeline.day.length;
  const inside = (t: number): boolean => timeline.day[t] >= start && timeline.day[t] <= end && timeline.underlyings.some(({ chainIndex }) => chainIndex[t] >= 0);
  let first = 0;
  while (first < sessions && !inside(first)) first++;
  if (first === sessions) throw emptyRange(underlyings, start, end);
  let last = sessions - 1;
  while (!inside(last)) last--;
  const part: Prepared = {
    ...prepared,
    timeline: slice(timeline, first, last + 1),
    records: records.map((record) => shifted(record, first)),
    addresses: { ...addresses, day: addresses.day + first * 4, vix: addresses.vix + first * 8, rate: addresses.rate + first * 8, correlationIndex: addresses.correlationIndex + first * 4 },
  };
  return { prepared: part, part: { first, end: last + 1 } };
}

function slice(timeline: Timeline, from: number, to: number): Timeline {
  const { day, vix, rate, correlationIndex, underlyings } = timeline;
  return {
    ...timeline,
    day: day.subarray(from, to), vix: vix.subarray(from, to), rate: rate.subarray(from, to), correlationIndex: correlationIndex.subarray(from, to),
    underlyings: underlyings.map((u) => ({ ...u, chainIndex: u.chainIndex.subarray(from, to), barIndex: u.barIndex.subarray(from, to), featureIndex: u.featureIndex.subarray(from, to) })),
  };
}

/** Columns of an UNDERLYING by session, with their bytes per value. */
const BY_SESSION = [[abi.U_CHAIN_INDEX_PTR, 4], [abi.U_BAR_INDEX_PTR, 4], [abi.U_FEATURE_INDEX_PTR, 4], [abi.U_EXIT_SCALE_PTR, 8]] as const;

/** An UNDERLYING record whose per-session columns begin `from` sessions later. */
function shifted(record: Int32Array, from: number): Int32Array {
  const copy = record.slice();
  for (const [slot, bytes] of BY_SESSION) copy[slot] += from * bytes;
  return copy;
}
