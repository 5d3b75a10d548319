// Vendor files into a dataset folder: read (resumable, spilled to disk when large), then one symbol and year at a time sort, fill, check, write; one commit.
import { configError, MahlerError } from "../errors";
import { newIntake } from "../importer/intake";
import { fateOf, totalFate } from "../importer/tally";
import type { Fate, Manifest } from "../store/manifest";
import { openDataset } from "./datasetWriter";
import type { DatasetWriter } from "./datasetWriter";
import { checkOptions, IMPORTER, requestOf } from "./importOptions";
import type { ImportOptions } from "./importOptions";
import { readAll } from "./importRead";
import { changesDaily, dailyInputs, nothingLeft, writeAll } from "./importWrite";
import type { Draft } from "./importWrite";
import { openStaging } from "./staging";
import type { StagedSource } from "./staging";

export type { ImportOptions, ImportProgress } from "./importOptions";

export interface ImportReport {
  out: string;
  manifest: Manifest;
  /** What was read this time, file by file; `already` were in the dataset before. */
  files: { file: string; formats: string[]; already: boolean; fate: Fate | null }[];
  /** Totals of the files read this time. */
  fate: Fate;
  /** An interrupted import was continued. */
  resumed: boolean;
  /** What the user should know: assumed contract terms, no bars … */
  notes: string[];
}

/**
 * Imports chain files into a dataset folder, adding to what is there: files it holds already (by content) are passed over, symbols and years they
 * do not touch stay as they are. Every row read is kept, repaired or set aside with a reason; the accounts are in the manifest, rows set aside in
 * quarantine.csv. The dataset changes at one instant, at the end. An aborted or killed import goes on where it was when it is run again.
 * Throws config, data and io errors; cancelled when aborted.
 */
export async function importChains(options: ImportOptions): Promise<ImportReport> {
  const { out, signal } = options;
  checkOptions(options);
  const writer = await openDataset(out, { signal, writeFile: options.writeFile });
  const before = baseOf(writer, options);
  const staging = openStaging(out, requestOf(options), newIntake(options.symbols), options.restart);
  const notes: string[] = staging.resumed ? ["an interrupted import was continued"] : [];
  const pending = new Set(staging.sources);
  const already = await readAll(staging, options, { before, pending }).catch((error: unknown) => {
    const begun = staging.sources.some(({ tally }) => tally.read > 0);
    if (begun && error instanceof MahlerError && error.kind === "cancelled") staging.checkpoint();
    throw error;
  });
  refuseForgotten(pending, options);
  const inputs = await dailyInputs(options, staging.intake, before);
  const finished = staging.sources.filter((s) => !already.has(s));
  if (finished.length > 0 && staging.intake.symbols.size === 0 && !before) throw nothingLeft(finished);
  notes.push(...[...inputs.bars.values(), inputs.vix, inputs.rates].flatMap((daily) => daily?.notes ?? []));
  const draft: Draft = { writer, before, staging, inputs, notes, options };
  const manifest = finished.length === 0 && before && !changesDaily(options) ? before : await writeAll(draft, finished);
  staging.remove();
  const files = staging.sources.map((source) => ({ file: source.file, formats: source.formats, already: already.has(source), fate: already.has(source) ? null : fateOf(source.tally) }));
  return { out, manifest, files, fate: totalFate(finished.map((s) => fateOf(s.tally))), resumed: staging.resumed, notes: [...new Set([...notes, ...finished.flatMap((s) => s.notes)])] };
}

/** The dataset to add to, or null to start anew. */
function baseOf({ manifest, unreadable }: DatasetWriter, { out, replace }: ImportOptions): Manifest | null {
  if (replace) return null;
  if (unreadable) throw unreadable;
  if (manifest && manifest.createdBy.name !== IMPORTER.name) throw configError(`out = ${out}`, `holds a dataset made by ${manifest.createdBy.name}`, "choose another folder, or --replace it");
  return manifest;
}


/** Rows of an interrupted import cannot be told from the others: its files must be named again. */
function refuseForgotten(pending: ReadonlySet<StagedSource>, { out }: ImportOptions): void {
  const [first] = pending;
  if (first) throw configError(`out = ${out}`, `an interrupted import of ${first.file} is not finished`, `name ${first.file} again to go on, or --restart to forget it`);
}
