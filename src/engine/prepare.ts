import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import { underlyingRecord } from "../core/records";
import { dataError } from "../errors";
import type { Market, Underlying } from "../market/types";
import type { FeatureSpec } from "../strategy/spec";
import { snapshotBars } from "./bars";
import { computeCorrelations, computeFeatures, exitScales } from "./features";
import { buildTimeline } from "./timeline";
import type { Features, Timeline } from "./types";

/** A market range with its columns, index joins and features in the core's memory: what many runs share. */
export interface Prepared {
  core: Core;
  underlyings: Underlying[];
  timeline: Timeline;
  features: Features[];
  /** Per pair, per return day. */
  correlations: Float64Array[];
  /** Symbols whose bars had to be made from chain snapshots. */
  snapshotBars: string[];
  /** UNDERLYING records, complete but for the groups of a run. */
  records: Int32Array[];
  /** Addresses of the per-session columns and of the correlation matrix. */
  addresses: { day: number; vix: number; rate: number; correlation: number; correlationIndex: number };
}

export interface PrepareRequest {
  tickers: readonly string[];
  /** Day numbers, inclusive. */
  start: number;
  end: number;
  features: FeatureSpec;
}

/** Places the chosen underlyings in the core's memory and computes their features. Nothing is released: call once per market range and detector. */
export function prepare(core: Core, market: Market, request: PrepareRequest): Prepared {
  const chosen = request.tickers.map((ticker) => find(market, ticker));
  const underlyings = chosen.map((u) => (u.bars.day.length > 0 ? u : { ...u, bars: snapshotBars(u) }));
  const timeline = buildTimeline(underlyings, market.curves, request.start, request.end, request.features.lag);
  const { arena } = core;
  const records = underlyings.map((u) => underlyingRecord(arena, u));
  const computed = underlyings.map((u, i) => computeFeatures(core, u, timeline.underlyings[i], records[i], request.features));
  records.forEach((record, i) => {
    record[abi.U_CHAIN_INDEX_PTR] = arena.place(timeline.underlyings[i].chainIndex);
    record[abi.U_BAR_INDEX_PTR] = arena.place(timeline.underlyings[i].barIndex);
    record[abi.U_FEATURE_INDEX_PTR] = arena.place(timeline.underlyings[i].featureIndex);
    record[abi.U_EXIT_SCALE_PTR] = arena.place(exitScales(computed[i].features, timeline.underlyings[i]));
  });
  const correlation = computeCorrelations(core, timeline, computed, request.features.correlationWindow);
  return {
    core,
    underlyings,
    timeline,
    features: computed.map((c) => c.features),
    correlations: correlation.columns,
    snapshotBars: chosen.filter((u) => u.bars.day.length === 0).map((u) => u.symbol),
    records,
    addresses: {
      day: arena.place(timeline.day),
      vix: arena.place(timeline.vix),
      rate: arena.place(timeline.rate),
      correlation: correlation.address,
      correlationIndex: arena.place(timeline.correlationIndex),
    },
  };
}

function find(market: Market, ticker: string): Underlying {
  const found = market.underlyings.find((u) => u.symbol === ticker);
  if (!found) throw dataError(`ticker = ${ticker}`, `not in dataset ${market.name}`, `it has ${market.underlyings.map((u) => u.symbol).join(", ")}`);
  return found;
}
