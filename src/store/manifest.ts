import { dataError } from "../errors";
import { manifestSchema } from "./entries";
import type { Manifest, ManifestDraft, SymbolDraft, SymbolEntry } from "./entries";
import { commonUnits, isWithin } from "./partition";
import { MANIFEST_FILE, STORE_VERSION } from "./schema";

export { NO_PROVENANCE, storedFiles, symbolFiles, symbolList, UNKNOWN_SYMBOL } from "./entries";
export type {
  BarsEntry, CurveEntry, CurveName, DailyProvenance, ExtraEntry, Fate, Manifest, ManifestDraft, PartitionEntry, Provenance, SourceFile, StoredFile, SymbolDraft,
  SymbolEntry, SymbolProvenance,
} from "./entries";

const AGAIN = "import or simulate the dataset again";

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
    const error = dataError(subject, "is not JSON", AGAIN);
    error.cause = cause;
    throw error;
  }
  const store = (json as { store?: unknown } | null)?.store;
  if (typeof store === "number" && store !== STORE_VERSION) {
    const remedy = store > STORE_VERSION ? "update mahler, or import the source files again with this version" : "import the source files again with this version";
    throw dataError(`${subject} store = ${store}`, `this build reads version ${STORE_VERSION}`, remedy);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw dataError(`${subject} ${issue.path.join(".") || "(top)"}`, issue.message, AGAIN);
  }
  for (const entry of parsed.data.symbols) checkSymbol(entry, subject);
  return parsed.data;
}

/** A reader lays out memory by these before it opens a file. */
function checkSymbol(entry: SymbolEntry, where: string): void {
  const { info, partitions } = entry;
  const fail = (problem: string) => dataError(`${where} ${info.symbol}`, problem, AGAIN);
  for (const name of ["rows", "blocks", "days"] as const) {
    const sum = partitions.reduce((total, partition) => total + partition[name], 0);
    if (sum !== entry[name]) throw fail(`has ${entry[name]} ${name}, its partitions ${sum}`);
  }
  partitions.forEach(({ year, tick, strikeUnit, roots }, i) => {
    if (i > 0 && year <= partitions[i - 1].year) throw fail(`lists ${year} after ${partitions[i - 1].year}`);
    if (tick % info.tick || strikeUnit % info.strikeUnit) throw fail(`${year} has tick ${tick} and strikeUnit ${strikeUnit}, no multiples of ${info.tick} and ${info.strikeUnit}`);
    if (!isWithin(roots, info.roots)) throw fail(`${year} has the roots ${roots.join(", ")}, not in the order of ${info.roots.join(", ")}`);
  });
}

/** The manifest that a draft stands for. */
export function manifestOf({ name, origin, createdBy, parameters, sources, symbols, curves, extras }: ManifestDraft): Manifest {
  return { store: STORE_VERSION, name, origin, createdBy, parameters, sources, symbols: symbols.map(symbolOf), curves, extras };
}

function symbolOf({ terms, partitions: unordered, bars, provenance }: SymbolDraft): SymbolEntry {
  const { symbol, multiplier, exercise, delivery, dividendYield } = terms;
  const partitions = [...unordered].sort((a, b) => a.year - b.year);
  const total = (count: "rows" | "blocks" | "days"): number => partitions.reduce((sum, partition) => sum + partition[count], 0);
  const { tick, strikeUnit, roots } = commonUnits(symbol, partitions);
  return {
    info: { symbol, multiplier, exercise, delivery, tick, strikeUnit, roots, dividendYield },
    rows: total("rows"), blocks: total("blocks"), days: total("days"),
    firstDay: partitions.at(0)?.firstDay ?? null, lastDay: partitions.at(-1)?.lastDay ?? null,
    partitions, bars, provenance,
  };
}
