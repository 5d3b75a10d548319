// What a space is made of; space.ts reads one.
import type { Config, Key } from "../config";
import type { Arithmetic, Condition } from "./expression";
import type { AxisValue } from "./values";

/** Choice of an axis that does not apply: the base's value stands. */
export const NOT_SWEPT = 0xffff;

export type Mode =
  | { kind: "grid" }
  /** One row of choices per config, an entry per axis. */
  | { kind: "list"; rows: readonly Uint16Array[] }
  /** So many different configs, drawn uniformly; the seed decides which. */
  | { kind: "sample"; count: number; seed: number };

export interface Axis {
  key: Key;
  values: readonly AxisValue[];
  /** The axis multiplies only where this holds; elsewhere the base's value stands. null = everywhere. */
  when: Condition | null;
}

/** A parameter that follows others. */
export interface Linked {
  key: Key;
  formula: Arithmetic;
}

export interface Space {
  /** Each key checked, not yet how they fit together. */
  base: Config;
  /** In order: the last one varies fastest. */
  axes: readonly Axis[];
  /** In an order in which each reads only what stands before it. */
  linked: readonly Linked[];
  /** Combinations that break one are left out and counted. */
  constraints: readonly Condition[];
  mode: Mode;
}

/** One source of what varies. */
export interface SweepLayer {
  /** File name for messages; null = flags. */
  file: string | null;
  sweep: Record<string, unknown>;
}
