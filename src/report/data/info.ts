import type { CheckSummary, DayFacts, DaySmiles, YearCoverage } from "../../quality";
import type { Manifest } from "../../store/manifest";

/** What `mahler data info` knows of a dataset. */
export interface DataInfo {
  /** Folder or address. */
  dataset: string;
  manifest: Manifest;
  /** In the manifest's order. */
  symbols: SymbolInfo[];
}

export interface SymbolInfo {
  symbol: string;
  years: YearInfo[];
  /** Every check that was run, over all years. */
  checks: CheckSummary[];
}

export interface YearInfo extends YearCoverage {
  /** Executable money for nothing of the checks of ARBITRAGE_CHECKS, and what was examined. */
  arbitrage: { count: number; of: number };
  /** Rows of the year's vendor files that were set aside; null where files span several years or symbols, or none were read. */
  setAside: number | null;
}

/** What the page shows beside the tables. */
export interface DataPictures {
  /** By symbol, in the manifest's order. */
  symbols: { symbol: string; facts: DayFacts[]; missing: number[]; smiles: DaySmiles[] }[];
}
