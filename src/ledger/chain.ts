// Reading a ledger: the chain of its lines, and what is wrong with it.
import { decodeEntry, type Digest, type Entry } from "./entry";

/** How far the ledger had come when it was last written: kept apart, so that lines missing at the end are noticed too. */
export interface Head {
  lines: number;
  hash: string;
}

export interface Chain {
  entries: Entry[];
  /** Of the last line; the dataset's id of an empty ledger: what the next line follows. */
  last: Head;
  /** What was changed, in words: lines changed, removed or unreadable. */
  faults: string[];
  /** What follows the last line's end: an append that was cut off. */
  torn: string;
}

/** Reads a ledger's text. Lines that can be read count, whatever is wrong with the chain. */
export async function readChain(text: string, dataset: string, digest: Digest, head?: Head): Promise<Chain> {
  const lines = text.split("\n");
  const torn = lines.pop()!;
  const entries: Entry[] = [];
  const faults: string[] = [];
  const hashes = new Set<string>([dataset]);
  let before = dataset;
  for (let i = 0; i < lines.length; i++) {
    const line = await decodeEntry(lines[i], digest);
    if (!line) {
      faults.push(`line ${i + 1} cannot be read`);
      continue;
    }
    if (!line.intact) faults.push(`line ${i + 1} was changed`);
    else if (line.prev !== before) faults.push(i === 0 ? "lines before the first are missing, or they are of another dataset" : `lines between ${i} and ${i + 1} are missing, or their order was changed`);
    before = line.hash;
    hashes.add(before);
    entries.push(line.entry);
  }
  if (head && (head.lines > lines.length || !hashes.has(head.hash))) faults.push(`lines at the end are missing: there were ${head.lines}, ${lines.length} are left`);
  return { entries, last: { lines: lines.length, hash: before }, faults, torn };
}
