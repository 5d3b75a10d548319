// Purging and embargo: M. López de Prado, "Advances in Financial Machine Learning" (2018), section 7.4.
import { firstAtOrAfter, mergeSpans, type Span } from "./span";

/**
 * Indices of the observations that may train beside a test: those whose whole life, entry to exit, shares no day with any test stretch, nor with the
 * `embargo` days after it. A trade that closes on the first day of a test was alive in it and goes.
 * @param lives entry and exit day of each observation
 * @param tests test windows, or the lives of the trades tested: a fold's test runs to the latest exit, not to that of its last entry
 */
export function purge(lives: readonly Span[], tests: readonly Span[], embargo = 0): number[] {
  const closed = mergeSpans(tests.map(({ start, end }) => ({ start, end: end + embargo })));
  const ends = closed.map(({ end }) => end);
  return lives.flatMap(({ start, end }, i) => {
    const next = closed[firstAtOrAfter(ends, start)]; // the first that does not end before the life begins
    return next && next.start <= end ? [] : [i];
  });
}

/**
 * What is left of a range of sessions for training: all but the tests, the `purge` sessions before each (trades opened there may live into it) and the
 * `embargo` sessions after.
 */
export function trainingSpans(sessions: ArrayLike<number>, tests: readonly Span[], { purge: life = 0, embargo = 0 }: { purge?: number; embargo?: number } = {}): Span[] {
  const spans: Span[] = [];
  const take = (from: number, until: number): void => {
    if (from < until) spans.push({ start: sessions[from], end: sessions[until - 1] });
  };
  let from = 0;
  for (const { start, end } of mergeSpans(tests)) {
    take(from, firstAtOrAfter(sessions, start) - life);
    from = Math.max(from, firstAtOrAfter(sessions, end + 1) + embargo);
  }
  take(from, sessions.length);
  return spans;
}
