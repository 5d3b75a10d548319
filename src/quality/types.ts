import type { Underlying } from "../market/types";
import type { QualityContext } from "./context";

/** What one finding is about: a row, a series on a day, or a whole day. */
export type QualityScope = "row" | "expiry" | "day";

/**
 * `executable`: judged at prices one can trade at, buying the ask and selling the bid, so a violation is money for nothing.
 * `mid`: judged at mids, where noise within the quoted width violates too. `data`: not about prices against each other.
 */
export type QualityBasis = "executable" | "mid" | "data";

/** `fault`: cannot be right. `doubt`: unlikely, worth a look. `note`: ordinary, worth knowing. */
export type QualityGrade = "fault" | "doubt" | "note";

/** One case, named so that it can be looked up. Null where it does not apply. */
export interface QualityExample {
  /** ISO date of the chain day. */
  date: string;
  root: string | null;
  /** Last trade date, ISO. */
  expiry: string | null;
  right: "call" | "put" | null;
  /** Dollars. */
  strike: number | null;
  /** What is wrong, with the numbers. */
  detail: string;
  /** Larger is worse; comparable within one check only. */
  severity: number;
}

export interface Finding {
  count: number;
  /** How many were examined: the denominator of `count`. */
  of: number;
  /** What `count` and `of` count, e.g. "pairs of strikes". */
  unit: string;
  /** The worst cases, worst first. */
  examples: QualityExample[];
  /** Rows concerned, rising, each once; empty when the context collects none. */
  rows: Uint32Array;
}

export interface QualityCheck {
  /** Name in commands and files. */
  id: string;
  title: string;
  /** When something counts as found, in words, with the default limits. */
  threshold: string;
  scope: QualityScope;
  basis: QualityBasis;
  grade: QualityGrade;
  /** Examines the days of `u`: any range of days, which may be one of several parts of a history. */
  run(u: Underlying, context: QualityContext): Finding;
}
