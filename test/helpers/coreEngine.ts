// The day loop of the core on inputs made by the plain versions of timeline and features: same contract as the twin.
import * as abi from "../../assembly/abi";
import { underlyingRecord } from "../../src/core/records";
import { run } from "../../src/engine/backtest";
import { exitScales } from "../../src/engine/features";
import type { Prepared } from "../../src/engine/prepare";
import type { RunInput, RunOutput } from "../../src/engine/types";
import { loadCore } from "./core";

const core = loadCore();

export function coreRun(input: RunInput): RunOutput {
  const mark = core.arena.mark();
  try {
    return run(place(input), input.spec);
  } finally {
    core.arena.release(mark);
  }
}

function place({ underlyings, timeline, features, correlations }: RunInput): Prepared {
  const { arena } = core;
  const records = underlyings.map((underlying, u) => {
    const record = underlyingRecord(arena, underlying);
    record[abi.U_CHAIN_INDEX_PTR] = arena.place(timeline.underlyings[u].chainIndex);
    record[abi.U_BAR_INDEX_PTR] = arena.place(timeline.underlyings[u].barIndex);
    record[abi.U_FEATURE_INDEX_PTR] = arena.place(timeline.underlyings[u].featureIndex);
    record[abi.U_EXIT_SCALE_PTR] = arena.place(exitScales(features[u], timeline.underlyings[u]));
    record[abi.U_REGIME_PTR] = arena.place(features[u].regime);
    record[abi.U_IV_PERCENTILE_PTR] = arena.place(features[u].ivPercentile);
    record[abi.U_IV_RANK_PTR] = arena.place(features[u].ivRank);
    record[abi.U_ATM_IV_PTR] = arena.place(features[u].atmIv);
    return record;
  });
  const length = timeline.returnDay.length;
  const matrix = new Float64Array(Math.max(correlations.length * length, 1));
  correlations.forEach((column, pair) => matrix.set(column, pair * length));
  return {
    core,
    underlyings: [...underlyings],
    timeline,
    features: [...features],
    correlations: [...correlations],
    snapshotBars: [],
    records,
    addresses: {
      day: arena.place(timeline.day),
      vix: arena.place(timeline.vix),
      rate: arena.place(timeline.rate),
      correlation: arena.place(matrix),
      correlationIndex: arena.place(timeline.correlationIndex),
    },
  };
}
