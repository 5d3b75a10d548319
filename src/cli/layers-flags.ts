/** Flags of `mahler layers` besides those of the config. */
export interface LayersFlags {
  layers?: string;
  base?: string[];
  from?: string;
  correction: string;
  level: string;
  replicates: string;
  seed: string;
  block?: string;
  html?: string;
}
