// What lies in a dataset folder: the manifest's text, and files of the store that no manifest names.
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { configError, MahlerError } from "../errors";
import { parseManifest } from "../store/manifest";
import type { Manifest, StoredFile } from "../store/manifest";
import { isStoreFile, MANIFEST_FILE } from "../store/schema";
import { ioError } from "./files";

export interface FolderState {
  /** Text of manifest.json; null when there is none. */
  text: string | null;
  manifest: Manifest | null;
  /** Why the manifest cannot be read. */
  unreadable: MahlerError | null;
}

/**
 * The dataset in a folder that need not exist. A folder without a manifest may hold what a killed writer left, and hidden files;
 * one that holds anything else, or a file in its place, is a config error: it is not ours to replace.
 */
export async function folderState(path: string): Promise<FolderState> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    if (cause.code === "ENOTDIR") return [path];
    throw ioError(path, cause);
  });
  const text = await manifestText(path);
  if (text === null) {
    if (!names.every((name) => isStoreFile(name) || name.startsWith("."))) throw configError(`out = ${path}`, "exists and is not a dataset", "choose another folder, or remove it first");
    return { text, manifest: null, unreadable: null };
  }
  try {
    return { text, manifest: parseManifest(text, path), unreadable: null };
  } catch (error) {
    if (!(error instanceof MahlerError)) throw error;
    return { text, manifest: null, unreadable: error };
  }
}

/** Text of the folder's manifest; null when there is none. */
export async function manifestText(path: string): Promise<string | null> {
  return readFile(join(path, MANIFEST_FILE), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return null;
    throw ioError(path, cause);
  });
}

/** True when the file holds exactly these bytes. */
export async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  const there = await stat(file).catch(() => undefined);
  return there?.size === bytes.length && (await readFile(file)).equals(bytes);
}

/** Names of the store's files in the folder that are not in `named`. */
export async function leftovers(path: string, named: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && isStoreFile(entry.name) && !named.has(entry.name)).map(({ name }) => name).sort();
}

/** Removes what the manifest with this text does not name, unless another process has replaced that manifest meanwhile. */
export async function removeLeftovers(path: string, text: string, files: readonly StoredFile[]): Promise<void> {
  const old = await leftovers(path, new Set(files.map(({ name }) => name)));
  if ((await manifestText(path)) !== text) return;
  for (const name of old) await rm(join(path, name), { force: true });
}
