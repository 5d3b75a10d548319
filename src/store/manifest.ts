import { z } from "zod";
import { dataError } from "../errors";
import { ORIGINS } from "../market/types";
import type { Market, UnderlyingInfo } from "../market/types";
import { MANIFEST_FILE, STORE_VERSION } from "./schema";

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);
const date = z.iso.date();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of the dataset folder. `edges` is the checksum readers compare before they parse (see checksum.ts). */
const storedFile = z.strictObject({ name: z.string().regex(/^[^/\\]+$/), bytes: count, sha256, edges: count });

/** One vendor file the data came from. */
const sourceFile = z.strictObject({ file: z.string(), sha256, rows: count });

const span = { rows: count, firstDay: date.nullable(), lastDay: date.nullable() };

/** The fate of every row read: read = kept + repaired + Σ quarantined. A row with several repairs counts once in `repaired`. */
const fate = z.strictObject({ read: count, kept: count, repaired: count, repairs: counts, quarantined: counts });

const provenance = z.strictObject({
  vendor: z.string().nullable(),
  sources: z.array(sourceFile),
  fate: fate.nullable(),
  /** Facts about kept rows: crossed quotes, zero bids, assumed roots … */
  observations: counts,
});

const symbolEntry = z.strictObject({
  info: z.strictObject({
    symbol: z.string().min(1),
    multiplier: z.number().positive(),
    exercise: z.enum(["american", "european"]),
    delivery: z.enum(["physical", "cash"]),
    tick: z.number().int().positive(),
    strikeUnit: z.number().int().positive(),
    roots: z.array(z.string()),
    dividendYield: z.number(),
  }),
  rows: count,
  blocks: count,
  days: count,
  firstDay: date.nullable(),
  lastDay: date.nullable(),
  bars: z.strictObject({ ...span, provenance }),
  provenance,
  files: z.strictObject({ rows: storedFile, blocks: storedFile, days: storedFile, bars: storedFile }),
});

const curveEntry = z.strictObject({ ...span, file: storedFile, provenance });

const manifestSchema = z.strictObject({
  store: z.literal(STORE_VERSION),
  name: z.string().min(1),
  origin: z.enum(ORIGINS),
  createdBy: z.strictObject({ name: z.string(), version: z.string() }),
  /** What it takes to create the dataset again, e.g. a generator's seed and settings. */
  parameters: z.record(z.string(), z.unknown()),
  symbols: z.array(symbolEntry),
  curves: z.strictObject({ vix: curveEntry.nullable(), rate: curveEntry.nullable() }),
  /** Everything else in the folder, e.g. quarantine.csv. */
  extras: z.array(storedFile),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SymbolEntry = z.infer<typeof symbolEntry>;
export type CurveEntry = z.infer<typeof curveEntry>;
export type StoredFile = z.infer<typeof storedFile>;
export type SourceFile = z.infer<typeof sourceFile>;
export type Fate = z.infer<typeof fate>;
export type SymbolProvenance = z.infer<typeof provenance>;

/** Who made a dataset, from what. Keys of `symbols` are underlying symbols. */
export interface Provenance {
  createdBy: { name: string; version: string };
  parameters?: Record<string, unknown>;
  symbols?: Record<string, SymbolProvenance>;
  /** Where each symbol's bars came from. */
  bars?: Record<string, SymbolProvenance>;
  curves?: { vix?: SymbolProvenance; rate?: SymbolProvenance };
}

export const NO_PROVENANCE: SymbolProvenance = { vendor: null, sources: [], fate: null, observations: {} };

/**
 * Reads a manifest's text. `where` names the dataset in errors.
 * Throws a data error for text that is not a manifest and for a store written by another version.
 */
export function parseManifest(text: string, where: string): Manifest {
  const subject = `${where}/${MANIFEST_FILE}`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const error = dataError(subject, "is not JSON", "import or simulate the dataset again");
    error.cause = cause;
    throw error;
  }
  const store = (json as { store?: unknown } | null)?.store;
  if (typeof store === "number" && store !== STORE_VERSION) {
    const remedy = store > STORE_VERSION ? "update mahler, or import the source files again with this version" : "import the source files again with this version";
    throw dataError(`${subject} store = ${store}`, `this build reads version ${STORE_VERSION}`, remedy);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw dataError(`${subject} ${issue.path.join(".") || "(top)"}`, issue.message, "import or simulate the dataset again");
}

/** The info fields of an underlying, without its columns. */
export function infoOf({ symbol, multiplier, exercise, delivery, tick, strikeUnit, roots, dividendYield }: UnderlyingInfo): UnderlyingInfo {
  return { symbol, multiplier, exercise, delivery, tick, strikeUnit, roots: [...roots], dividendYield };
}

/** Symbols of a market, for messages. */
export const symbolList = (symbols: readonly { info: { symbol: string } }[]): string => symbols.map((s) => s.info.symbol).join(", ") || "none";

export type CurveName = keyof Market["curves"];
