/** Flags of `mahler montecarlo`, as given. */
export interface MonteCarloFlags {
  paths: string;
  horizon: string;
  block: string;
  ruin: string;
  seed: string;
  json?: boolean;
}
