// What the page and its engine worker say to each other. Every request has an id; progress and one reply carry it back.
import type { PlainError } from "../sweep/protocol";
import type { Origin } from "../market/types";
import type { MetricValue, StressResult } from "../metrics";
import type { Breakdown } from "../metrics";
import type { FunnelCode } from "../results/funnel";
import type { RecordedRun } from "../results/readRun";
import type { Rival, WalkForward } from "../walkforward";

/** Raw values of config keys, as in a YAML file; keys left out have their defaults. */
export type Values = Readonly<Record<string, unknown>>;

/** Where the dataset is: a folder on the server that serves the page, or files that were dropped on it. */
export type DatasetPlace = { url: string } | { files: readonly File[] };

export interface OpenRequest {
  place: DatasetPlace;
  /** Addresses of core.wasm and core.shared.wasm. */
  coreUrl: string;
  sharedCoreUrl: string;
  /** Worker script of the sweep pool; null = sweeps run in the engine worker. */
  workerUrl: string | null;
  workers: number;
}

/** How far the reading of a dataset has come. */
export interface OpenStep {
  name: string;
  /** Bytes. */
  done: number;
  total: number;
  /** Milliseconds since it began. */
  elapsed: number;
}

export interface DatasetInfo {
  name: string;
  origin: Origin;
  /** SHA-256 of the manifest, which holds the hash of every file. */
  hash: string;
  symbols: readonly { symbol: string; rows: number; first: string | null; last: string | null }[];
  /** Of chain files read as they are: their names, and what became of their rows. Null of a dataset. */
  chains: { files: readonly string[]; remark: string } | null;
  /** Milliseconds that opening took. */
  opened: number;
}

/** Configs that differ from a base: all combinations of some keys' values, or those given, each a patch. */
export interface SpaceRequest {
  values: Values;
  /** `parameters`: key → its values, the last key fastest. */
  vary: { parameters: Readonly<Record<string, readonly unknown[]>> } | { configs: readonly Values[] };
  /** Keep the equity of every session. */
  equity: boolean;
}

/** Results of a space, by combination: `choices` says which. Combinations that do not fit together are missing. */
export interface SpaceReply {
  count: number;
  /** Keys that vary. */
  axes: readonly string[];
  /** [config][axis] position of the value among the key's distinct ones, in the order given. */
  choices: Uint16Array;
  /** Day of every session. */
  days: Int32Array;
  /** [config][session] marked equity, dollars; empty unless asked for. */
  equity: Float64Array;
  /** [config][METRICS] in the metric's unit, NaN = undefined. */
  metrics: Float64Array;
  /** [config][reason code] chances. */
  reasons: Uint32Array;
  /** [config][exit reason] trades. */
  exits: Uint32Array;
  /** [config][2] */
  fingerprints: Uint32Array;
  /** Milliseconds, of the evaluations alone. */
  took: number;
  /** Why the first combination that does not fit was left out; null when none was. */
  refused: string | null;
}

/** One trade as the page lists it. Dollars; days are day numbers; strikes are 0 where there is no such leg. */
export interface TradeRow {
  id: number;
  underlying: string;
  structure: string;
  entry: number;
  exit: number;
  expiry: number;
  shortPut: number;
  longPut: number;
  shortCall: number;
  longCall: number;
  contracts: number;
  credit: number;
  exitCost: number;
  pnl: number;
  r: number;
  reason: string;
  regime: string;
  spotEntry: number;
  spotExit: number;
}

/** All that a run says, for the panels that follow a moment after the curves. */
export interface DetailReply {
  trades: readonly TradeRow[];
  metrics: Readonly<Record<string, MetricValue>>;
  breakdown: Breakdown;
  stress: readonly StressResult[];
  chances: number;
  funnel: readonly FunnelCode[];
  /** By underlying: its closes by session of the run, dollars, NaN = no bar. */
  closes: readonly { symbol: string; close: Float64Array }[];
  days: Int32Array;
  /** Milliseconds. */
  took: number;
}

/** Implied volatility by strike of one expiry. */
export interface Smile {
  expiry: number;
  dte: number;
  strikes: readonly number[];
  ivs: readonly number[];
  /** |Δ| of the same options, NaN = not known: of puts below the spot, of calls from it on. */
  deltas: readonly number[];
}

/** A candidate and how far it got. Dollars per share; null where a gate refused it before. */
export interface CandidateRow {
  sleeve: string;
  right: "put" | "call";
  expiry: number;
  dte: number;
  short: number;
  /** 0 = none. */
  long: number;
  /** |Δ| of the short leg. */
  delta: number;
  natural: number | null;
  credit: number | null;
  score: number | null;
  /** Implied volatility of the legs; null = not known, or no such leg. */
  shortIv: number | null;
  longIv: number | null;
  /** Why it was refused; "" = it was not. */
  reason: string;
  /** The one the screen picked. */
  best: boolean;
}

