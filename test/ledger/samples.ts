import { createHash } from "node:crypto";
import type { Trials } from "../../src/ledger";

export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
export const DATASET = digest("a dataset");

/** Trials with keys numbered from `first`; the list of each has the number that `list` gives. */
export const trials = (first: number, count: number, { tickers = ["SPY"], start = 13_516, end = 20_453, list = (n: number) => n, sharpe = (n: number) => n / 10 } = {}): Trials => ({
  scope: { tickers, start, end },
  keys: Uint32Array.from({ length: 2 * count }, (_, i) => (first + (i >> 1)) * 0x9e3779b1 + (i & 1)),
  lists: Uint32Array.from({ length: 2 * count }, (_, i) => list(first + (i >> 1)) * 0x85ebca6b + (i & 1)),
  sharpe: Float64Array.from({ length: count }, (_, i) => sharpe(first + i)),
});
