import type { ReportFlag } from "./report-flag";

/** Flags of `mahler sweep` besides those of the config. */
export interface SweepFlags extends ReportFlag {
  sweep?: string[];
  constraint?: string[];
  mode?: string;
  sample?: string;
  seed?: string;
  metric: string;
  workers?: string;
  resume?: string;
  explain?: boolean;
  best?: string;
}
