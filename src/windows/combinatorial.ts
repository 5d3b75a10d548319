// Combinatorial purged cross-validation: M. López de Prado, "Advances in Financial Machine Learning" (2018), chapter 12.
import { configError } from "../errors";
import { trainingSpans } from "./purge";
import { mergeSpans, type Span } from "./span";

/** One choice of test groups; the others train. Group numbers from 0, rising. */
export interface Split {
  test: readonly number[];
  train: readonly number[];
}

/** More splits than this are a slip of the keyboard. */
const MOST_SPLITS = 100_000;

/** Number of ways to choose k of n. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** All choices of k test groups out of n, in lexicographic order: 15 for six groups, two of them tested. Throws a config error unless 1 ≤ k < n. */
export function combinatorialSplits(groups: number, k: number): Split[] {
  if (!Number.isInteger(groups) || !Number.isInteger(k) || k < 1 || k >= groups) throw configError(`test groups = ${k} of ${groups}`, "is not a whole number from 1 to one less than the groups", "6 groups with 2 tested is the usual start");
  if (choose(groups, k) > MOST_SPLITS) throw configError(`test groups = ${k} of ${groups}`, `makes ${choose(groups, k)} splits`, `choose fewer groups: at most ${MOST_SPLITS}`);
  const splits: Split[] = [];
  const extend = (test: number[], from: number): void => {
    if (test.length === k) splits.push({ test, train: Array.from({ length: groups }, (_, g) => g).filter((g) => !test.includes(g)) });
    else for (let g = from; g <= groups - k + test.length; g++) extend([...test, g], g + 1);
  };
  extend([], 0);
  return splits;
}

/**
 * The out-of-sample paths that the splits make: [path][group] = the split whose test of that group the path takes. Path p takes, for every group, the
 * p-th split that tests it; there are C(n − 1, k − 1) paths and every test of every split is in exactly one.
 */
export function reconstructPaths(groups: number, splits: readonly Split[]): number[][] {
  const testing = Array.from({ length: groups }, (_, group) => splits.flatMap(({ test }, split) => (test.includes(group) ? [split] : [])));
  return testing[0].map((_, path) => testing.map((splitsOfGroup) => splitsOfGroup[path]));
}

/** Sessions in `groups` stretches in order whose sizes differ by one at most, the longer ones first. Throws a config error when there are too few. */
export function groupSpans(sessions: ArrayLike<number>, groups: number): Span[] {
  const [size, longer] = [Math.floor(sessions.length / groups), sessions.length % groups];
  if (!(size >= 1)) throw configError(`groups = ${groups}`, `are more than the ${sessions.length} sessions`, "choose fewer groups");
  const begin = (g: number): number => g * size + Math.min(g, longer);
  return Array.from({ length: groups }, (_, g) => ({ start: sessions[begin(g)], end: sessions[begin(g + 1) - 1] }));
}

/** A split in time: what trains and what is tested, each in order; neighbouring stretches are one. */
export interface CombinatorialWindow {
  /** Test groups. */
  groups: readonly number[];
  test: Span[];
  train: Span[];
}

/** The splits of a range of sessions, purged by the longest life of a trade and with an embargo, both in sessions. */
export function combinatorialWindows(sessions: ArrayLike<number>, options: { groups: number; test: number; purge?: number; embargo?: number }): CombinatorialWindow[] {
  const spans = groupSpans(sessions, options.groups);
  return combinatorialSplits(options.groups, options.test).map(({ test: groups }) => {
    const test = joined(groups, spans);
    return { groups, test, train: trainingSpans(sessions, test, options) };
  });
}

/** The stretches of the groups, consecutive ones joined over the weekend or holiday between them. */
function joined(groups: readonly number[], spans: readonly Span[]): Span[] {
  return mergeSpans(groups.map((g) => ({ start: spans[g].start, end: groups.includes(g + 1) ? spans[g + 1].start - 1 : spans[g].end })));
}
