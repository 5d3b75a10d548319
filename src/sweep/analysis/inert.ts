// S.6, D.41: which swept parameters, or which of their values, never changed a trade.
import type { Config } from "../../config";
import type { SweepTable } from "../table";
import { classesAlong, classesOf, keysOf, leadersOf } from "./lattice";
import type { Classes, Lattice, LatticeAxis } from "./lattice";
import { whyInert } from "./whyInert";

export type AxisStatus =
  /** Some value changes the trades, and no two neighbouring values are always the same. */
  | "effective"
  /** Some neighbouring values always give the same trades. */
  | "partly inert"
  /** No value ever changed the trades. */
  | "inert"
  /** Its value is fixed by another axis; it is judged with that one. */
  | "linked"
  /** No two configs differ in it alone. */
  | "unknown"
  /** One value only. */
  | "constant";

export interface AxisEffect {
  key: string;
  status: AxisStatus;
  /** One line, for people. */
  reason: string;
  /** Sets of configs that differ in this axis alone, and those among them in which some trade differs. */
  comparisons: number;
  changed: number;
  /** Stretches of neighbouring values that always gave the same trades. */
  same: (readonly unknown[])[];
  /** The axis that fixes this one's value, or null. */
  leader: string | null;
  /** Axes whose values this one's fixes: they move with it. */
  moves: string[];
}

/** Judges every axis of a sweep, in the order of the table. `base` holds the values that were not swept; reasons are fuller with it. */
export function axisEffects(table: SweepTable, lattice: Lattice, base?: Config): AxisEffect[] {
  const leaders = leadersOf(lattice);
  return lattice.axes.map((axis, k) => {
    const moves = lattice.axes.filter(({ leader }) => leader === k).map(({ key }) => key);
    const plain = { key: axis.key, comparisons: 0, changed: 0, same: [], moves, leader: axis.leader < 0 ? null : lattice.axes[axis.leader].key };
    if (axis.values.length < 2) return { ...plain, status: "constant", reason: "it has one value" };
    if (plain.leader !== null) return { ...plain, status: "linked", reason: `its value follows from ${plain.leader}: the two are judged together` };
    const tally = compare(table, lattice, leaders, k);
    const same = stretches(axis, tally);
    const result = { ...plain, comparisons: tally.comparisons, changed: tally.changed, same };
    if (tally.comparisons === 0) return { ...result, status: "unknown", reason: "no two configs differ in it alone" };
    if (tally.changed === 0) return { ...result, status: "inert", reason: whyInert({ table, axes: lattice.axes, base }, axis) };
    if (same.length) return { ...result, status: "partly inert", reason: "some neighbouring values give the same trades" };
    return { ...result, status: "effective", reason: "" };
  });
}

interface Tally {
  comparisons: number;
  changed: number;
  /** By position v: how often values v and v + 1 were compared, and how often they differed. */
  steps: Uint32Array;
  differed: Uint32Array;
}

/** Compares configs that differ in axis k alone; what it fixes may move with it, what it switches may be on or off. */
function compare(table: SweepTable, lattice: Lattice, leaders: readonly number[], k: number): Tally {
  const axis = lattice.axes[k];
  const tally: Tally = { comparisons: 0, changed: 0, steps: new Uint32Array(axis.values.length), differed: new Uint32Array(axis.values.length) };
  const seat = new Int32Array(axis.values.length).fill(-1);
  const rest = leaders.filter((at) => at !== k);
  const active = (i: number): boolean => axis.index[i] >= 0;
  eachClass(classesAlong(lattice, k), (members) => tallyClass(tally, axis, table.fingerprints, members, seat));
  if (axis.children.length === 0) return tally;
  const bare = (i: number): boolean => axis.children.every((at) => lattice.axes[at].index[i] < 0);
  const beyond = rest.filter((at) => !axis.children.includes(at));
  eachClass(classesOf(keysOf(lattice, beyond), active), (members) => tallySwitched(tally, axis, table.fingerprints, members.filter(bare), members.filter((i) => !bare(i))));
  return tally;
}

function eachClass({ order, starts }: Classes, visit: (members: Uint32Array) => void): void {
  for (let c = 0; c + 1 < starts.length; c++) if (starts[c + 1] - starts[c] > 1) visit(order.subarray(starts[c], starts[c + 1]));
}

/** Members differ in this axis alone: one comparison when they have two values or more. `seat` holds the member of each value. */
function tallyClass(tally: Tally, { index }: LatticeAxis, fingerprints: Uint32Array, members: Uint32Array, seat: Int32Array): void {
  const [first] = members;
  let [compared, changed] = [false, false];
  for (const i of members) {
    seat[index[i]] = i;
    compared ||= index[i] !== index[first];
    changed ||= !sameTrades(fingerprints, i, first);
  }
  for (const i of members) {
    const above = seat[index[i] + 1] ?? -1;
    if (above >= 0 && seat[index[i]] === i) tallyStep(tally, index[i], sameTrades(fingerprints, i, above));
  }
  for (const i of members) seat[index[i]] = -1;
  if (compared) tally.comparisons++;
  if (compared && changed) tally.changed++;
}

/** `bare` have all that this axis switches off, `clad` have some of it on. */
function tallySwitched(tally: Tally, { index }: LatticeAxis, fingerprints: Uint32Array, bare: Uint32Array, clad: Uint32Array): void {
  const byValue = new Map<number, number>();
  for (const i of bare) byValue.set(index[i], i);
  let [compared, changed] = [false, false];
  for (const [value, i] of byValue) {
    for (const j of clad) {
      if (index[j] === value) continue;
      const same = sameTrades(fingerprints, i, j);
      compared = true;
      changed ||= !same;
      if (Math.abs(index[j] - value) === 1) tallyStep(tally, Math.min(value, index[j]), same);
    }
  }
  if (compared) tally.comparisons++;
  if (changed) tally.changed++;
}

function tallyStep({ steps, differed }: Tally, low: number, same: boolean): void {
  steps[low]++;
  if (!same) differed[low]++;
}

/** Whether two configs have the same trade list. */
export const sameTrades = (fingerprints: Uint32Array, i: number, j: number): boolean =>
  fingerprints[2 * i] === fingerprints[2 * j] && fingerprints[2 * i + 1] === fingerprints[2 * j + 1];

/** Longest runs of neighbouring values that were compared and never differed. */
function stretches({ values }: LatticeAxis, { steps, differed }: Tally): (readonly unknown[])[] {
  const runs: (readonly unknown[])[] = [];
  for (let from = 0; from < values.length; ) {
    let to = from;
    while (to + 1 < values.length && steps[to] > 0 && differed[to] === 0) to++;
    if (to > from) runs.push(values.slice(from, to + 1));
    from = to + 1;
  }
  return runs;
}
