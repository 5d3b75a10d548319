// Every row's fate: read = kept + repaired + Σ quarantined, per vendor file. Raw text of quarantined rows is kept up to a cap, counts always.

export interface QuarantinedRow {
  file: string;
  /** 1-based; 0 for a whole file. */
  line: number;
  reason: string;
  text: string;
}

/** Lines of quarantine.csv per reason and file; the rest is counted in a last line. */
export const QUARANTINE_LINES = 1000;
const MAX_TEXT = 400;
/** Rows the user asked not to have: counted, their text is of no interest. */
const COUNTED_ONLY = new Set(["other_snapshot", "other_underlying"]);

export interface Tally {
  read: number;
  repaired: number;
  repairs: Record<string, number>;
  quarantined: Record<string, number>;
  observations: Record<string, number>;
  samples: QuarantinedRow[];
}

/** The manifest's account of rows. */
export interface RowFate {
  read: number;
  kept: number;
  repaired: number;
  repairs: Record<string, number>;
  quarantined: Record<string, number>;
}

export const newTally = (): Tally => ({ read: 0, repaired: 0, repairs: {}, quarantined: {}, observations: {}, samples: [] });

export const bump = (counts: Record<string, number>, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** Sets one row aside; a text that takes work is asked for only while the quarantine takes it. */
export function quarantine(tally: Tally, { file, line, reason, text }: Omit<QuarantinedRow, "text"> & { text: string | (() => string) }): void {
  bump(tally.quarantined, reason);
  if (tally.quarantined[reason] > QUARANTINE_LINES || COUNTED_ONLY.has(reason)) return;
  tally.samples.push({ file, line, reason, text: (typeof text === "string" ? text : text()).slice(0, MAX_TEXT) });
}

const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
const sorted = (counts: Record<string, number>): Record<string, number> => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The account of one tally: what was neither repaired nor set aside was kept as it is. */
export const fateOf = ({ read, repaired, repairs, quarantined }: Tally): RowFate => ({ read, kept: read - repaired - sumOf(quarantined), repaired, repairs: sorted(repairs), quarantined: sorted(quarantined) });

/** Sum of accounts. */
export function totalFate(fates: readonly RowFate[]): RowFate {
  const total: RowFate = { read: 0, kept: 0, repaired: 0, repairs: {}, quarantined: {} };
  for (const fate of fates) {
    total.read += fate.read;
    total.kept += fate.kept;
    total.repaired += fate.repaired;
    for (const [name, n] of Object.entries(fate.repairs)) bump(total.repairs, name, n);
    for (const [name, n] of Object.entries(fate.quarantined)) bump(total.quarantined, name, n);
  }
  return { ...total, repairs: sorted(total.repairs), quarantined: sorted(total.quarantined) };
}

export const observationsOf = ({ observations }: Pick<Tally, "observations">): Record<string, number> => sorted(observations);

const HEADER = "file,line,reason,text";

/** quarantine.csv of several accounts: file, line, reason, raw text; one closing line per reason that exceeds the cap. `before` is an older one to go on from. */
export function quarantineCsv(tallies: readonly Tally[], before = ""): string {
  const old = before.startsWith(HEADER) ? before.slice(HEADER.length + 1).trimEnd() : "";
  return [HEADER, ...(old === "" ? [] : [old]), ...tallies.flatMap(quarantineLines), ""].join("\n");
}

function quarantineLines(tally: Tally): string[] {
  const lines = tally.samples.map(({ file, line, reason, text }) => [file, String(line), reason, text].map(quote).join(","));
  for (const [reason, n] of Object.entries(sorted(tally.quarantined))) {
    const shown = COUNTED_ONLY.has(reason) ? 0 : QUARANTINE_LINES;
    if (n > shown) lines.push(["", "", reason, `and ${n - shown} more rows`].map(quote).join(","));
  }
  return lines;
}

const quote = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
