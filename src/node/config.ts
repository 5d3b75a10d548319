import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../config/nearest";
import { parseConfigFile } from "../config/yaml";
import type { Layer } from "../config";
import { configError, MahlerError } from "../errors";
import { exists } from "./files";
import { packageRoot } from "./package";

/** Deepest chain of files that build upon one another. */
const MAX_DEPTH = 8;

/** Names of the scenarios in the package's config folder. */
export async function scenarioNames(): Promise<string[]> {
  return (await readdir(join(packageRoot(), "config"))).filter((name) => name.endsWith(".yaml")).map((name) => basename(name, ".yaml")).sort();
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
