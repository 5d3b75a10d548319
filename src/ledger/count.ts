// How many trials: a config evaluated again on the same underlyings and range is the same trial.
import { asKept } from "./entry";
import type { Entry, Scope, Trials } from "./entry";

export interface TrialCount {
  /** Distinct config × underlyings × range: what deflation counts. */
  trials: number;
  /** Distinct configs, whatever they ran on. */
  configs: number;
  /** Distinct trade lists: inert variations share one. */
  tradeLists: number;
  /**
   * Annual Sharpe ratios of distinct trade lists: how many are defined, their mean, sample variance and maximum. NaN when there are too few. Over ranges at
   * least half as long as the longest: those of a walk-forward's short windows scatter by their shortness, and would set a bar that nothing passes.
   */
  sharpe: { count: number; mean: number; variance: number; highest: number };
}

export interface Tally {
  /** Counts the trials; returns which of them are new. */
  add(trials: Trials): number[];
  /** Which of them would be new. */
  fresh(trials: Trials): number[];
  count(): TrialCount;
}

/** 53 of the 64 bits: two trials out of a million are taken for one with a probability below 1e-4. */
const numberOf = (words: Uint32Array, i: number): number => words[2 * i] * 2 ** 21 + (words[2 * i + 1] >>> 11);

const scopeText = ({ tickers, start, end }: Scope): string => `${tickers.join(",")}/${start}/${end}`;

/** An empty tally; with entries, one of them all. */
export function createTally(entries: readonly Entry[] = []): Tally {
  const scopes = new Map<string, Set<number>>();
  const configs = new Set<number>();
  const lists = new Set<number>();
  const sharpes: { sharpe: number; days: number }[] = [];
  let trials = 0;
  const seen = (scope: Scope): Set<number> => {
    const text = scopeText(scope);
    const known = scopes.get(text) ?? new Set();
    scopes.set(text, known);
    return known;
  };
  const fresh = ({ scope, keys }: Trials): number[] => {
    const [known, within] = [seen(scope), new Set<number>()];
    return Array.from({ length: keys.length / 2 }, (_, i) => i).filter((i) => {
      const key = numberOf(keys, i);
      if (known.has(key) || within.has(key)) return false;
      within.add(key);
      return true;
    });
  };
  const add = (more: Trials): number[] => {
    const known = seen(more.scope);
    const added = fresh(more);
    for (const i of added) {
      const [key, list] = [numberOf(more.keys, i), numberOf(more.lists, i)];
      known.add(key);
      configs.add(key);
      trials++;
      if (lists.has(list)) continue;
      lists.add(list);
      if (!Number.isNaN(more.sharpe[i])) sharpes.push({ sharpe: asKept(more.sharpe[i]), days: more.scope.end - more.scope.start + 1 });
    }
    return added;
  };
  for (const entry of entries) add(entry);
  return { add, fresh, count: () => ({ trials, configs: configs.size, tradeLists: lists.size, sharpe: spread(comparable(sharpes)) }) };
}

function comparable(all: readonly { sharpe: number; days: number }[]): number[] {
  const longest = all.reduce((most, { days }) => Math.max(most, days), 0);
  return all.flatMap(({ sharpe, days }) => (2 * days >= longest ? [sharpe] : []));
}

/** By rising value: the sums do not depend on the order in which trials were evaluated. */
function spread(unsorted: readonly number[]): TrialCount["sharpe"] {
  const values = [...unsorted].sort((a, b) => a - b);
  const count = values.length;
  const mean = count ? values.reduce((sum, value) => sum + value, 0) / count : NaN;
  const variance = count > 1 ? values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (count - 1) : NaN;
  return { count, mean, variance, highest: values.reduce((most, value) => Math.max(most, value), count ? -Infinity : NaN) };
}

/** The trials at some positions. */
export function selectTrials({ scope, keys, lists, sharpe }: Trials, at: readonly number[]): Trials {
  const pairs = (words: Uint32Array): Uint32Array => Uint32Array.from({ length: at.length * 2 }, (_, i) => words[2 * at[i >> 1] + (i & 1)]);
  return { scope, keys: pairs(keys), lists: pairs(lists), sharpe: Float64Array.from(at, (i) => sharpe[i]) };
}

/** Trials of the same scope made one, in the order in which scopes first occur. */
export function joinTrials(all: readonly Trials[]): Trials[] {
  const groups = new Map<string, Trials[]>();
  for (const trials of all) {
    const text = scopeText(trials.scope);
    groups.set(text, [...(groups.get(text) ?? []), trials]);
  }
  const words = (parts: readonly Uint32Array[]): Uint32Array => Uint32Array.from(parts.flatMap((part) => Array.from(part)));
  return [...groups.values()].map((parts) => ({
    scope: parts[0].scope, keys: words(parts.map(({ keys }) => keys)), lists: words(parts.map(({ lists }) => lists)),
    sharpe: Float64Array.from(parts.flatMap(({ sharpe }) => Array.from(sharpe))),
  }));
}
