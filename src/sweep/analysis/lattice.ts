// The grid beneath a sweep: which values are in use, which parameters move together, which configs differ in one alone.
import { INACTIVE } from "../table";
import type { Axis, SweepTable } from "../table";

export interface LatticeAxis {
  key: string;
  /** Values in use: numbers rising, then the others in the order of the space. */
  values: readonly unknown[];
  /** How many of `values`, from the first on, are numbers: between them a step has a meaning. */
  numeric: number;
  /** Per config: position in `values`; −1 = takes no part. */
  index: Int32Array;
  /** Position of the axis whose value fixes this one's; −1 = it stands for itself. */
  leader: number;
  /** Positions of the axes that this one's value switches on and off. */
  children: readonly number[];
}

export interface Lattice {
  count: number;
  axes: readonly LatticeAxis[];
  /** What `classesAlong` has made so far. */
  along: Map<number, Classes>;
}

/** Axes of the table with their relations. O(configs × axes²), most of it cut short. */
export function latticeOf({ count, axes }: Pick<SweepTable, "count" | "axes">): Lattice {
  const used = axes.map((axis) => usedOf(axis, count));
  const kinds = used.map(({ values, index }) => values.length + (index.includes(-1) ? 1 : 0));
  const fixes = used.map((a) => used.map((b, k) => a !== b && isFunction(a, b, kinds[k], (at) => at)));
  const switches = used.map((a, i) => used.map((b, k) => a !== b && !fixes[i][k] && b.index.includes(-1) && isFunction(a, b, 2, (at) => (at < 0 ? 0 : 1))));
  const wide = used.map(({ values }) => values.length > 1);
  const leads = (i: number, k: number): boolean => fixes[i][k] && (!fixes[k][i] || (wide[i] === wide[k] ? i < k : wide[i]));
  const leaderOf = (k: number): number => {
    const leader = used.findIndex((_, i) => leads(i, k));
    return leader < 0 ? k : leaderOf(leader);
  };
  return { count, along: new Map(), axes: used.map((axis, k) => ({ ...axis, leader: leaderOf(k) === k ? -1 : leaderOf(k), children: closure(switches, k) })) };
}

const positions = (flags: readonly boolean[]): number[] => flags.flatMap((flag, i) => (flag ? [i] : []));

function closure(switches: readonly (readonly boolean[])[], from: number): number[] {
  const found = new Set<number>(positions(switches[from]));
  for (const child of found) for (const next of positions(switches[child])) if (next !== from) found.add(next);
  return [...found].sort((a, b) => a - b);
}

type Used = Pick<LatticeAxis, "key" | "values" | "numeric" | "index">;

function usedOf({ key, values, index }: Axis, count: number): Used {
  const present = new Uint8Array(values.length);
  for (let i = 0; i < count; i++) if (index[i] !== INACTIVE) present[index[i]] = 1;
  const order = values.map((value, at) => ({ at, number: numberOf(value) })).filter(({ at }) => present[at]);
  const numbers = order.filter(({ number }) => number !== null).sort((a, b) => (a.number as number) - (b.number as number));
  const sorted = [...numbers, ...order.filter(({ number }) => number === null)];
  const place = new Int32Array(values.length).fill(-1);
  sorted.forEach(({ at }, i) => (place[at] = i));
  const inUse = new Int32Array(count);
  for (let i = 0; i < count; i++) inUse[i] = index[i] === INACTIVE ? -1 : place[index[i]];
  return { key, values: sorted.map(({ at }) => values[at]), numeric: numbers.length, index: inUse };
}

/** The number that a raw value is or spells; null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** Random values would look like a function of others this rarely: 1 in 32. */
const ODDS = 32;

/**
 * Whether `of(b)` (one of `kinds`) is a function of a's value, by more than chance: values of a must repeat often enough, or both move in step.
 * It must vary where a takes part: a parameter does not fix the switch that turns it off.
 */
