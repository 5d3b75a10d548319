// What a check has found so far: counts, the rows concerned, and the worst cases. Cases are kept as numbers and put into words at the end.
import type { Underlying } from "../market/types";
import { STRIKE_PER_DOLLAR, isoDate } from "../units";
import type { QualityContext } from "./context";
import type { Finding, QualityExample } from "./types";

/** One case: where it is, how bad, and up to two numbers of its own. */
export interface Case {
  /** Day index. */
  day: number;
  /** Block, or −1 for a whole day. */
  block: number;
  /** Row, or −1 for a whole series. */
  row: number;
  severity: number;
  a: number;
  b: number;
}

export interface Tally {
  u: Underlying;
  of: number;
  count: number;
  /** Where the check is now; cases are recorded there. */
  day: number;
  block: number;
  worst: Case[];
  keep: number;
  /** Grows by doubling; null = rows are not collected. */
  rows: Uint32Array | null;
  rowCount: number;
  /** False once a row came out of order or twice. */
  rising: boolean;
}

export const newTally = (u: Underlying, { limits, collectRows }: QualityContext): Tally => ({
  u, of: 0, count: 0, day: 0, block: -1, worst: [], keep: limits.examples, rows: collectRows ? new Uint32Array(64) : null, rowCount: 0, rising: true,
});

/** Counts one case at the current day and block. */
export function hit(t: Tally, row: number, severity: number, a = 0, b = 0): void {
  t.count++;
  if (t.worst.length === t.keep && !(severity > t.worst[t.keep - 1]?.severity)) return;
  const at = t.worst.findIndex((other) => severity > other.severity);
  t.worst.splice(at < 0 ? t.worst.length : at, 0, { day: t.day, block: t.block, row, severity, a, b });
  if (t.worst.length > t.keep) t.worst.pop();
}

/** Marks a row as concerned. */
export function mark(t: Tally, row: number): void {
  if (!t.rows) return;
  if (t.rowCount === t.rows.length) {
    const larger = new Uint32Array(t.rows.length * 2);
    larger.set(t.rows);
    t.rows = larger;
  }
  if (t.rowCount > 0 && row <= t.rows[t.rowCount - 1]) t.rising = false;
  t.rows[t.rowCount++] = row;
}

/** Marks the rows [begin, end). */
export function markAll(t: Tally, begin: number, end: number): void {
  if (t.rows) for (let row = begin; row < end; row++) mark(t, row);
}

/** The finding; `detail` puts a case into words. */
export function finish(t: Tally, unit: string, detail: (c: Case) => string): Finding {
  const examples = t.worst.map((c) => ({ ...placeOf(t.u, c), detail: detail(c), severity: c.severity }));
  return { count: t.count, of: t.of, unit, examples, rows: distinctRows(t) };
}

function distinctRows({ rows, rowCount, rising }: Tally): Uint32Array {
  if (!rows) return new Uint32Array(0);
  const found = rows.slice(0, rowCount);
  if (rising) return found;
  found.sort();
  let n = 0;
  for (let i = 0; i < found.length; i++) if (i === 0 || found[i] !== found[i - 1]) found[n++] = found[i];
  return found.slice(0, n);
}

function placeOf({ days, blocks, rows, roots, strikeUnit }: Underlying, { day, block, row }: Case): Omit<QualityExample, "detail" | "severity"> {
  const date = isoDate(days.day[day]);
  if (block < 0) return { date, root: null, expiry: null, right: null, strike: null };
  const series = { date, root: roots[blocks.root[block]], expiry: isoDate(blocks.expiry[block]) };
  if (row < 0) return { ...series, right: null, strike: null };
  return { ...series, right: row < blocks.putsBegin[block] ? "call" : "put", strike: (rows.strike[row] * strikeUnit) / STRIKE_PER_DOLLAR };
}
