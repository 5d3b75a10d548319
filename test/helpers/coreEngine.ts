import * as abi from "../../assembly/abi";
import type { Core } from "../../src/core/core";
import { underlyingRecord } from "../../src/core/records";
import { run } from "../../src/engine/backtest";
import type { RunInput } from "../../src/engine/types";
import type { Engine } from "./runInput";

/** The compiled day loop on a ready-made input: timeline, features and correlations come from the input, not from the core. */
export function coreEngine(core: Core): Engine {
  return (input) => {
    const mark = core.arena.mark();
    try {
      return run(place(core, input), input.spec);
    } finally {
      core.arena.release(mark);
    }
  };
}

function place(core: Core, { underlyings, timeline, features, correlations }: RunInput): Parameters<typeof run>[0] {
  const { arena } = core;
  const records = underlyings.map((underlying, u) => {
    const record = underlyingRecord(arena, underlying);
    record[abi.U_CHAIN_INDEX_PTR] = arena.place(timeline.underlyings[u].chainIndex);
    record[abi.U_BAR_INDEX_PTR] = arena.place(timeline.underlyings[u].barIndex);
    record[abi.U_FEATURE_INDEX_PTR] = arena.place(timeline.underlyings[u].featureIndex);
    record[abi.U_REGIME_PTR] = arena.place(features[u].regime);
    record[abi.U_IV_PERCENTILE_PTR] = arena.place(features[u].ivPercentile);
    record[abi.U_IV_RANK_PTR] = arena.place(features[u].ivRank);
    record[abi.U_ATM_IV_PTR] = arena.place(features[u].atmIv);
    return record;
  });
  const pairs = Float64Array.from(correlations.flatMap((pair) => [...pair]));
  const addresses = {
    day: arena.place(timeline.day),
    vix: arena.place(timeline.vix),
    rate: arena.place(timeline.rate),
    correlation: pairs.length > 0 ? arena.place(pairs) : 0,
    correlationIndex: arena.place(timeline.correlationIndex),
  };
  return { core, underlyings: [...underlyings], timeline, features: [...features], correlations: [...correlations], snapshotBars: [], records, addresses };
}