function isFunction(a: Used, b: Used, kinds: number, of: (at: number) => number): boolean {
  const image = new Int32Array(a.values.length + 1).fill(-2);
  let odds = 1;
  let inStep = true;
  let [constant, only] = [true, -2];
  for (let i = 0; i < a.index.length; i++) {
    const at = a.index[i] + 1;
    const value = of(b.index[i]);
    if (image[at] === -2) image[at] = value;
    else if (image[at] !== value) return false;
    else if (odds < ODDS) odds *= kinds;
    if (a.index[i] !== b.index[i]) inStep = false;
    if (at > 0 && only === -2) only = value;
    if (at > 0 && value !== only) constant = false;
  }
  return !constant && (inStep || odds >= ODDS);
}

/** Positions of the axes that stand for themselves and vary. */
export const leadersOf = ({ axes }: Lattice): number[] => axes.flatMap((axis, k) => (axis.leader < 0 && (axis.values.length > 1 || axis.index.includes(-1)) ? [k] : []));

/** One number per config below `span`, equal exactly where some axes have equal positions. */
export interface Keys {
  keys: Float64Array;
  span: number;
}

/** Keys over `axes`. */
export function keysOf(lattice: Lattice, axes: readonly number[]): Keys {
  const keys = new Float64Array(lattice.count);
  let span = 1;
  for (const k of axes) {
    const { index, values } = lattice.axes[k];
    const radix = values.length + 1;
    if (span * radix > Number.MAX_SAFE_INTEGER) span = condense(keys);
    for (let i = 0; i < keys.length; i++) keys[i] = keys[i] * radix + index[i] + 1;
    span *= radix;
  }
  return { keys, span };
}

/** Renumbers keys 0, 1, … in place; returns how many there are. */
function condense(keys: Float64Array): number {
  const numbers = new Map<number, number>();
  for (let i = 0; i < keys.length; i++) {
    let number = numbers.get(keys[i]);
    if (number === undefined) numbers.set(keys[i], (number = numbers.size));
    keys[i] = number;
  }
  return numbers.size;
}

/** Configs by key, rising within a key: class c is order[starts[c] … starts[c + 1]). */
export interface Classes {
  order: Uint32Array;
  starts: Uint32Array;
}

/** Up to this span classes are found in a table, beyond it in a map. */
const TABLE = 1 << 20;

/** Groups the configs for which `keep` holds by their key. */
export function classesOf({ keys, span }: Keys, keep: (config: number) => boolean): Classes {
  const classOf = span <= TABLE ? tableLookup(span) : mapLookup();
  const at = new Int32Array(keys.length).fill(-1);
  const sizes = new Uint32Array(keys.length);
  let classes = 0;
  for (let i = 0; i < keys.length; i++) {
    if (!keep(i)) continue;
    at[i] = classOf(keys[i], classes);
    if (at[i] === classes) classes++;
    sizes[at[i]]++;
  }
  const starts = new Uint32Array(classes + 1);
  for (let c = 0; c < classes; c++) starts[c + 1] = starts[c] + sizes[c];
  const next = starts.slice();
  const order = new Uint32Array(starts[classes]);
  for (let i = 0; i < keys.length; i++) if (at[i] >= 0) order[next[at[i]]++] = i;
  return { order, starts };
}

/** The class of a key, or `fresh` remembered for it. */
type Lookup = (key: number, fresh: number) => number;

function tableLookup(span: number): Lookup {
  const table = new Int32Array(span); // class + 1
  return (key, fresh) => (table[key] ||= fresh + 1) - 1;
}

function mapLookup(): Lookup {
  const map = new Map<number, number>();
  return (key, fresh) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, fresh);
    return known ?? fresh;
  };
}

/** Classes of the configs in which axis k takes part and that are equal along all other leaders. Computed once per lattice and axis. */
export function classesAlong(lattice: Lattice, k: number): Classes {
  const { index } = lattice.axes[k];
  const made = lattice.along.get(k);
  if (made) return made;
  const classes = classesOf(keysOf(lattice, leadersOf(lattice).filter((at) => at !== k)), (i) => index[i] >= 0);
  lattice.along.set(k, classes);
  return classes;
}
