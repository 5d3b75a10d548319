import * as abi from "../../assembly/abi";
import type { PackedSpecs } from "../core/packed";
import type { Evaluations } from "../engine/evaluations";
import type { Chunk } from "./expand";
import type { Group } from "./plan";

/** A batch that compiles a market should take at least so many configs. */
const FEWEST = 64;
/** So many at most, so that progress and Ctrl-C are never far. */
export const MOST = 2048;

/**
 * Cuts what is left of a group into batches: where the family changes, so that each family is compiled once, but not into crumbs; and
 * so that every lane gets a share.
 */
export function* batches({ members, families }: Group, todo: (member: number) => boolean, lanes: number): Generator<Uint32Array> {
  const at = Uint32Array.from(members.keys()).filter((k) => todo(members[k]));
  const most = Math.min(MOST, Math.max(FEWEST, lanes > 1 ? Math.ceil(at.length / (2 * lanes)) : MOST));
  for (let from = 0, to = 1; from < at.length; to++) {
    const size = to - from;
    if (to < at.length && size < most && (size < FEWEST || families[at[to]] === families[at[to - 1]])) continue;
    yield at.slice(from, to).map((k) => members[k]);
    from = to;
  }
}

/** The configs of the group at `members` as one batch of their own. */
export function packBatch(chunk: Chunk, { features, sleeveCount }: Group, members: Uint32Array): PackedSpecs {
  const underlyings = chunk.groups.length / (chunk.sleeveBegin.length - 1);
  const packed: PackedSpecs = {
    count: members.length, sleeveCount, features,
    accounts: new Float64Array(members.length * abi.A_SLOTS),
    sleeves: new Float64Array(members.length * sleeveCount * abi.S_SLOTS),
    groups: new Int32Array(members.length * underlyings),
  };
  members.forEach((i, at) => {
    packed.accounts.set(chunk.accounts.subarray(i * abi.A_SLOTS, (i + 1) * abi.A_SLOTS), at * abi.A_SLOTS);
    packed.sleeves.set(chunk.sleeves.subarray(chunk.sleeveBegin[i] * abi.S_SLOTS, chunk.sleeveBegin[i + 1] * abi.S_SLOTS), at * sleeveCount * abi.S_SLOTS);
    packed.groups.set(chunk.groups.subarray(i * underlyings, (i + 1) * underlyings), at * underlyings);
  });
  return packed;
}

/** Puts the results of a batch where its configs stand in the chunk. */
export function scatter(from: Evaluations, members: Uint32Array, into: Evaluations): void {
  for (const name of ["metrics", "yearly", "reasons", "exits", "fingerprints", "equity"] as const) {
    const [source, target] = [from[name], into[name]];
    if (!source || !target) continue; // equity that nobody keeps
    const width = source.length / from.count;
    members.forEach((i, at) => target.set(source.subarray(at * width, (at + 1) * width), i * width));
  }
}
