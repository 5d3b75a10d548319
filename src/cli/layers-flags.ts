import type { ReportFlag } from "./report-flag";

/** Flags of `mahler layers` besides those of the config. */
export interface LayersFlags extends ReportFlag {
  layers?: string;
  base?: string[];
  from?: string;
  correction: string;
  level: string;
  replicates: string;
  seed: string;
  block?: string;
}
