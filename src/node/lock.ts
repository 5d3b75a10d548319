// A lock between processes: a file that only one of them can create.
import { open, readFile, rm, stat } from "node:fs/promises";
import { MahlerError } from "../errors";
import { ioError } from "./files";

const RETRY_MS = 10;
const PATIENCE_MS = 15_000;
/** The lock of a process on another machine cannot be looked into; nobody holds one so long. */
const STALE_MS = 60_000;

/** Runs work while this process alone holds the lock file. The lock of a process that died is taken over. Throws an io error when it stays taken. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await acquire(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await create(file))) {
    if (await isStale(file)) await rm(file, { force: true });
    else if (performance.now() > until) throw new MahlerError("io", file, "is held by another process", "wait for it to end, or remove the file if there is none");
    else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw ioError(file, cause);
  }
}

/** Whether its process is gone. A lock just made may not name one yet. */
async function isStale(file: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = [await readFile(file, "utf8"), await stat(file)];
    if (Date.now() - mtimeMs > STALE_MS) return true;
    return text !== "" && !isAlive(Number(text));
  } catch {
    return false; // it is gone already
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
