// The order of configs: rows of choices, one 16-bit number per axis.
import { uniform } from "../../assembly/portable/rng";
import { configError } from "../errors";
import type { Key } from "../config";
import type { Scalar } from "./expression";
import { NOT_SWEPT } from "./types";
import type { Axis, Space } from "./types";
import { scalarOf } from "./values";

/** Puts the next row of choices into `row`; false when there is none. */
export type NextRow = (row: Uint16Array) => boolean;

/** Whether a row keeps the constraints. */
export type Accept = (row: Uint16Array) => boolean;

/** Accepted rows of the space in config order, from the first. */
export function combinations(space: Space, accept: Accept): NextRow {
  const { mode } = space;
  if (mode.kind === "sample") return sampled(space, mode.count, mode.seed, accept);
  const next = mode.kind === "list" ? listed(mode.rows) : grid(space);
  return (row) => {
    while (next(row)) if (accept(row)) return true;
    return false;
  };
}

function listed(rows: readonly Uint16Array[]): NextRow {
  let at = 0;
  return (row) => {
    if (at >= rows.length) return false;
    row.set(rows[at++]);
    return true;
  };
}

/** All combinations, the last axis fastest; an axis whose condition fails takes one turn, not swept. */
function grid(space: Space): NextRow {
  const { axes } = space;
  const settle = conditions(space);
  const current = new Uint16Array(axes.length);
  let fresh = true;
  return (row) => {
    if (fresh) settle(current, 0);
    else if (!advance(axes, current, settle)) return false;
    fresh = false;
    row.set(current);
    return true;
  };
}

function advance(axes: readonly Axis[], current: Uint16Array, settle: (row: Uint16Array, from: number) => void): boolean {
  for (let a = axes.length - 1; a >= 0; a--) {
    if (current[a] !== NOT_SWEPT && current[a] + 1 < axes[a].values.length) {
      current[a]++;
      settle(current, a + 1);
      return true;
    }
  }
  return false;
}

/** Resets the axes from `from` on: to their first value, or to "not swept" where their condition fails. */
function conditions(space: Space): (row: Uint16Array, from: number) => void {
  const { axes } = space;
  return (row, from) => {
    for (let a = from; a < axes.length; a++) row[a] = applies(space, row, a) ? 0 : NOT_SWEPT;
  };
}

/** Whether the condition of axis `a` holds, given the choices before it. */
export function applies(space: Space, row: Uint16Array, a: number): boolean {
  const { when } = space.axes[a];
  return !when || when.holds((name) => scalarBefore(space, row, a, name as Key));
}

function scalarBefore({ axes, base }: Space, row: Uint16Array, a: number, key: Key): Scalar {
  let scalar: Scalar = scalarOf(key, base[key]);
  for (let b = 0; b < a; b++) {
    if (row[b] === NOT_SWEPT) continue;
    const { preset, scalar: own } = axes[b].values[row[b]];
    if (axes[b].key === key) return own;
    if (preset && key in preset) scalar = scalarOf(key, preset[key]);
  }
  return scalar;
}

/** Combinations of all axes as if none had a condition. */
export const fullSize = ({ axes }: Space): number => axes.reduce((product, { values }) => product * values.length, 1);

/** No more configs than this come out of the space. */
export function mostConfigs(space: Space): number {
  const { mode } = space;
  if (mode.kind === "list") return mode.rows.length;
  return mode.kind === "sample" ? Math.min(mode.count, fullSize(space)) : fullSize(space);
}

/** Up to this many combinations a sample is a shuffle's beginning; beyond, draws that repeat are drawn again. */
const SHUFFLED = 1 << 22;

/** `count` different accepted combinations, drawn uniformly from the index space, in config order; all of them when there are fewer. */
function sampled(space: Space, count: number, seed: number, accept: Accept): NextRow {
  const size = fullSize(space);
  if (size > Number.MAX_SAFE_INTEGER) throw configError("sweep", "has more combinations than can be numbered", "drop an axis");
  const scratch = new Uint16Array(space.axes.length);
  const wanted = (index: number): boolean => canonical(space, index, scratch) && accept(scratch);
  const indices = (size <= SHUFFLED ? shuffled : drawn)(size, { count, seed }, wanted);
  let at = 0;
  return (row) => {
    if (at >= indices.length) return false;
    decode(space, indices[at++], row);
    return true;
  };
}

interface Draw {
  count: number;
  seed: number;
}

const high = (seed: number): number => Math.floor(seed / 4294967296) | 0;

function shuffled(size: number, { count, seed }: Draw, wanted: (index: number) => boolean): Float64Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  const taken: number[] = [];
  for (let i = 0; i < size && taken.length < count; i++) {
    const j = i + Math.floor(uniform(high(seed), seed | 0, 0, i) * (size - i));
    [order[i], order[j]] = [order[j], order[i]];
    if (wanted(order[i])) taken.push(order[i]);
  }
  return Float64Array.from(taken).sort();
}

function drawn(size: number, { count, seed }: Draw, wanted: (index: number) => boolean): Float64Array {
  const taken = new Set<number>();
  const limit = Math.min(2 ** 31 - 1, count * 64 + 1e6);
  for (let i = 0; i < limit && taken.size < count; i++) {
    const index = Math.floor(uniform(high(seed), seed | 0, 0, i) * size);
    if (!taken.has(index) && wanted(index)) taken.add(index);
  }
  return Float64Array.from(taken).sort();
}

/** Whether the index is the one that stands for its combination (axes that do not apply hold their first value), which it puts into `row`. */
function canonical(space: Space, index: number, row: Uint16Array): boolean {
  const { axes } = space;
  decode(space, index, row);
  let rest = index;
  for (let a = axes.length - 1; a >= 0; a--) {
    const n = axes[a].values.length;
    if (row[a] === NOT_SWEPT && rest % n !== 0) return false;
    rest = Math.floor(rest / n);
  }
  return true;
}

function decode(space: Space, index: number, row: Uint16Array): void {
  const { axes } = space;
  let rest = index;
  for (let a = axes.length - 1; a >= 0; a--) {
    row[a] = rest % axes[a].values.length;
    rest = Math.floor(rest / axes[a].values.length);
  }
  for (let a = 0; a < axes.length; a++) if (!applies(space, row, a)) row[a] = NOT_SWEPT;
}
