// The files that a command's arguments stand for.
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { configError } from "../errors";
import { ioError } from "./files";

/**
 * Paths as given; a folder stands for the files in it, a pattern with * or ? in its last part (unexpanded by the shell) for those that match; both by name.
 * Hidden files are left out. Throws io errors, and config errors for a folder or pattern without files.
 */
export async function expandFiles(patterns: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const pattern of patterns) files.push(...(await filesOf(pattern)));
  return [...new Set(files)];
}

async function filesOf(pattern: string): Promise<string[]> {
  const status = await stat(pattern).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" && /[*?]/.test(basename(pattern))) return undefined;
    throw ioError(pattern, cause);
  });
  if (status && !status.isDirectory()) return [pattern];
  const folder = status ? pattern : dirname(pattern);
  const matches = status ? () => true : matcher(basename(pattern));
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw ioError(folder, cause);
  });
  const names = entries.filter((e) => e.isFile() && !e.name.startsWith(".") && matches(e.name)).map((e) => e.name).sort();
  if (names.length === 0) throw configError(`files = ${pattern}`, status ? "is a folder without files" : "matches no file", "check the path");
  return names.map((name) => join(folder, name));
}

function matcher(pattern: string): (name: string) => boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  const expression = new RegExp(`^${escaped}$`);
  return (name) => expression.test(name);
}
