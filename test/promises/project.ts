import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder, with a closing separator. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** Path below the root, with forward slashes. */
export const below = (path: string): string => relative(ROOT, path).split(sep).join("/");

export interface PackageJson {
  bin: Record<string, string>;
  files: string[];
  exports: Record<string, string | Record<string, string>>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
}
export const packageJson = JSON.parse(read("package.json")) as PackageJson;

/** Files that git knows or would add, below the root: what a clone holds. */
export function projectFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT, encoding: "utf8" });
  return list.split("\0").filter((file) => file !== "").sort();
}
