// Layers in files, and the folder that a comparison leaves.
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseMapping } from "../config/yaml";
import type { Layer } from "../config";
import { configError } from "../errors";
import { readLayer, readLayers } from "../layers";
import type { SystemLayer } from "../layers";
import { LAYERS_FILE } from "../layers/record";
import { exists, ioError, replaceFolder, writeDurably } from "./files";
import { packageRoot } from "./package";

const folder = (): string => join(packageRoot(), "config", "layers");

/** Names of the layers in the package's config/layers folder. */
export async function layerNames(): Promise<string[]> {
  return (await readdir(folder())).filter((name) => name.endsWith(".yaml")).map((name) => basename(name, ".yaml")).sort();
}

/** A layer of config/layers by its name, or of a YAML file; null when there is neither. */
export async function loadLayer(name: string): Promise<SystemLayer | null> {
  const own = join(folder(), `${name}.yaml`);
  const file = /^[\w-]+$/.test(name) && (await exists(own)) ? own : /[./\\]/.test(name) ? resolve(name) : null;
  if (file === null) return null;
  try {
    return readLayer(parseMapping(await readFile(file, "utf8"), basename(file)), basename(file), basename(file).replace(/\.ya?ml$/, ""));
  } catch (cause) {
    throw ioError(file, cause);
  }
}

/** Takes the `layers` sections out of config files. */
export function splitLayers(all: readonly Layer[]): { configs: Layer[]; layers: SystemLayer[] } {
  const configs = all.map(({ file, values: { layers: _, ...values } }) => ({ file, values }));
  return { configs, layers: all.flatMap(({ file, values }) => (values.layers === undefined ? [] : readLayers(values.layers, file ?? "flags"))) };
}

/** Writes the comparison's files into `target`, replacing an earlier comparison there as a whole; refuses a folder that holds something else. */
export async function writeLayers(target: string, files: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
  if ((await exists(target)) && !(await exists(join(target, LAYERS_FILE)))) {
    throw configError(`out = ${target}`, "exists and does not hold a comparison of layers", "choose another folder, or remove it first");
  }
  await replaceFolder(target, async (fresh) => {
    for (const [name, text] of Object.entries(files)) await writeDurably(join(fresh, name), new TextEncoder().encode(text));
  }, signal);
}
