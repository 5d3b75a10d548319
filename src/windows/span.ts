import { isoDate } from "../units";

/** A stretch of time: day numbers, both included. */
export interface Span {
  start: number;
  end: number;
}

/** Whether two stretches share a day. */
export const overlap = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

/** `2007-01-03 … 2008-12-31`. */
export const spanText = ({ start, end }: Span): string => `${isoDate(start)} … ${isoDate(end)}`;

/** Index of the first entry ≥ day; the length when there is none. */
export function firstAtOrAfter(sessions: ArrayLike<number>, day: number): number {
  let [low, high] = [0, sessions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sessions[middle] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sessions from `from` up to, not including, `until`, as first and last day; null when there is none. */
export function sessionSpan(sessions: ArrayLike<number>, from: number, until: number): Span | null {
  const begin = firstAtOrAfter(sessions, from);
  const end = firstAtOrAfter(sessions, until) - 1;
  return begin <= end ? { start: sessions[begin], end: sessions[end] } : null;
}

/** Stretches in order, those that touch or overlap made one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
