import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../config/nearest";
import { parseConfigFile } from "../config/yaml";
import type { Layer } from "../config";
import type { SweepLayer } from "../sweep/types";
import { configError, MahlerError } from "../errors";
import { exists } from "./files";
import { packageRoot } from "./package";

/** Deepest chain of files that build upon one another. */
const MAX_DEPTH = 8;

/** Names of the scenarios in the package's config folder. */
export async function scenarioNames(): Promise<string[]> {
  return (await readdir(join(packageRoot(), "config"))).filter((name) => name.endsWith(".yaml")).map((name) => basename(name, ".yaml")).sort();
}

/** Names of the spaces in the package's config/sweeps folder. */
export async function spaceNames(): Promise<string[]> {
  return (await readdir(join(packageRoot(), "config", "sweeps"))).filter((name) => name.endsWith(".yaml")).map((name) => basename(name, ".yaml")).sort();
}

/** Layers of a space (a file, or a name of config/sweeps), bases first, and what they vary. */
export async function loadSpace(name: string): Promise<{ layers: Layer[]; sweeps: SweepLayer[] }> {
  const own = join(packageRoot(), "config", "sweeps", `${name}.yaml`);
  const file = /^[\w-]+$/.test(name) && (await exists(own)) ? own : resolve(name);
  if (!(await exists(file))) {
    const near = nearest(name, await spaceNames());
    throw configError(`space = ${name}`, "is neither a file nor a space of config/sweeps", near ? `did you mean ${near}?` : `spaces: ${(await spaceNames()).join(", ")}`);
  }
  return splitSweep(await loadConfigLayers([file]));
}

/** Takes the `sweep` sections out of the layers. */
export function splitSweep(all: readonly Layer[]): { layers: Layer[]; sweeps: SweepLayer[] } {
  const layers = all.map(({ file, values: { sweep: _, ...values } }) => ({ file, values }));
  const sweeps = all.flatMap(({ file, values }) => (values.sweep === undefined ? [] : [{ file, sweep: section(values.sweep, file ?? "sweep") }]));
  return { layers, sweeps };
}

function section(raw: unknown, file: string): Record<string, unknown> {
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Record<string, unknown>;
  throw configError(`${file}: sweep`, "is not a mapping", "write parameters: below it, one key: values per line");
}

/** Layers of the named files or scenarios, bases first. Throws config errors for unknown names and circles. */
export async function loadConfigLayers(names: readonly string[], folder = ".", above: readonly string[] = []): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const name of names) {
    const file = await find(name, folder);
    if (above.includes(file) || above.length >= MAX_DEPTH) throw configError(`config = ${name}`, "builds upon itself", "remove the circle of config keys");
    const { bases, values } = parseConfigFile(await text(file), basename(file));
    layers.push(...(await loadConfigLayers(bases, dirname(file), [...above, file])), { file: basename(file), values });
  }
  return layers;
}

async function find(name: string, folder: string): Promise<string> {
  const candidates = [resolve(folder, name), ...(/^[\w-]+$/.test(name) ? [join(packageRoot(), "config", `${name}.yaml`)] : [])];
  for (const file of /[./\\]/.test(name) ? candidates : candidates.reverse()) if (await exists(file)) return file;
  const near = nearest(name, await scenarioNames());
  throw configError(`config = ${name}`, "is neither a file nor a scenario", near ? `did you mean ${near}?` : `scenarios: ${(await scenarioNames()).join(", ")}`);
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new MahlerError("io", file, "cannot be read", "check the path and its permissions", { cause });
  }
}
