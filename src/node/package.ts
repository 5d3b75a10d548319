import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MahlerError } from "../errors";

let root: string | undefined;

/** Folder of this package: the nearest one above this file whose package.json is ours, wherever the bundle lies. */
export function packageRoot(): string {
  if (root) return root;
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "mahler") return (root = folder);
    if (folder === dirname(folder)) throw new MahlerError("io", "package.json", "of mahler was not found above its own code", "reinstall the package");
  }
}
