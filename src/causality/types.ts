// What the look-ahead detector asks and answers.
import type { RunOutput } from "../engine/types";
import type { Market } from "../market/types";

/**
 * `truncate`: the data end after a day. `perturb`: all data after it are others. `close`: only what that day's closing brings is another
 * (the bar's high, low, close and volume, the volatility index, the rate): the chain is a snapshot taken before it.
 */
export const PROBES = ["truncate", "perturb", "close"] as const;
export type Probe = (typeof PROBES)[number];

/** `plausible` data could be those of another history; `wild` ones pass the validity checks and nothing more. */
export type Strength = "plausible" | "wild";

export const TABLES = ["chain", "bars", "vix", "rate"] as const;
export type TableName = (typeof TABLES)[number];

/** Columns of one table that a probe changes. */
export interface Part {
  table: TableName;
  /** Symbol; null for a curve. */
  underlying: string | null;
  columns: readonly string[];
}

/** Another market that is the same up to a day. */
export interface Change {
  how: "truncate" | Strength;
  /** Day numbers: what is dated in (after, upTo] changes. A truncation has no upTo, and takes whole tables. */
  after: number;
  upTo: number;
  parts: readonly Part[];
  /** 32 bits. */
  seed: number;
}

/** A value that every session of a run knows before it decides: a feature, a volatility level, a correlation. */
export interface Known {
  name: string;
  /** null = of the whole run. */
  underlying: string | null;
  /** Per session; NaN = undefined. */
  values: Float64Array;
}

/** What a run decided, and on what. */
export interface Observed {
  /** Day numbers of the sessions. */
  days: Int32Array;
  output: RunOutput;
  known: readonly Known[];
}

/** Runs the config under test on a market. */
export type Observe = (market: Market) => Observed;

/** Names of what records number. */
export interface Names {
  underlyings: readonly string[];
  sleeves: readonly string[];
  regimes: readonly string[];
}

/** Kinds of differences, in the order in which a session knows, does and records. */
export const KINDS = ["sessions", "known", "exit", "breakers", "reason", "entry", "equity"] as const;
export type Kind = (typeof KINDS)[number];

/** Something that the changed data changed although it was decided before them. */
export interface Difference {
  kind: Kind;
  /** Day number of the session. */
  day: number;
  underlying: string | null;
  sleeve: string | null;
  /** What differs: as on the data at hand, and as on the changed ones. */
  columns: readonly { name: string; original: string; changed: string }[];
}

/** How many things were compared and found equal. */
export interface Compared {
  sessions: number;
  known: number;
  reasons: number;
  entries: number;
  exits: number;
}
