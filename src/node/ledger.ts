// The trial ledgers of a workspace, a file per dataset in .mahler/trials:
//
//   <id>.jsonl   a line per command that evaluated something new (src/ledger/entry.ts), only ever appended to
//   <id>.head    how many lines there were, and the last one's hash
//   <id>.torn    ends of appends that were cut off
//   <id>.lock    while a process appends
import { createHash } from "node:crypto";
import { appendFile, mkdir, open, readdir, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { MahlerError } from "../errors";
import { createTally, encodeEntry, readChain, selectTrials } from "../ledger";
import type { Chain, Entry, Head, Tally, TrialCount, Trials } from "../ledger";
import type { Manifest } from "../store/manifest";
import { storedFiles } from "../store/manifest";
import { exists, ioError, replaceFile } from "./files";
import { withLock } from "./lock";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Folder of the ledgers: in MAHLER_WORKSPACE, else in the current directory. */
export const trialsFolder = (): string => join(process.env.MAHLER_WORKSPACE || ".", ".mahler", "trials");

/** What a dataset's ledger is kept under: a hash of all its chains, bars and curves. */
export function datasetId(manifest: Manifest): string {
  const files = storedFiles({ ...manifest, extras: [] }).map(({ sha256 }) => sha256);
  return digest([...files].sort().join("\n"));
}

export interface TrialLedger {
  /** The ledger's file. */
  path: string;
  /** Writes down the trials that are new; returns how many. Safe beside other processes. */
  record(command: string, trials: readonly Trials[]): Promise<number>;
  /** Of all processes, as of the last record or of opening. */
  count(): TrialCount;
  entries(): readonly Entry[];
  /** What is wrong with the file, in sentences: cut off appends set aside, lines changed or missing. */
  notices(): readonly string[];
}

/**
 * Opens the ledger of a dataset, for reading and appending; the file comes into being with the first trial, its folder now, so that a workspace that cannot
 * be written to fails before anything is run. Throws io errors.
 */
export async function openLedger(manifest: Manifest): Promise<TrialLedger> {
  const [folder, id] = [trialsFolder(), datasetId(manifest)];
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw workspaceError(folder, cause);
  }
  return openLedgerFile(folder, id, manifest.name);
}

/** Ids of the ledgers in a folder, in order. */
export async function listLedgers(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  return (await readdir(folder)).filter((name) => /^[0-9a-f]{64}\.jsonl$/.test(name)).map((name) => name.slice(0, 64)).sort();
}

/** The ledger of that id. `data` is the dataset's name, for its entries. */
export async function openLedgerFile(folder: string, id: string, data: string): Promise<TrialLedger> {
  const files = { ledger: join(folder, `${id}.jsonl`), head: join(folder, `${id}.head`), torn: join(folder, `${id}.torn`), lock: join(folder, `${id}.lock`) };
  let state = await load(files, id);
  if (state.chain.torn) state = await withLock(files.lock, () => load(files, id)); // perhaps another process was writing
  let aside = "";
  const append = async (command: string, all: readonly Trials[]): Promise<number> => {
    const size = (await exists(files.ledger)) ? (await stat(files.ledger)).size : 0;
    if (size !== state.size) state = await load(files, id); // another process was here
    if (state.chain.torn) {
      aside = await setAside(files, state.chain.torn);
      state = { ...state, chain: { ...state.chain, torn: "" } };
    }
    let { last } = state.chain;
    const lines: string[] = [];
    let added = 0;
    for (const trials of all) {
      const fresh = selectTrials(trials, state.tally.add(trials));
      if (fresh.sharpe.length === 0) continue;
      const entry: Entry = { ...fresh, at: new Date().toISOString(), command, data };
      const line = await encodeEntry(entry, last.hash, digest);
      lines.push(line.text);
      last = { lines: last.lines + 1, hash: line.hash };
      state.chain.entries.push(entry);
      added += fresh.sharpe.length;
    }
    if (lines.length > 0) {
      await write(files.ledger, `${lines.join("\n")}\n`);
      await replaceFile(files.head, new TextEncoder().encode(`${JSON.stringify(last)}\n`));
      state = { ...state, chain: { ...state.chain, last }, size: (await stat(files.ledger)).size };
    }
    return added;
  };
  return {
    path: files.ledger,
    async record(command, trials) {
      if (trials.every((each) => state.tally.fresh(each).length === 0)) return 0;
      try {
        return await withLock(files.lock, () => append(command, trials));
      } catch (cause) {
        throw workspaceError(files.ledger, cause);
      }
    },
    count: () => state.tally.count(),
    entries: () => state.chain.entries,
    notices: () => notices(files.ledger, state.chain, aside),
  };
}

interface Files {
  ledger: string;
  head: string;
  torn: string;
  lock: string;
}

interface State {
  chain: Chain;
  tally: Tally;
  /** Bytes of the file when it was read. */
  size: number;
}

async function load({ ledger, head }: Files, id: string): Promise<State> {
  try {
    const bytes = (await exists(ledger)) ? await readFile(ledger) : Buffer.alloc(0);
    const chain = await readChain(bytes.toString("utf8"), id, digest, await readHead(head));
    return { chain, tally: createTally(chain.entries), size: bytes.length };
  } catch (cause) {
    throw ioError(ledger, cause);
  }
}

async function readHead(file: string): Promise<Head | undefined> {
  if (!(await exists(file))) return undefined;
  try {
    const head = JSON.parse(await readFile(file, "utf8")) as Partial<Head>;
    return typeof head.lines === "number" && typeof head.hash === "string" ? { lines: head.lines, hash: head.hash } : undefined;
  } catch {
    return undefined;
  }
}

/** Moves an append that was cut off out of the way. Returns what to say about it. */
async function setAside({ ledger, torn }: Files, text: string): Promise<string> {
  await appendFile(torn, `${text}\n`);
  await truncate(ledger, (await stat(ledger)).size - Buffer.byteLength(text));
  return `an append to it was cut off; its ${Buffer.byteLength(text)} bytes were set aside in ${torn}`;
}

/** At the end of the file, and on the disk when it returns. */
async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, "a");
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function notices(path: string, { faults, torn }: Chain, aside: string): string[] {
  return [
    ...(aside ? [`trial ledger ${path}: ${aside}`] : []),
    ...(torn ? [`trial ledger ${path}: an append to it was cut off; the next one sets its ${Buffer.byteLength(torn)} bytes aside`] : []),
    ...(faults.length ? [`trial ledger ${path} was changed by other means than mahler: ${faults.join("; ")}. The number of trials is a lower bound`] : []),
  ];
}

const workspaceError = (path: string, cause: unknown): MahlerError =>
  cause instanceof MahlerError ? cause : new MahlerError("io", path, `cannot be written (${(cause as Error).message})`, "set MAHLER_WORKSPACE to a folder that can be: trials are counted, always", { cause });
