// What a study is made of: a definition (YAML), runs of it on books, and what the study's own file makes of them.
import type { Config } from "../config";
import type { Unit } from "../metrics";
import type { Execution } from "../results/execution";
import type { Column } from "../results/columns";
import type { ReturnMatrix } from "../stats/matrix";
import type { SweepTable } from "../sweep/table";
import type { WalkForward } from "../walkforward";
import type { Inference } from "./inference";

/** A named change of the base config; raw values by key. */
export interface Variant {
  label: string;
  values: Readonly<Record<string, unknown>>;
}

/** Which tickers share an account, and with how much money. */
export interface BookRule {
  name: string;
  /** all: one account for all tickers; each: an account for each. */
  tickers: "all" | "each";
  /** whole: the base's equity; share: the base's equity divided by the number of tickers. */
  equity: "whole" | "share";
  /** Whether alternatives and grid run too, or the benchmark alone. */
  variants: boolean;
}

/** A published figure that the study examines. */
export interface Claim {
  says: string;
  /** Id of the study's figure that it speaks of. */
  figure: string;
  value: number;
  /** equal: the figure is this; above: it is more. */
  is: "equal" | "above";
  /** Only on these tickers; empty = on any. */
  tickers: readonly string[];
}

export interface WalkForwardRule {
  /** Windows preset or parts: train/validate/test. */
  windows: string;
  anchored: boolean;
  /** Metric by which the choice is made, in train. */
  metric: string;
  /** Closed trades in train below which a config is not chosen. */
  minTrades: number;
  /** What the choice is among: the named variants (the benchmark too), or the grid. */
  over: "named" | "grid";
}

export interface Definition {
  name: string;
  /** The study whose file concludes: the name, unless a file of one's own says which. */
  rules: string;
  question: string;
  /** Where the question comes from. */
  source: string;
  /** Raw values under which everything runs, to isolate what is asked; flags win over them, and validated parameters leave them out. */
  conditions: Readonly<Record<string, unknown>>;
  books: readonly BookRule[];
  benchmark: Variant;
  alternatives: readonly Variant[];
  /** A sweep section over the base, or null. */
  grid: Readonly<Record<string, unknown>> | null;
  walkForward: WalkForwardRule | null;
  /** Whose trades are looked at: the benchmark's, or those of all named variants. */
  details: "benchmark" | "named";
  /** Closed trades below which nothing is judged. */
  minTrades: number;
  claims: readonly Claim[];
  /** Settings that only this study's file reads. */
  settings: Readonly<Record<string, unknown>>;
}

export interface Book {
  /** Unique: the rule's name, with the ticker where there is one account for each. */
  name: string;
  rule: string;
  tickers: readonly string[];
  /** Dollars. */
  equity: number;
  variants: boolean;
}

export type RowKind = "benchmark" | "alternative" | "grid";

/** One config of a book. */
export interface Row {
  kind: RowKind;
  label: string;
  /** Raw values by which it differs from the base. */
  values: Readonly<Record<string, unknown>>;
  config: Config;
}

/** All configs of a book over the whole range. */
export interface Runs {
  book: Book;
  /** The benchmark first, then the alternatives, then the grid. */
  rows: readonly Row[];
  /** Day numbers of the sessions. */
  days: Int32Array;
  /** [row][session] daily returns; NaN throughout where equity was used up. */
  returns: ReturnMatrix;
  /** [row][session] marked equity, dollars. */
  equity: ReturnMatrix;
  /** By metric id, per row, in the metric's unit; NaN = undefined. */
  metrics: Readonly<Record<string, Float64Array>>;
  /** Chances by reason id, per row. */
  reasons: Readonly<Record<string, Float64Array>>;
  /** Per row: a text that is equal for equal trade lists. */
  trades: readonly string[];
  /** The grid as the sweep's analysis reads it, or null. */
  grid: SweepTable | null;
  /** Sessions of a year. */
  daysPerYear: number;
}

/** A number with its uncertainty; null = undefined, for the reason. Percentages are fractions. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  unit: Unit;
  label: string;
  /** Two-sided p-value of 0, where a test was made. */
  p?: number;
  reason?: string;
}

/** A difference with its interval; ends are null where they were not computed (grids) or are undefined. */
export interface Gap {
  value: number;
  low: number | null;
  high: number | null;
}

export interface PairedGap {
  /** Sharpe ratios and growth per year, deepest fall: first − second. */
  sharpe: Gap | null;
  cagr: Gap | null;
  drawdown: Gap | null;
  /** Two-sided, of the difference of Sharpe ratios (Ledoit-Wolf); null where it is undefined or the accounts are the same. */
  p: number | null;
  /** The accounts have the same returns on every day. */
  same: boolean;
}

export type Verdict = "better" | "worse" | "no evidence" | "same trades" | "not judged";

