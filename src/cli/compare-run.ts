import { stat } from "node:fs/promises";
import { join } from "node:path";
import { configError } from "../errors";
import { compareText } from "../report/compare";
import type { Compared } from "../report/compare";
import { viewOf } from "../report/view";
import { compareConfigs } from "../node/compareConfigs";
import { compareRuns } from "../node/compareRuns";

/** Prints two configs of a sweep, or two runs, side by side. */
export async function runCompare(folder: string, [a, b]: readonly [string, string | undefined], json: boolean): Promise<void> {
  const compared = b === undefined ? await runs(folder, a) : await compareConfigs(folder, number(a), number(b));
  if (json) process.stdout.write(`${JSON.stringify(compared, null, 2)}\n`);
  else process.stdout.write(compareText(viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR), compared));
}

async function runs(first: string, second: string): Promise<Compared> {
  const isSweep = await stat(join(first, "sweep.json")).then(() => true, () => false);
  if (isSweep) throw configError(`compare ${first} ${second}`, "names one config of a sweep", "name two: mahler compare FOLDER 17 42");
  return compareRuns(first, second);
}

function number(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw configError(`config = ${text}`, "is not the number of a config", "take the numbers of mahler top's first column");
}
