// Flags and files of `mahler sweep` → the space.
import { basename, join } from "node:path";
import type { Command } from "commander";
import { flagOf } from "../config";
import type { Layer } from "../config";
import { configError } from "../errors";
import { loadConfigLayers, loadSpace, splitSweep } from "../node/config";
import { exists } from "../node/files";
import { readSweepRecord } from "../node/sweepFolder";
import { SWEEP_FILE } from "../results/sweepRecord";
import { parseSpace } from "../sweep/space";
import type { Space, SweepLayer } from "../sweep/types";
import { givenFlags } from "./flags";
import type { SweepFlags } from "./sweep-flags";

/** Keys that may accompany --resume without changing what is computed. */
const SHOWN: readonly string[] = ["data", "quiet", "json"];

export interface GivenSpace {
  space: Space;
  /** First part of the default folder's name. */
  name: string;
}

/** The space that the command line asks for: a named one, flags, or the one recorded in the folder to resume. */
export async function givenSpace(command: Command, name: string | undefined): Promise<GivenSpace> {
  const options = command.opts<SweepFlags>();
  const { files, layer } = givenFlags(command);
  const varied = sweepFlags(options);
  if (options.resume !== undefined && name === undefined && varied === null && files.length === 0 && Object.keys(layer.values).every((key) => SHOWN.includes(key))) {
    return { space: await recordedSpace(options.resume, layer), name: "sweep" };
  }
  const file = name === undefined ? { layers: [], sweeps: [] } : await loadSpace(name);
  const more = splitSweep(await loadConfigLayers(files));
  const space = parseSpace([...file.layers, ...more.layers, layer], [...file.sweeps, ...more.sweeps, ...(varied ? [varied] : [])]);
  const both = [...space.axes, ...space.linked].find(({ key }) => key in layer.values);
  if (both) throw configError(`${flagOf(both.key)} = ${String(layer.values[both.key])}`, "is swept too", `to fix it, write --sweep ${both.key}=${String(layer.values[both.key])}`);
  return { space, name: name === undefined ? "sweep" : name.replace(/^.*[/\\]/, "").replace(/\.ya?ml$/, "") };
}

/** The same, where the name may also be the folder of a sweep: its space, with flags that do not change which configs there are. */
export async function spaceOrSweep(command: Command, name: string | undefined): Promise<GivenSpace> {
  if (name === undefined || !(await exists(join(name, SWEEP_FILE)))) return givenSpace(command, name);
  const { files, layer } = givenFlags(command);
  const changed = [...Object.keys(layer.values).filter((key) => !SHOWN.includes(key) && key !== "out"), ...(files.length > 0 ? ["config"] : []), ...(sweepFlags(command.opts<SweepFlags>()) ? ["sweep"] : [])];
  if (changed.length > 0) throw configError(`${name}`, `is a sweep that ran, its configs cannot be changed (${changed.join(", ")})`, "name a space or a YAML file instead, or leave the flags out");
  return { space: await recordedSpace(name, layer), name: basename(name) };
}

/** The space that a sweep's folder records. */
async function recordedSpace(folder: string, layer: Layer): Promise<Space> {
  const { space, data } = await readSweepRecord(folder);
  return parseSpace([{ file: SWEEP_FILE, values: { data: data.path, ...space.config } }, layer], [{ file: SWEEP_FILE, sweep: space.sweep }]);
}

/** What the flags vary; null when nothing. */
function sweepFlags({ sweep = [], constraint, mode, sample, seed }: SweepFlags): SweepLayer | null {
  if (sweep.length === 0 && constraint === undefined && mode === undefined && sample === undefined && seed === undefined) return null;
  const parameters: Record<string, string> = {};
  for (const text of sweep) {
    const at = text.indexOf("=");
    if (at <= 0) throw configError(`--sweep ${text}`, "is not key=values", "write --sweep profit_target=35,50,65,80");
    const key = text.slice(0, at).trim().replaceAll("-", "_");
    if (key in parameters) throw configError(`--sweep ${text}`, `varies ${key} twice`, "give all its values at once");
    parameters[key] = text.slice(at + 1).trim();
  }
  return { file: null, sweep: { parameters, constraints: constraint, mode, sample, seed } };
}

