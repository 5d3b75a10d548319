// Column maps by path, or by the name of one in the package's config/imports.
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { nearest } from "../config/nearest";
import { configError } from "../errors";
import { exists, ioError } from "./files";
import { packageRoot } from "./package";

/** A map's text and its name for messages. Throws a config error when it is neither a file nor a shipped map. */
export async function loadMap(name: string): Promise<{ where: string; yaml: string }> {
  const folder = join(packageRoot(), "config", "imports");
  const own = join(folder, `${name}.yaml`);
  const file = /^[\w-]+$/.test(name) && (await exists(own)) ? own : resolve(name);
  if (!(await exists(file))) {
    const shipped = (await readdir(folder)).map((entry) => basename(entry, ".yaml")).sort();
    const near = nearest(name, shipped);
    throw configError(`map = ${name}`, "is neither a file nor a map of config/imports", near ? `did you mean ${near}?` : `maps: ${shipped.join(", ")}`);
  }
  const yaml = await readFile(file, "utf8").catch((cause: unknown) => {
    throw ioError(file, cause);
  });
  return { where: name, yaml };
}
