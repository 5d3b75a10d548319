// The cost of looking: every config whose result was seen on this dataset, kept by the browser, and what the best of so many means.
import { METRICS } from "../metrics/list";
import type { Result } from "./cache";

const SHARPE = METRICS.findIndex(({ id }) => id === "sharpe");

export interface Trials {
  /** Counts a config that was looked at; the same config counts once. */
  add(key: string, result: Pick<Result, "fingerprint" | "metrics">): void;
  /** Distinct configs looked at. */
  count(): number;
  /** Their Sharpe ratios, annualised; those with different trades only. */
  sharpes(): readonly number[];
}

/** Trials on one dataset. They outlive the page where the browser keeps things for it. */
export function openTrials(storage: Storage | null, dataset: string): Trials {
  const name = `mahler-trials-${dataset}`;
  const keys = new Set<string>();
  const byFingerprint = new Map<string, number>();
  try {
    const kept = JSON.parse(storage?.getItem(name) ?? "null") as { keys: string[]; sharpes: [string, number][] } | null;
    kept?.keys.forEach((key) => keys.add(key));
    kept?.sharpes.forEach(([print, sharpe]) => byFingerprint.set(print, sharpe));
  } catch {
    storage?.removeItem(name); // not ours, or cut short: begin anew
  }
  let saving = 0;
  const save = (): void => {
    try {
      storage?.setItem(name, JSON.stringify({ keys: [...keys], sharpes: [...byFingerprint] }));
    } catch {
      // The browser's room is full: the count goes on for as long as the page is open.
    }
  };
  return {
    add(key, { fingerprint, metrics }) {
      const short = hash(key);
      if (keys.has(short)) return;
      keys.add(short);
      if (Number.isFinite(metrics[SHARPE])) byFingerprint.set(fingerprint, metrics[SHARPE]);
      clearTimeout(saving);
      saving = setTimeout(save, 500) as unknown as number;
    },
    count: () => keys.size,
    sharpes: () => [...byFingerprint.values()],
  };
}

/** 53 bits of a text (FNV-1a, two lanes). */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return ((a >>> 0) * 2 ** 21 + (b >>> 11)).toString(36);
}
