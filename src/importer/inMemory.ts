// Chain files into a market without a disk: what `mahler data import` and a read of its dataset give, for files small enough to hold.
import { dataError } from "../errors";
import type { Market, Underlying } from "../market/types";
import type { RecordFile } from "../records/types";
import { detectFormat } from "../vendors";
import { MULTIPLIER, noBars } from "./bare";
import { buildPartition } from "./build";
import { termsOf } from "./expiry";
import { beginFile, newIntake } from "./intake";
import type { Intake, SymbolStage } from "./intake";
import { appendStore, newRowStore } from "./rows";
import { DEFAULT_MINUTE } from "./snapshots";
import { fateOf, newTally, totalFate } from "./tally";
import type { RowFate } from "./tally";

export interface ReadChains {
  market: Market;
  /** Every row read is kept, repaired or set aside with a reason. */
  fate: RowFate;
}

export interface ReadChainsOptions {
  /** Name of the market. */
  name: string;
  signal?: AbortSignal;
  /** Share of the files read, 0 … 1. */
  onProgress?: (share: number) => void;
}

/**
 * Reads chain files of any known format into one market. No bars, rates or volatility index come with them: snapshot spots stand in for bars.
 * Throws a data error for a file of no known format, and when no row is left.
 */
export async function readChains(files: readonly RecordFile[], { name, signal, onProgress }: ReadChainsOptions): Promise<ReadChains> {
  const intake = newIntake();
  for (const [i, file] of files.entries()) {
    const format = detectFormat(file.header, file.name);
    const take = beginFile(intake, { name: file.name, header: file.header, format, context: { file: file.name }, tally: newTally() });
    await file.read(take, { uses: format.uses(file.header), signal, onProgress: (share) => onProgress?.((i + (Number.isNaN(share) ? 0 : share)) / files.length) });
  }
  const underlyings = [...intake.symbols.values()].flatMap((stage) => underlyingOf(stage, intake) ?? []);
  const fate = totalFate(intake.files.map(({ tally }) => fateOf(tally)));
  if (underlyings.length === 0) throw dataError(name, `leaves no row of ${fate.read} (${Object.entries(fate.quarantined).map(([reason, n]) => `${reason} ${n}`).join(", ") || "it has none"})`, "see docs/import.md for what the reasons mean");
  return { market: { name, origin: "vendor", underlyings, curves: { vix: null, rate: null } }, fate };
}

/** All years of a symbol at once. */
function underlyingOf({ symbol, roots, years }: SymbolStage, { files }: Intake): Underlying | null {
  const store = newRowStore();
  for (const year of [...years.keys()].sort((a, b) => a - b)) appendStore(store, years.get(year)!);
  const { chain } = buildPartition(store, { roots, files, minute: DEFAULT_MINUTE, greeks: { dividendYield: 0, rate: null }, closes: null, screen: null });
  if (!chain) return null;
  const { exercise, delivery } = termsOf(chain.roots[0]).terms;
  return { symbol, multiplier: MULTIPLIER, exercise, delivery, dividendYield: 0, bars: noBars(), ...chain };
}