/** A side of a condor. */
export interface PairSide {
  short: number;
  long: number;
  credit: number;
  /** |Δ| of the short leg. */
  delta: number;
  score: number;
}

/** What the screen makes of an expiry for a condor: the best of either side together. Dollars per share; null where a side has none. */
export interface PairRow {
  sleeve: string;
  expiry: number;
  dte: number;
  put: PairSide | null;
  call: PairSide | null;
  /** The wider side. */
  width: number | null;
  natural: number | null;
  credit: number | null;
  score: number | null;
  /** Why it was refused; "" = it was not. */
  reason: string;
  best: boolean;
}

export interface DayReply {
  day: number;
  symbol: string;
  spot: number;
  /** By sleeve: what became of its chance in the run. */
  reasons: readonly { sleeve: string; id: string; text: string; remedy: string }[];
  smiles: readonly Smile[];
  candidates: readonly CandidateRow[];
  /** Of condors. */
  pairs: readonly PairRow[];
}

/** What would close a position, as its config says. */
export interface Threshold {
  kind: "profit-target" | "stop-loss" | "gamma-exit" | "time-exit";
  /** Gain in dollars by session at which it holds; null for those of time. */
  level: Float64Array | null;
  /** Days to expiry at which it holds; null for those of gain. */
  dte: number | null;
  /** Position of the first session after the entry on which it held; −1 = never. */
  first: number;
}

export interface PathReply {
  id: number;
  symbol: string;
  days: Int32Array;
  legs: readonly { name: string; mids: Float64Array }[];
  /** The engine's mark: cost of closing at mid, dollars per share; NaN where the morning ended the position. */
  mark: Float64Array;
  /** Against the credit, dollars; NaN on sessions whose quotes give no mark. */
  gain: Float64Array;
  spot: Float64Array;
  /** 1 = the mark is carried over: some leg had no usable quote. */
  stale: Uint8Array;
  /** Multiplier × contracts. */
  quantity: number;
  /** Those that are on, by the config's priority. */
  thresholds: readonly Threshold[];
  /** Sessions on which it was to be closed and could not be. */
  blocked: number;
  /** Sides that were exercised against it before the end: the session, and what that cost, dollars per share. */
  assigned: readonly { right: "put" | "call"; day: number; cost: number }[];
}

/** A walk-forward over configs that differ from a base. */
export interface WalkRequest extends Pick<SpaceRequest, "values" | "vary"> {
  /** As `--windows`: 24/3/3. */
  windows: string;
  anchored: boolean;
  metric: string;
  /** Closed trades that a config needs on training. */
  minTrades: number;
}

/** A config held over the days out of sample, as the walk-forward's own rivals are; `evidence`: of the walk-forward's lead over it. */
export type HeldConfig = Pick<Rival, "values" | "trades" | "curve" | "evidence">;

export interface WalkReply {
  result: WalkForward;
  /** The config on the screen. */
  current: HeldConfig;
  /** Keys that vary, and [config][axis] as in SpaceReply. */
  axes: readonly string[];
  choices: Uint16Array;
  /** [config][METRICS] over the days out of sample, NaN = undefined; what was looked at. */
  metrics: Float64Array;
  /** [config][2] */
  fingerprints: Uint32Array;
  /** Milliseconds. */
  took: number;
}

/** Config × days done and in all; the total is an upper bound. */
export interface WalkStep {
  done: number;
  total: number;
}

export interface LabRequests {
  open: { request: OpenRequest; reply: DatasetInfo; step: OpenStep };
  space: { request: SpaceRequest; reply: SpaceReply };
  /** The same on all workers, with progress. */
  sweep: { request: SpaceRequest; reply: SpaceReply; step: SweepStep };
  /** Walks forward on all workers, with progress. */
  walk: { request: WalkRequest; reply: WalkReply; step: WalkStep };
  detail: { request: { values: Values }; reply: DetailReply };
  day: { request: { values: Values; day: number; symbol: string }; reply: DayReply };
  path: { request: { values: Values; id: number }; reply: PathReply };
  /** What the page of a run is made of. */
  report: { request: { values: Values }; reply: RecordedRun };
  /** Stops what is under way: the sweep, the walk-forward, or both. */
  stop: { request: "sweep" | "walk" | null; reply: void };
}
export type Kind = keyof LabRequests;
/** What is told while a request is under way. */
export type StepOf<K extends Kind> = LabRequests[K] extends { step: infer Step } ? Step : never;

export interface ToEngine<K extends Kind = Kind> {
  id: number;
  kind: K;
  request: LabRequests[K]["request"];
}
export type FromEngine =
  | { id: number; reply: unknown }
  | { id: number; progress: OpenStep | SweepStep | WalkStep }
  | { id: number; error: PlainError };

/** Cells of a sweep that are done: positions of their values and one figure per metric. */
export interface SweepStep {
  done: number;
  total: number;
  /** [cell][axis] */
  choices: Uint16Array;
  /** [cell][METRICS] */
  metrics: Float64Array;
}
