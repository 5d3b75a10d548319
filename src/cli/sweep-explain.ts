import { join } from "node:path";
import { directorySource, exists } from "../node/files";
import { explainSweep } from "../report/explain";
import { viewOf } from "../report/view";
import { readManifest } from "../store/read";
import { MANIFEST_FILE } from "../store/schema";
import { blockPlan } from "../sweep/blocks";
import { createExpander } from "../sweep/expand";
import { createPlanner } from "../sweep/plan";
import { CHUNK } from "../sweep/run";
import type { Space } from "../sweep/types";
import { EMBEDDED_DIR } from "./simulate";

/** Prints what the sweep would run and what its configs share; runs nothing. */
export async function explain(space: Space): Promise<void> {
  const expander = createExpander(space);
  const planner = createPlanner();
  for (let chunk = expander.next(CHUNK); chunk; chunk = expander.next(CHUNK)) planner.plan(chunk);
  const sessions = await sessionsOf(space);
  const census = planner.census();
  const underlyings = space.base.ticker.length;
  const explanation = { axes: axesOf(space), tally: { ...expander.tally }, census, underlyings, sessions };
  if (space.base.json) process.stdout.write(`${JSON.stringify({ ...explanation, blocks: sessions === null ? null : blockPlan(census, underlyings, sessions) }, null, 2)}\n`);
  else process.stdout.write(explainSweep(viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR), explanation));
}

function axesOf({ axes, linked }: Space): { key: string; values: string }[] {
  const text = (value: string): string => (value.includes(",") ? `[${value}]` : value);
  return [
    ...axes.map(({ key, values, when }) => ({ key, values: `${values.map((value) => text(value.text)).join(", ")}${when ? ` when ${when.source}` : ""}` })),
    ...linked.map(({ key, formula }) => ({ key, values: `= ${formula.source}` })),
  ];
}

/** Sessions in the dataset; null when it has not been made yet. */
async function sessionsOf({ base }: Space): Promise<number | null> {
  const path = base.data === "embedded" ? EMBEDDED_DIR : base.data;
  if (base.data === "embedded" && !(await exists(join(path, MANIFEST_FILE)))) return null;
  const manifest = await readManifest(directorySource(path));
  return Math.max(0, ...manifest.symbols.filter(({ info }) => base.ticker.includes(info.symbol)).map(({ days }) => days));
}