export interface Comparison {
  /** Row of the book's runs. */
  row: number;
  verdict: Verdict;
  /** Why it was not judged. */
  reason: string | null;
  /** Sharpe ratio per year, growth per year, deepest fall (fractions). */
  sharpe: Gap | null;
  cagr: Gap | null;
  drawdown: Gap | null;
  /** Two-sided p-value of the difference of Sharpe ratios: alone, and corrected over the study's family (Romano-Wolf). */
  singleP: number | null;
  familyP: number | null;
  /** Difference of Sharpe ratios that a test at 5 % finds four times in five, per year, before the correction. */
  detectable: number | null;
}

export interface Judgement {
  /** One per row but the benchmark, in their order. */
  comparisons: readonly Comparison[];
  /** Tests made in the whole study. */
  family: number;
  /** Mean block of the resampling, sessions. */
  meanBlock: number;
  /** p-value that no alternative of the study is better than its benchmark (Hansen's SPA, consistent); null without a test. */
  spa: number | null;
}

/** A walk-forward and what it did against the benchmark. */
export interface Choice {
  forward: WalkForward;
  /** The benchmark's return in each test window, flat at its start; net profit / initial equity. */
  benchmarkReturns: readonly number[];
  /** Days of both curves, and their daily returns. */
  days: Int32Array;
  chosen: Float64Array;
  benchmark: Float64Array;
  /** Sharpe ratios and growth per year, choice − benchmark. */
  gap: PairedGap;
  /** Row chosen in each window; null = none. */
  picks: readonly (number | null)[];
  /** The consensus of the windows. */
  consensus: { row: number; windows: number } | null;
  /** Windows in which the chosen config is the benchmark. */
  asBenchmark: number;
}

/** Everything that was run on a book. */
export interface BookAnswers {
  runs: Runs;
  judgement: Judgement;
  /** null: none was asked for, or the range is too short (`choiceReason`). */
  choice: Choice | null;
  choiceReason: string | null;
  /** By label, of the rows whose trades are kept. */
  details: ReadonlyMap<string, Execution>;
  /** Contract multiplier of each of the book's tickers. */
  multipliers: readonly number[];
}

export interface Answers {
  definition: Definition;
  /** What the study's conditions were put upon: what validated parameters start from. */
  start: Config;
  /** The start under the study's conditions. */
  base: Config;
  books: readonly BookAnswers[];
  /** Variants that do not fit the base, and why. */
  leftOut: readonly { label: string; reason: string }[];
  inference: Inference;
}

export interface StudyTable {
  id: string;
  title: string;
  note?: string;
  columns: Column[];
  /** Columns that a narrow page shows; without it, all. A table with an empty list is for the files alone. */
  brief?: readonly string[];
}

interface PlotCommon {
  id: string;
  title: string;
  /** What the picture shows, with its numbers. */
  summary: string;
}

export interface IntervalRow {
  group: string;
  label: string;
  value: number;
  low: number | null;
  high: number | null;
}

export interface Point {
  x: number;
  y: number;
  label: string;
  group: string;
  /** Drawn large, with its label. */
  marked: boolean;
}

export interface Series {
  label: string;
  points: readonly (readonly [x: number, y: number])[];
  /** x, low, high. */
  band?: readonly (readonly [x: number, low: number, high: number])[];
}

export type Plot = PlotCommon &
  (
    | { kind: "intervals"; unit: Unit; axis: string; rows: readonly IntervalRow[] }
    | { kind: "lines"; x: { label: string; unit: Unit | "day" }; y: { label: string; unit: Unit }; series: readonly Series[]; marks?: readonly { x: number; label: string }[] }
    | { kind: "scatter"; x: { label: string; unit: Unit }; y: { label: string; unit: Unit }; points: readonly Point[] }
    | { kind: "heat"; x: string; y: string; unit: Unit; cells: readonly { x: string; y: string; value: number | null }[] }
  );

export type Tone = "good" | "bad" | "neutral" | "warn";

/** One sentence that a rule drew from figures. */
export interface Finding {
  /** The rule's name. */
  rule: string;
  tone: Tone;
  text: string;
  /** The figures it speaks of. */
  figures: Readonly<Record<string, number | string | null>>;
}

/** What the study says about a key of the config. */
export interface ValidatedKey {
  key: string;
  /** Raw value. */
  value: unknown;
  /** Whether it takes the place of the base's. */
  changed: boolean;
  why: string;
}

/** What a study's own file makes of the answers. */
export interface Conclusion {
  tables: StudyTable[];
  plots: Plot[];
  /** In the order of reading; the first is the answer. */
  findings: Finding[];
  figures: Record<string, Estimate>;
  validated: ValidatedKey[];
}

export interface Study {
  name: string;
  conclude: (answers: Answers) => Conclusion;
  /** Throws a config error when the base cannot be studied. */
  check?: (base: Config) => void;
}
