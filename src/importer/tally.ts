// Every row's fate: read = kept + repaired + Σ quarantined. Raw text of quarantined rows is kept up to a cap, counts always.
import type { Fate } from "../store/manifest";

export interface QuarantinedRow {
  file: string;
  /** 1-based; 0 for a whole file. */
  line: number;
  reason: string;
  text: string;
}

/** Lines of quarantine.csv per reason; the rest is counted in its last line. */
export const QUARANTINE_LINES = 1000;
const MAX_TEXT = 400;

export interface Tally {
  read: number;
  repaired: number;
  repairs: Record<string, number>;
  quarantined: Record<string, number>;
  observations: Record<string, number>;
  samples: QuarantinedRow[];
}

export const newTally = (): Tally => ({ read: 0, repaired: 0, repairs: {}, quarantined: {}, observations: {}, samples: [] });

export const bump = (counts: Record<string, number>, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** Sets one row aside. */
export function quarantine(tally: Tally, row: QuarantinedRow): void {
  bump(tally.quarantined, row.reason);
  if (tally.quarantined[row.reason] <= QUARANTINE_LINES) tally.samples.push({ ...row, text: row.text.slice(0, MAX_TEXT) });
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
const sorted = (counts: Record<string, number>): Record<string, number> => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The manifest's account of the rows. */
export function fateOf(tally: Tally): Fate {
  const kept = tally.read - tally.repaired - sum(tally.quarantined);
  return { read: tally.read, kept, repaired: tally.repaired, repairs: sorted(tally.repairs), quarantined: sorted(tally.quarantined) };
}

export const observationsOf = (tally: Tally): Record<string, number> => sorted(tally.observations);

/** quarantine.csv of several accounts: file, line, reason, raw text; one closing line per reason that exceeds the cap. */
export function quarantineCsv(tallies: readonly Tally[]): string {
  return ["file,line,reason,text", ...tallies.flatMap(quarantineLines), ""].join("\n");
}

function quarantineLines(tally: Tally): string[] {
  const lines = tally.samples.map(({ file, line, reason, text }) => [file, String(line), reason, text].map(quote).join(","));
  for (const [reason, n] of Object.entries(sorted(tally.quarantined))) {
    if (n > QUARANTINE_LINES) lines.push(["", "", reason, `and ${n - QUARANTINE_LINES} more rows`].map(quote).join(","));
  }
  return lines;
}

const quote = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
