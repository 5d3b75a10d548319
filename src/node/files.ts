import { closeSync, constants, fstatSync, openSync, readv, readvSync } from "node:fs";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MahlerError } from "../errors";
import { UNFINISHED } from "../store/schema";
import type { ByteSource, OpenFile } from "../store/source";

/** Node refuses single reads of 2 GiB and more. */
const CHUNK = 1 << 28;
/** Bytes that are read without leaving the calling thread. */
const SMALL = 1 << 16;
const AGAIN = "import or simulate the dataset again";

const REMEDIES: Record<string, string> = {
  ENOENT: "check the path, or create the dataset with mahler data import or mahler data simulate",
  EACCES: "check the permissions",
  ENOSPC: "free disk space and run it again; nothing was changed",
  ENOTDIR: "a dataset is a folder",
};

/** An io error for `path` with a remedy for the usual codes. */
export function ioError(path: string, cause: unknown): MahlerError {
  if (cause instanceof MahlerError) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const problem = code === "ENOENT" ? "does not exist" : code === "ENOSPC" ? "the disk is full" : String(message ?? cause);
  return new MahlerError("io", path, problem, REMEDIES[code] ?? "", { cause });
}

/** A dataset folder as a byte source. Reads go straight into the given view, which may be WebAssembly memory. */
export function directorySource(path: string): ByteSource {
  const attempt = async <T>(name: string, work: (file: string) => Promise<T>): Promise<T> => {
    const file = join(path, name);
    try {
      return await work(file);
    } catch (cause) {
      throw ioError(file, cause);
    }
  };
  return {
    where: path,
    text: (name) => attempt(name, (file) => readFile(file, "utf8")),
    read: (name, into) => attempt(name, (file) => readInto(file, into)),
    open: (name) => attempt(name, async (file) => openFile(file)),
  };
}

async function readInto(path: string, into: Uint8Array): Promise<void> {
  const file = openFile(path);
  try {
    if (file.size !== into.length) throw new MahlerError("data", path, `has ${file.size} bytes, the manifest says ${into.length}`, AGAIN);
    await file.read(0, [into]);
  } finally {
    await file.close();
  }
}

/** Opening, closing and small reads happen at once: a turn through the thread pool costs more than they do. */
function openFile(path: string): OpenFile {
  const fd = openSync(path, "r");
  return {
    size: fstatSync(fd).size,
    close: async () => closeSync(fd),
    async read(at, views) {
      let rest = views.filter((view) => view.length > 0).flatMap(pieces);
      while (rest.length > 0) {
        const now = oneRead(rest);
        const bytes = now.reduce((sum, view) => sum + view.length, 0) <= SMALL ? readvSync(fd, now, at) : await readLarge(fd, now, at);
        if (bytes === 0) throw new MahlerError("data", path, `ends at byte ${at}`, AGAIN);
        at += bytes;
        rest = after(rest, bytes);
      }
    },
  };
}

const readLarge = (fd: number, views: Uint8Array[], at: number): Promise<number> =>
  new Promise((resolve, reject) => readv(fd, views, at, (error, bytes) => (error ? reject(error) : resolve(bytes))));

/** A view in pieces that one read may fill. */
function pieces(view: Uint8Array): Uint8Array[] {
  const list: Uint8Array[] = [];
  for (let begin = 0; begin < view.length; begin += CHUNK) list.push(view.subarray(begin, begin + CHUNK));
  return list;
}

/** As many of the first pieces as one read may fill. */
function oneRead(rest: Uint8Array[]): Uint8Array[] {
  let bytes = 0;
  const end = rest.findIndex((piece) => (bytes += piece.length) > CHUNK);
  return end <= 0 ? (end < 0 ? rest : rest.slice(0, 1)) : rest.slice(0, end);
}

/** What is left to fill after so many bytes. */
function after(rest: Uint8Array[], bytes: number): Uint8Array[] {
  let i = 0;
  for (; i < rest.length && bytes >= rest[i].length; i++) bytes -= rest[i].length;
  const left = rest.slice(i);
  if (bytes > 0) left[0] = left[0].subarray(bytes);
  return left;
}

/** Writes one file durably. Swappable so that tests can fill the disk. */
export type FileWriter = (path: string, bytes: Uint8Array) => Promise<void>;

/** Creates `path` and flushes it to the disk. */
export const writeDurably: FileWriter = async (path, bytes) => {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes aside, then renames: readers see the old or the new file whole. On failure the old one stays and nothing else is left. */
export async function replaceFile(file: string, bytes: Uint8Array, write: FileWriter = writeDurably): Promise<void> {
  const aside = `${file}${UNFINISHED}`;
  await rm(aside, { force: true });
  try {
    await write(aside, bytes);
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true });
    throw cause;
  }
}

/** Throws a cancelled error when the caller asked to stop. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new MahlerError("cancelled", what, "stopped on request", "nothing was changed");
}

/**
 * Replaces the folder `target` by what `fill` writes into a fresh folder beside it: aside, then renamed. An existing folder is
 * renamed away first and deleted last, so a reader sees the old or the new one whole. On failure or abort the old one stays and
 * nothing else is left behind.
 */
export async function replaceFolder(target: string, fill: (folder: string) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const path = resolve(target);
  const aside = (what: string) => join(dirname(path), `.${basename(path)}.${what}-${process.pid}-${Math.floor(performance.now() * 1000)}`);
  const fresh = aside("new");
  const old = aside("old");
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(fresh);
    await fill(fresh);
    await syncFolder(fresh);
    throwIfAborted(signal, target);
    await swap(path, fresh, old);
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    throw ioError(target, cause);
  }
  await syncFolder(dirname(path));
  await rm(old, { recursive: true, force: true });
}

async function swap(path: string, fresh: string, old: string): Promise<void> {
  const replaces = await exists(path);
  if (replaces) await rename(path, old);
  try {
    await rename(fresh, path);
  } catch (cause) {
    if (replaces) await rename(old, path);
    throw cause;
  }
}

export const exists = (path: string): Promise<boolean> => access(path, constants.F_OK).then(() => true, () => false);

/** Makes renames inside the folder durable; systems that cannot open folders do without. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
