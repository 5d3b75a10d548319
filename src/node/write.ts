import { configError } from "../errors";
import type { Curve, Market, Underlying } from "../market/types";
import { UNKNOWN_SYMBOL } from "../store/manifest";
import type { CurveEntry, CurveName, Manifest, PartitionEntry, Provenance, SymbolDraft } from "../store/manifest";
import { chainByYear } from "../store/partition";
import { validateCurve, validateUnderlying } from "../store/validate";
import { openDataset } from "./datasetWriter";
import type { DatasetWriter, WriterOptions } from "./datasetWriter";

export interface WriteOptions extends WriterOptions {
  /** More files for the folder, by name. */
  extras?: Record<string, string>;
}

/**
 * Writes a market as a dataset folder, replacing an older dataset of that path as a whole: on failure or abort the old one stays.
 * A file, or a folder that holds something other than a dataset, is refused. The bytes depend on the arguments only.
 * Throws data errors for a market that breaks an invariant, io errors for the disk, cancelled when aborted.
 */
export async function writeDataset(path: string, market: Market, provenance: Provenance, { extras = {}, ...options }: WriteOptions = {}): Promise<Manifest> {
  validate(market);
  const writer = await openDataset(path, options);
  try {
    const symbols: SymbolDraft[] = [];
    for (const u of market.underlyings) symbols.push(await putUnderlying(writer, u, provenance));
    const { vix, rate } = market.curves;
    const curves = { vix: await putCurve(writer, "vix", vix, provenance), rate: await putCurve(writer, "rate", rate, provenance) };
    const extraEntries = [];
    for (const [name, text] of Object.entries(extras)) extraEntries.push(await writer.putExtra(name, text));
    const { createdBy, parameters = {}, sources = [] } = provenance;
    return await writer.commit({ name: market.name, origin: market.origin, createdBy, parameters, sources, symbols, curves, extras: extraEntries });
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function putUnderlying(writer: DatasetWriter, u: Underlying, provenance: Provenance): Promise<SymbolDraft> {
  const { symbol, multiplier, exercise, delivery, dividendYield } = u;
  const partitions: PartitionEntry[] = [];
  for (const { year, chain } of chainByYear(u)) partitions.push(await writer.putPartition(symbol, year, chain));
  const bars = await writer.putBars(symbol, u.bars, provenance.bars?.[symbol]);
  return { terms: { symbol, multiplier, exercise, delivery, dividendYield }, partitions, bars, provenance: provenance.symbols?.[symbol] ?? UNKNOWN_SYMBOL };
}

const putCurve = async (writer: DatasetWriter, name: CurveName, curve: Curve | null, { curves }: Provenance): Promise<CurveEntry | null> =>
  curve && writer.putCurve(name, curve, curves?.[name]);

function validate(market: Market): void {
  const seen = new Set<string>();
  for (const u of market.underlyings) {
    if (seen.has(u.symbol.toUpperCase())) throw configError(`symbol = ${u.symbol}`, "is in the market twice", "name each underlying once");
    seen.add(u.symbol.toUpperCase());
    validateUnderlying(u);
  }
  for (const name of ["vix", "rate"] as const) {
    const curve = market.curves[name];
    if (curve) validateCurve(name, curve);
  }
}
