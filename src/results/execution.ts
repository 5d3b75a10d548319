import type { Config } from "../config";
import type { RunOutput } from "../engine/types";
import type { Origin } from "../market/types";
import type { Ledger, RunMetrics } from "../metrics";
import type { RunSpec } from "../strategy/spec";
import type { Column } from "./columns";
import type { Counters } from "./counters";
import type { Funnel } from "./funnel";

/** A finished run with everything that reports and files need. */
export interface Execution {
  config: Config;
  spec: RunSpec;
  market: { name: string; origin: Origin };
  /** First and last session. */
  range: { start: string; end: string };
  /** Names of the sleeves: the structure, numbered when it occurs more than once. */
  sleeves: string[];
  output: RunOutput;
  ledger: Ledger;
  metrics: RunMetrics;
  funnel: Funnel;
  counters: Counters;
  /** Marks of every trade by session, computed when asked for. */
  marks: () => Column[];
  /** Symbols whose bars had to be made from chain snapshots. */
  snapshotBars: string[];
}
