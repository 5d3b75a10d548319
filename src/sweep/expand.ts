// Rows of choices → records of the core, chunk by chunk: memory stays bounded for any number of configs.
import * as abi from "../../assembly/abi";
import { lint, parameterOf, resolveSleeves, toRunSpec } from "../config";
import type { Config, Key } from "../config";
import { groupBits } from "../core/packed";
import { accountRecord, sleeveRecord } from "../core/records";
import { configError, MahlerError } from "../errors";
import type { FeatureSpec, RunSpec } from "../strategy/spec";
import { combinations, mostConfigs } from "./combinations";
import { createPatcher, touchedKeys } from "./patch";
import type { Space } from "./types";
import { scalarOf } from "./values";

/** Consecutive configs of a space as flat records. */
export interface Chunk {
  /** Number of its first config. */
  first: number;
  count: number;
  /** [config][axis] value by number; NOT_SWEPT = the base's. */
  choices: Uint16Array;
  /** [config][linked] value; NaN = off. */
  linked: Float64Array;
  /** [config][A_SLOTS] */
  accounts: Float64Array;
  /** [config's offset][sleeve][S_SLOTS] */
  sleeves: Float64Array;
  /** [config + 1] first sleeve of each config in `sleeves`. */
  sleeveBegin: Int32Array;
  /** [config][underlying] */
  groups: Int32Array;
  /** [config] number in `features`. */
  featureOf: Uint16Array;
  /** Distinct feature sets. */
  features: readonly FeatureSpec[];
}

/** What became of the combinations so far. */
export interface Tally {
  configs: number;
  /** Broke a constraint. */
  rejected: number;
  /** Refused by the config's cross-checks. */
  invalid: number;
  /** Why the first of them was. */
  firstInvalid: string | null;
}

export interface Expander {
  /** Up to `limit` configs; null = the space is exhausted. Throws a config error when every combination is refused. */
  next(limit: number): Chunk | null;
  /** At most so many configs are still to come. */
  left(): number;
  readonly tally: Readonly<Tally>;
}

export function createExpander(space: Space): Expander {
  const { base, axes, linked, constraints } = space;
  const tally: Tally = { configs: 0, rejected: 0, invalid: 0, firstInvalid: null };
  const patcher = createPatcher(space);
  const features = featureTable(touchedKeys(space).some((key) => key === "regime_detector" || parameterOf(key).group === "features"));
  const lookup = (config: Config) => (name: string) => scalarOf(name as Key, config[name as Key]);
  const accept = (row: Uint16Array): boolean => {
    if (constraints.length === 0) return true;
    const read = lookup(patcher.patch(row));
    const kept = constraints.every((constraint) => constraint.holds(read));
    if (!kept) tally.rejected++;
    return kept;
  };
  const nextRow = combinations(space, accept);
  const row = new Uint16Array(axes.length);
  let done = false;

  /** The row's spec; undefined when its keys do not fit together. */
  const specOf = (): RunSpec | undefined => {
    try {
      const config = patcher.patch(row);
      const fault = patcher.fault();
      if (fault) throw fault;
      const sleeves = resolveSleeves(config);
      lint(config, sleeves);
      return toRunSpec(config, base.ticker, sleeves);
    } catch (error) {
      if (!(error instanceof MahlerError) || error.kind !== "config") throw error;
      tally.invalid++;
      tally.firstInvalid ??= error.message;
      return undefined;
    }
  };

  const most = mostConfigs(space);
  return {
    tally,
    left: () => (done ? 0 : Math.max(0, most - tally.configs - tally.invalid - (space.mode.kind === "sample" ? 0 : tally.rejected))),
    next(limit) {
      if (done) return null;
      const builder = createBuilder(tally.configs, Math.min(limit, most), space);
      while (builder.count() < limit) {
        if (!nextRow(row)) {
          done = true;
          break;
        }
        const spec = specOf();
        if (!spec) continue;
        builder.add(row, linked.map(({ key }) => patcher.config[key] as number | null), spec, features.numberOf(spec.features));
      }
      const count = builder.count();
      tally.configs += count;
      if (done && tally.configs === 0) throw emptySpace(tally);
      return count === 0 ? null : builder.chunk(features.all);
    },
  };
}

/** Config number `number` of the space. Throws a config error when there is none. */
export function configAt(space: Space, number: number): Config {
  const expander = createExpander(space);
  for (let chunk = expander.next(4096); chunk; chunk = expander.next(4096)) {
    const at = number - chunk.first;
    if (at < chunk.count && at >= 0) return { ...createPatcher(space).patch(chunk.choices.subarray(at * space.axes.length, (at + 1) * space.axes.length)) };
  }
  throw configError(`config = ${number}`, `is not in the sweep`, `its configs are 0 … ${expander.tally.configs - 1}`);
}

function emptySpace({ rejected, invalid, firstInvalid }: Tally): MahlerError {
  if (invalid > 0) return configError(`sweep: all ${invalid + rejected} combinations`, `are refused, the first because ${firstInvalid}`, "change the axes or add a constraint");
  return configError(`sweep: all ${rejected} combinations`, "break a constraint", "loosen the constraints");
}

/** Numbers distinct feature sets in the order in which they come; without variation there is one. */
function featureTable(vary: boolean): { all: FeatureSpec[]; numberOf: (spec: FeatureSpec) => number } {
  const all: FeatureSpec[] = [];
  const known = new Map<string, number>();
  return {
    all,
    numberOf(spec) {
      const key = vary ? Object.values(spec).join() : "";
      const number = known.get(key);
      if (number !== undefined) return number;
      known.set(key, all.push(spec) - 1);
      return all.length - 1;
    },
  };
}

interface Builder {
  count: () => number;
  add: (row: Uint16Array, linked: readonly (number | null)[], spec: RunSpec, feature: number) => void;
  chunk: (features: readonly FeatureSpec[]) => Chunk;
}

function createBuilder(first: number, limit: number, { axes, linked, base }: Space): Builder {
  const underlyings = base.ticker.length;
  const columns = {
    choices: new Uint16Array(limit * axes.length), linked: new Float64Array(limit * linked.length), accounts: new Float64Array(limit * abi.A_SLOTS),
    sleeveBegin: new Int32Array(limit + 1), groups: new Int32Array(limit * underlyings), featureOf: new Uint16Array(limit),
  };
  let sleeves = new Float64Array(limit * abi.S_SLOTS);
  let count = 0;
  let used = 0;
  const room = (more: number): void => {
    if ((used + more) * abi.S_SLOTS <= sleeves.length) return;
    const grown = new Float64Array(Math.max(sleeves.length * 2, (used + more) * abi.S_SLOTS));
    grown.set(sleeves);
    sleeves = grown;
  };
  return {
    count: () => count,
    add(row, values, spec, feature) {
      columns.choices.set(row, count * axes.length);
      values.forEach((value, l) => (columns.linked[count * values.length + l] = value ?? NaN));
      columns.accounts.set(accountRecord(spec.account), count * abi.A_SLOTS);
      room(spec.sleeves.length);
      for (const sleeve of spec.sleeves) sleeves.set(sleeveRecord(sleeve), used++ * abi.S_SLOTS);
      for (let u = 0; u < underlyings; u++) columns.groups[count * underlyings + u] = groupBits(spec, u);
      columns.featureOf[count] = feature;
      columns.sleeveBegin[++count] = used;
    },
    chunk: (features) => ({ first, count, sleeves, features, ...columns }),
  };
}
