import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Layer } from "../config";
import { nearest } from "../config/nearest";
import { configError } from "../errors";
import { readDefinition } from "../study/definition";
import { STUDY_FILE } from "../study/record";
import { studyOf, STUDIES } from "../study/studies";
import type { Definition, Study } from "../study/types";
import { loadConfigLayers } from "./config";
import { exists, replaceFolder, throwIfAborted, writeDurably } from "./files";
import { packageRoot } from "./package";

/** Names of the definitions in the package's config/studies folder. */
export async function studyNames(): Promise<string[]> {
  return (await readdir(join(packageRoot(), "config", "studies"))).filter((name) => name.endsWith(".yaml")).map((name) => basename(name, ".yaml")).sort();
}

export interface LoadedStudy {
  study: Study;
  definition: Definition;
  /** Config layers below the flags. */
  layers: Layer[];
}

/** A study by its name, or from a YAML file of one's own that says whose rules conclude. Throws config errors. */
export async function loadStudy(name: string): Promise<LoadedStudy> {
  const own = join(packageRoot(), "config", "studies", `${name}.yaml`);
  const file = /^[\w-]+$/.test(name) && (await exists(own)) ? own : resolve(name);
  if (!(await exists(file))) {
    const names = await studyNames();
    const near = nearest(name, names);
    throw configError(`study = ${name}`, "is neither a file nor a study of config/studies", near ? `did you mean ${near}?` : `studies: ${names.join(", ")}`);
  }
  const { definition, layers } = readDefinition(basename(file).replace(/\.ya?ml$/, ""), await loadConfigLayers([file]));
  const study = studyOf(definition.rules);
  if (!study) throw configError(`${basename(file)}: study: rules = ${definition.rules}`, "names no study", `name one that concludes: ${STUDIES.map((one) => one.name).join(", ")}`);
  return { study, definition, layers };
}

/** Writes a study's files into `folder`, replacing an earlier study there as a whole; refuses a folder that holds something else. */
export async function writeStudy(folder: string, files: Readonly<Record<string, Uint8Array | string>>, signal?: AbortSignal): Promise<void> {
  if ((await exists(folder)) && !(await exists(join(folder, STUDY_FILE)))) throw configError(`out = ${folder}`, "exists and does not hold the results of a study", "choose another folder, or remove it first");
  await replaceFolder(folder, async (fresh) => {
    for (const [name, content] of Object.entries(files)) {
      throwIfAborted(signal, folder);
      await writeDurably(join(fresh, name), typeof content === "string" ? new TextEncoder().encode(content) : content);
    }
  }, signal);
}
