// What is compared: runs of one trading system with and without its layers.
import type { Config } from "../config";
import type { Ledger } from "../metrics";

/**
 * What one run is asked for. A layer turns one request into another, and nothing else of the comparison knows what a layer is made of:
 * config keys, or decisions made elsewhere.
 */
export interface RunRequest {
  config: Config;
  /** Ids of decisions that are no config keys (a model's filter, a language model's veto), in order. A runner refuses those it does not know. */
  gates: readonly string[];
}

/** What a run leaves to be compared. */
export interface LayerRun {
  ledger: Ledger;
  /** One reason code per chance, [session][underlying][sleeve]. */
  funnel: Uint8Array;
}

export type Runner = (request: RunRequest) => LayerRun;

/** A part of a trading system that can be left away. */
export interface SystemLayer {
  id: string;
  /** What it does, one sentence. */
  about: string;
  /** The request in a form in which the layer's keys mean something, doing the same as before. */
  unfold: (request: RunRequest) => RunRequest;
  isOn: (request: RunRequest) => boolean;
  /** The request with the layer, as it is in `system` where it is on there. */
  on: (request: RunRequest, system: RunRequest) => RunRequest;
  /** The request without it. */
  off: (request: RunRequest, system: RunRequest) => RunRequest;
}

/** Over what a layer is tried: the base with nothing else on, or the full system. */
export type Context = "alone" | "system";

export const CORRECTIONS = ["romano-wolf", "bh", "holm"] as const;
export type Correction = (typeof CORRECTIONS)[number];

/** How differences are judged. */
export interface JudgeOptions {
  /** First day that counts, as a day number; null = the run's first session. */
  from: number | null;
  correction: Correction;
  /** Of intervals, 0…1; verdicts are made at 1 − level. */
  level: number;
  replicates: number;
  seed: number;
  /** Mean length of the bootstrap's blocks, sessions; null = chosen from the data. */
  meanBlock: number | null;
}

export const DEFAULT_JUDGE: JudgeOptions = { from: null, correction: "romano-wolf", level: 0.95, replicates: 2000, seed: 20_070_103, meanBlock: null };
