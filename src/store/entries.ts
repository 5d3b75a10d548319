// What manifest.json holds: one schema, from which both the types and the check of the text follow.
import { z } from "../zod";
import { ORIGINS } from "../market/types";
import type { Market } from "../market/types";
import { STORE_VERSION } from "./schema";

const count = z.int().check(z.nonnegative());
const counts = z.record(z.string(), count);
const date = z.iso.date();
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** One file of the dataset folder. `edges` is the checksum readers compare before they parse (see checksum.ts). */
const storedFile = z.strictObject({ name: z.string().check(z.regex(/^[^/\\]+$/)), bytes: count, sha256, edges: count });

const span = { rows: count, firstDay: z.nullable(date), lastDay: z.nullable(date) };

/** The fate of every row read: read = kept + repaired + Σ quarantined. A row with several repairs counts once in `repaired`. */
const fate = z.strictObject({ read: count, kept: count, repaired: count, repairs: counts, quarantined: counts });

/** One vendor file that chains came from. `fate` accounts for its rows; null where nobody counted. */
const sourceFile = z.strictObject({ file: z.string(), sha256, bytes: count, format: z.string(), rows: count, fate: z.nullable(fate) });

/** Facts about kept rows, e.g. crossed quotes, zero bids, assumed roots. */
const account = { fate: z.nullable(fate), observations: counts };

/** Where a daily series came from. */
const dailyProvenance = z.strictObject({ vendor: z.nullable(z.string()), sources: z.array(z.strictObject({ file: z.string(), sha256, rows: count })), ...account });

/** Where a symbol's chains came from; the files themselves are the manifest's `sources`. */
const symbolProvenance = z.strictObject({ vendor: z.nullable(z.string()), ...account });

/** One symbol in one calendar year. `tick`, `strikeUnit` and `roots` are those of its files. */
const partition = z.strictObject({
  year: count,
  rows: count,
  blocks: count,
  days: count,
  firstDay: date,
  lastDay: date,
  tick: z.int().check(z.positive()),
  strikeUnit: z.int().check(z.positive()),
  roots: z.array(z.string()),
  /** Largest stored value per column: the width of the symbol's column in memory follows from these. */
  max: z.strictObject({ strike: count, bid: count, ask: count, openInterest: count, volume: count }),
  /** Whether rows carry flags. */
  flags: z.boolean(),
  files: z.strictObject({ rows: storedFile, blocks: storedFile, days: storedFile }),
  /** sha256 of each source file with a row in this partition; entries of the manifest's `sources`. */
  sources: z.array(sha256),
  ...account,
});

const barsEntry = z.strictObject({ ...span, file: storedFile, provenance: dailyProvenance });

const symbolEntry = z.strictObject({
  /** `tick` and `strikeUnit` divide those of every partition; `roots` holds those of every partition, in an order all agree with. */
  info: z.strictObject({
    symbol: z.string().check(z.minLength(1)),
    multiplier: z.number().check(z.positive()),
    exercise: z.enum(["american", "european"]),
    delivery: z.enum(["physical", "cash"]),
    tick: z.int().check(z.positive()),
    strikeUnit: z.int().check(z.positive()),
    roots: z.array(z.string()),
    dividendYield: z.number(),
  }),
  /** Sums over the partitions. */
  rows: count,
  blocks: count,
  days: count,
  firstDay: z.nullable(date),
  lastDay: z.nullable(date),
  /** By rising year. */
  partitions: z.array(partition),
  bars: barsEntry,
  provenance: symbolProvenance,
});

const curveEntry = z.strictObject({ ...span, file: storedFile, provenance: dailyProvenance });

/** Any other file, e.g. quarantine.csv: `name` is what users call it, `file` where it lies. */
const extraEntry = z.strictObject({ name: z.string(), file: storedFile });

export const manifestSchema = z.strictObject({
  store: z.literal(STORE_VERSION),
  name: z.string().check(z.minLength(1)),
  origin: z.enum(ORIGINS),
  createdBy: z.strictObject({ name: z.string(), version: z.string() }),
  /** What it takes to create the dataset again, e.g. a generator's seed and settings. */
  parameters: z.record(z.string(), z.unknown()),
  /** Every vendor file whose chains are in the dataset, or were set aside. */
  sources: z.array(sourceFile),
  symbols: z.array(symbolEntry),
  curves: z.strictObject({ vix: z.nullable(curveEntry), rate: z.nullable(curveEntry) }),
  extras: z.array(extraEntry),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SymbolEntry = z.infer<typeof symbolEntry>;
export type CurveEntry = z.infer<typeof curveEntry>;
export type StoredFile = z.infer<typeof storedFile>;
export type PartitionEntry = z.infer<typeof partition>;
export type BarsEntry = z.infer<typeof barsEntry>;
export type ExtraEntry = z.infer<typeof extraEntry>;
export type SourceFile = z.infer<typeof sourceFile>;
export type Fate = z.infer<typeof fate>;
export type SymbolProvenance = z.infer<typeof symbolProvenance>;
export type DailyProvenance = z.infer<typeof dailyProvenance>;

/** A symbol as a writer describes it; what follows from its partitions is left out. */
export interface SymbolDraft {
  terms: Omit<SymbolEntry["info"], "tick" | "strikeUnit" | "roots">;
  partitions: PartitionEntry[];
  bars: BarsEntry;
  provenance: SymbolProvenance;
}

/** A manifest as a writer describes it. */
export interface ManifestDraft extends Omit<Manifest, "store" | "symbols"> {
  symbols: SymbolDraft[];
}

/** Who made a dataset, from what. Keys of `symbols` and `bars` are underlying symbols. */
export interface Provenance {
  createdBy: { name: string; version: string };
  parameters?: Record<string, unknown>;
  sources?: SourceFile[];
  symbols?: Record<string, SymbolProvenance>;
  /** Where each symbol's bars came from. */
  bars?: Record<string, DailyProvenance>;
  curves?: { vix?: DailyProvenance; rate?: DailyProvenance };
}

export const NO_PROVENANCE: DailyProvenance = { vendor: null, sources: [], fate: null, observations: {} };
export const UNKNOWN_SYMBOL: SymbolProvenance = { vendor: null, fate: null, observations: {} };

/** Every file of the dataset. */
export function storedFiles({ symbols, curves, extras }: Manifest): StoredFile[] {
  const files = symbols.flatMap(symbolFiles);
  for (const curve of [curves.vix, curves.rate]) if (curve) files.push(curve.file);
  return [...files, ...extras.map(({ file }) => file)];
}

/** A symbol's files: each partition's rows, blocks, days by year, then bars. */
export const symbolFiles = ({ partitions, bars }: SymbolEntry): StoredFile[] => [...partitions.flatMap(({ files }) => [files.rows, files.blocks, files.days]), bars.file];

/** Symbols of a market, for messages. */
export const symbolList = (symbols: readonly { info: { symbol: string } }[]): string => symbols.map((s) => s.info.symbol).join(", ") || "none";

export type CurveName = keyof Market["curves"];
