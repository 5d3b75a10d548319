// What a walk-forward is told and what comes of it. Plain data: JSON can hold all of it but the curves, which are typed arrays.
import type { MetricValue, Unit } from "../metrics";
import type { Better } from "../metrics";
import type { RollingOptions, Span } from "../windows";

/** Limits that a config must keep on training to be chosen; a figure that is undefined breaks its limit. */
export interface Guards {
  /** Closed trades in a training window; in other stretches in proportion to their length, rounded up. */
  minTrades: number;
  /** Fraction; null = none. */
  maxDrawdown: number | null;
  /** Fraction; null = none. */
  minWinRate: number | null;
}

/** How the positions of a test window end. */
export type Boundary = "run-off" | "mark";

export interface WalkForwardOptions {
  windows: Omit<RollingOptions, "first" | "last">;
  /** Metric id. */
  metric: string;
  guards: Guards;
  /** With a validation stretch: so many of the best on training are compared on it. */
  top: number;
  boundary: Boundary;
  /** Combinatorial purged cross-validation beside it; null = none. */
  cpcv: CpcvOptions | null;
  /** Of the bootstrap behind the intervals. */
  replicates: number;
  seed: number;
}

export interface CpcvOptions {
  groups: number;
  /** Test groups of a split. */
  test: number;
  /** Calendar days after a test group that do not train; null = the longest life that a position of the space can have. */
  embargo: number | null;
}

/** What one config did in one stretch. Undefined figures are null. */
export interface Figures {
  /** The metric chosen by, run from flat and marked at the stretch's last session: as of a backtest of these days. */
  metric: number | null;
  /** Net profit / initial equity. */
  return: number;
  /** The return over the stretch's calendar days, per year of 365.25 (not compounded). */
  annual: number;
  /** Closed trades. */
  trades: number;
}

export interface TestFigures extends Figures {
  /** Closed at a profit; null without a closed trade. */
  winRate: number | null;
  /** Still open where the run ends: the test's last session (mark) or the end of the data (run-off). */
  open: number;
  /** Share of the configs with a defined test metric that did worse, equals counting half; null when undefined. */
  percentile: number | null;
  /** Rank correlation (Spearman) of training and test metric over all configs that have both; null when undefined. */
  correlation: number | null;
  /** Median test metric over all configs that have one. */
  median: number | null;
}

/** Why a window trades nothing. */
export type Cash = "none passed training" | "none passed validation";

export interface WindowResult {
  train: Span;
  validate: Span | null;
  test: Span;
  /** Last day on which its positions may live. */
  runOff: number;
  /** Configs that keep the guards on training. */
  passed: number;
  /** Number of the config; null = the window holds cash. */
  chosen: number | null;
  cash: Cash | null;
  /** Place of the chosen one on training, 1 = best. */
  trainRank: number | null;
  /** Swept and linked parameters of the chosen config, as raw values. */
  parameters: Record<string, unknown>;
  trained: Figures | null;
  validated: Figures | null;
  tested: TestFigures | null;
  /** Out-of-sample annual return / in-sample annual return. */
  efficiency: Efficiency;
}

/** A ratio, or why there is none. */
export interface Efficiency {
  value: number | null;
  reason: string | null;
}

/** An account through time. */
export interface Curve {
  days: Int32Array;
  /** Units (1e-4 dollars), per day. */
  equity: Float64Array;
}

export interface Stability {
  key: string;
  /** Values chosen, most frequent first, with the number of windows. */
  values: { value: unknown; windows: number }[];
  /** Pairs of neighbouring windows that both chose, and in how many of them the value differs. */
  steps: number;
  changes: number;
  /** Entropy of the shares / its largest possible value: 0 = one value always, 1 = all values equally often. */
  entropy: number;
  /** Windows that chose the lowest or the highest number of three or more; null for other axes. */
  edge: number | null;
}

export interface Consensus {
  config: number;
  /** Windows that chose it. */
  windows: number;
  /** Σ over parameters of the share of windows that chose the same value / parameters. */
  agreement: number;
  parameters: Record<string, unknown>;
}

/** One config held, or the walk-forward, over the out-of-sample span. */
export interface Rival {
  name: "walk-forward" | "first choice kept" | "median config" | "best in hindsight";
  /** null = the walk-forward. */
  config: number | null;
  /** How it was picked, in words. */
  note: string;
  values: Record<string, MetricValue>;
  /** Closed trades. */
  trades: number;
  curve: Curve;
  /** Mean return of the walk-forward − that of this one; of the walk-forward itself: its own. */
  evidence: Evidence;
}

/** A mean daily return × days of a year (252, or 365 for 24/7 data) with its 95 % interval; null where undefined, then with a reason. */
export interface Evidence {
  perYear: number | null;
  low: number | null;
  high: number | null;
  /** Of "the true mean is ≤ 0" against "it is above 0". */
  pValue: number | null;
  reason: string | null;
}

export interface RedFlag {
  id: string;
  text: string;
}

export interface CpcvPath {
  /** Config per group; −1 = none passed training. */
  configs: number[];
  values: Record<string, MetricValue>;
}

export interface Cpcv {
  groups: Span[];
  testGroups: number;
  /** Calendar days. */
  embargo: number;
  purge: number;
  splits: { test: number[]; chosen: number | null }[];
  paths: CpcvPath[];
  /** Of the paths' Sharpe ratios; null where no path has one. */
  sharpe: { mean: number | null; deviation: number | null; low: number | null; median: number | null; high: number | null };
  /** Paths without a Sharpe ratio: cash throughout. */
  undefinedPaths: number;
  /** Share of the paths that lost money. */
  losing: number;
}

export interface WalkForward {
  options: WalkForwardOptions;
  metric: { id: string; label: string; unit: Unit; better: Better; definition: string };
  configs: number;
  rejected: number;
  invalid: number;
  /** Initial equity, units. */
  initial: number;
  /** Test windows overlap: each day's return is the mean over the windows that hold it. */
  overlapping: boolean;
  /** Calendar days that a position of the space can live at most. */
  longestLife: number;
  windows: WindowResult[];
  /** The stitched out-of-sample account. */
  stitched: Curve;
  /** Metrics of the stitched curve by id; those of trades pooled over the windows. */
  values: Record<string, MetricValue>;
  /** Of all windows that chose: Σ out-of-sample return / its years over Σ in-sample return / its years. */
  efficiency: Efficiency;
  stability: Stability[];
  consensus: Consensus | null;
  rivals: Rival[];
  flags: RedFlag[];
  cpcv: Cpcv | null;
}
