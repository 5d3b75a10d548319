import { createExpander } from "../../src/sweep/expand";
import type { Chunk, Tally } from "../../src/sweep/expand";
import { createPatcher } from "../../src/sweep/patch";
import { parseSpace } from "../../src/sweep/space";
import type { Space } from "../../src/sweep/types";
import type { Config } from "../../src/config";

/** A space from YAML-like values: the base, and the sweep section. */
export const spaceOf = (sweep: Record<string, unknown>, base: Record<string, unknown> = {}): Space => parseSpace([{ file: "base.yaml", values: base }], [{ file: "space.yaml", sweep }]);

/** A space of parameters alone. */
export const grid = (parameters: Record<string, unknown>, base: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): Space => spaceOf({ parameters, ...rest }, base);

export interface Expanded {
  chunks: Chunk[];
  configs: Config[];
  tally: Tally;
}

/** Everything that comes out of the space, chunk by chunk. */
export function expand(space: Space, limit = 1000): Expanded {
  const expander = createExpander(space);
  const patcher = createPatcher(space);
  const chunks: Chunk[] = [];
  const configs: Config[] = [];
  const { length } = space.axes;
  for (let chunk = expander.next(limit); chunk; chunk = expander.next(limit)) {
    chunks.push(chunk);
    for (let i = 0; i < chunk.count; i++) configs.push({ ...patcher.patch(chunk.choices.subarray(i * length, (i + 1) * length)) });
  }
  return { chunks, configs, tally: { ...expander.tally } };
}

/** One key of every config. */
export const valuesOf = (space: Space, key: keyof Config): unknown[] => expand(space).configs.map((config) => config[key]);
