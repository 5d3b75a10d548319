// Everything a day loop needs, derived with the plain versions of timeline, features and correlations.
import type { RunInput, RunOutput } from "../../src/engine/types";
import type { Market, Underlying } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { referenceCorrelations, referenceFeatures } from "../reference/features";
import { referenceTimeline } from "../reference/timeline";
import { randomMarket } from "./randomMarket";
import type { RandomMarketOptions } from "./randomMarket";
import { randomSpec } from "./randomSpec";

export type Engine = (input: RunInput) => RunOutput;

export function runInput(underlyings: readonly Underlying[], curves: Market["curves"], spec: RunSpec): RunInput {
  const timeline = referenceTimeline(underlyings, curves, { start: -1e9, end: 1e9, lag: spec.features.lag });
  return {
    underlyings,
    timeline,
    features: underlyings.map((underlying, u) => referenceFeatures(underlying, timeline.underlyings[u], spec.features)),
    correlations: referenceCorrelations(underlyings, timeline, spec.features),
    spec,
  };
}

/** A random spec on a random market, both from one seed. */
export function randomRun(seed: number, options?: RandomMarketOptions): RunInput {
  const { underlyings, curves } = randomMarket(seed, options);
  return runInput(underlyings, curves, randomSpec(seed, underlyings.length, underlyings[0].days.day));
}
