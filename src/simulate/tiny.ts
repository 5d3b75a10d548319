import type { SimulateOptions } from "./options";

/** A small market for tests: two symbols, fifteen months, five-dollar strikes, monthlies and Fridays; well under a second. */
export const TINY_SIMULATION: Readonly<Partial<SimulateOptions>> = Object.freeze({
  start: "2019-01-02", end: "2020-03-31", symbols: ["SPY", "QQQ"], strikeStep: 5, maxDte: 60, minDelta: 0.02, kinds: ["monthly", "weekly"] as const,
});
