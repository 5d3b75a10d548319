// Many run specs as the core's records: what crosses to workers and what the compiled replay groups by.
import * as abi from "../../assembly/abi";
import { MahlerError } from "../errors";
import type { FeatureSpec, RunSpec } from "../strategy/spec";
import { accountRecord, sleeveRecord } from "./records";

/** `count` specs that share their features and their number of sleeves. Flat, so that it can be transferred. */
export interface PackedSpecs {
  count: number;
  /** Per spec. */
  sleeveCount: number;
  features: FeatureSpec;
  /** [spec][A_SLOTS] */
  accounts: Float64Array;
  /** [spec][sleeve][S_SLOTS] */
  sleeves: Float64Array;
  /** [spec][underlying] bit g set: the underlying belongs to group g. */
  groups: Int32Array;
}

/** Packs specs that share features and sleeve count. Throws an engine error when they do not: the planner splits them first. */
export function packSpecs(specs: readonly RunSpec[], underlyings: number): PackedSpecs {
  const [first] = specs;
  const sleeveCount = first.sleeves.length;
  const packed: PackedSpecs = {
    count: specs.length,
    sleeveCount,
    features: first.features,
    accounts: new Float64Array(specs.length * abi.A_SLOTS),
    sleeves: new Float64Array(specs.length * sleeveCount * abi.S_SLOTS),
    groups: new Int32Array(specs.length * underlyings),
  };
  specs.forEach((spec, i) => {
    if (spec.sleeves.length !== sleeveCount) throw new MahlerError("engine", `spec ${i}: sleeves = ${spec.sleeves.length}`, `the batch has ${sleeveCount}`, "split the batch by number of sleeves");
    packed.accounts.set(accountRecord(spec.account), i * abi.A_SLOTS);
    spec.sleeves.forEach((sleeve, k) => packed.sleeves.set(sleeveRecord(sleeve), (i * sleeveCount + k) * abi.S_SLOTS));
    for (let u = 0; u < underlyings; u++) packed.groups[i * underlyings + u] = groupBits(spec, u);
  });
  return packed;
}

/** Static groups that the underlying belongs to, one bit each. */
export function groupBits(spec: RunSpec, underlying: number): number {
  return spec.account.groups.reduce((bits, group, g) => (group.members.includes(underlying) ? bits | (1 << g) : bits), 0);
}
