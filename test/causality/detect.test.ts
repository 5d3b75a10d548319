import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { closingParts, partsOf } from "../../src/causality";
import type { Observe, Probe } from "../../src/causality";
import type { Prepared } from "../../src/engine/prepare";
import type { Market } from "../../src/market/types";
import type { RunSpec } from "../../src/strategy/spec";
import { loadCore } from "../helpers/core";
import { randomSpec } from "../helpers/randomSpec";
import { leaksOf, namesOfSpec, randomMarketOf, specObserver, tickersOf, verdictOf } from "./support";

const core = loadCore();

/** A market and a spec that trades on it often, sized by regime and filtered by implied volatility. */
function example(): { market: Market; spec: RunSpec } {
  const market = randomMarketOf(22, { underlyings: 2, sessions: 100, dirt: 0 });
  const spec = randomSpec(22, 2);
  const windows = { volatilityWindow: 5, momentumWindow: 5, trendFast: 3, trendSlow: 8, quantileWindow: 10, ivWindow: 8, correlationWindow: 10 };
  const account = { ...spec.account, equity: 1e10, useRegime: true, regimeMultipliers: [1, 0.5, 0.6, 0.3], maxPositions: 30, maxEntries: 4, breakers: null, heat: 100, perUnderlying: 100, singlePosition: 100, correlated: 0, groups: [] };
  return { market, spec: { account, features: { ...spec.features, detector: "four-state", lag: 1, ...windows }, sleeves: [{ ...spec.sleeves[0], structure: "put-credit-spread", minDelta: 500, maxDelta: 5000, minDte: 1, maxDte: 40, minCredit: 0, minOpenInterest: 0, minVolume: 0, minIvPercentile: 0.2, requireIv: false }] } };
}

const { market, spec } = example();
const request = (observe: Observe, probes: readonly Probe[], points = 8) => ({ market, tickers: tickersOf(market), names: namesOfSpec(market, spec), observe, probes, points });

/** Overwrites the column that the record's slot points to. */
function rewrite({ core: { arena }, records }: Prepared, slot: number, value: (column: Float64Array, i: number) => number): void {
  for (const record of records) {
    const column = arena.view(Float64Array, record[slot], record[abi.U_BARS]);
    column.set(column.slice().map((_, i, copy) => value(copy, i)));
  }
}

/** The session's index of what is known is moved one bar ahead: the day's own features. */
function ahead(bars: number) {
  return ({ core: { arena }, records, timeline }: Prepared): void => {
    records.forEach((record, i) => {
      const index = timeline.underlyings[i].featureIndex.map((at) => Math.min(at + bars, record[abi.U_BARS] - 1));
      timeline.underlyings[i].featureIndex.set(index);
      arena.view(Int32Array, record[abi.U_FEATURE_INDEX_PTR], index.length).set(index);
    });
  };
}

describe("S.7: the look-ahead detector", () => {
  it("finds nothing in an engine that does not look ahead, and says how much it compared", () => {
    const verdict = verdictOf(request(specObserver(core, spec), ["truncate", "perturb", "close"]));
    expect(leaksOf(verdict)).toEqual([]);
    expect(verdict.clean).toBe(true);
    for (const { points, compared } of verdict.probes) {
      expect(points).toHaveLength(8);
      expect(compared.entries).toBeGreaterThan(50);
      expect(compared.exits).toBeGreaterThan(25);
    }
  });

  it("finds features of tomorrow's bar, and names session, columns, table and the day's datum", () => {
    const verdict = verdictOf(request(specObserver(core, spec, ahead(2)), ["truncate", "perturb"]));
    for (const { leak, points } of verdict.probes) {
      expect(points.every(({ equal }) => !equal)).toBe(true);
      const { differences, culprits, point } = leak!;
      expect(differences[0]).toMatchObject({ kind: "known", day: point.day });
      expect(differences[0].columns.map(({ name }) => name)).toContain("momentum");
      const bars = culprits.find(({ table }) => table === "bars")!;
      const next = market.underlyings.find(({ symbol }) => symbol === bars.underlying)!.bars.day.find((day) => day > point.day);
      expect(bars).toMatchObject({ earliest: next, latest: next });
      expect(bars.columns).toContain("close");
    }
  });

  it("D.37: finds the day's own close by the probe for it alone", () => {
    const verdict = verdictOf(request(specObserver(core, spec, ahead(1)), ["truncate", "perturb", "close"]));
    const [truncate, perturb, close] = verdict.probes;
    expect([truncate.leak, perturb.leak]).toEqual([null, null]);
    expect(close.leak?.culprits.some(({ table, columns }) => table === "bars" && columns.includes("close"))).toBe(true);
  });

  it("finds decisions that hang on tomorrow's chain while everything known is the same", () => {
    const peeking = specObserver(core, spec, ({ core: { arena }, records, timeline, underlyings }) => {
      records.forEach((record, i) => { // enters only when tomorrow's snapshot is higher
        const { featureIndex, chainIndex } = timeline.underlyings[i];
        const { spot } = underlyings[i].days;
        const percentile = arena.view(Float64Array, record[abi.U_IV_PERCENTILE_PTR], record[abi.U_BARS]);
        featureIndex.forEach((bar, t) => {
          if (bar >= 0 && chainIndex[t] >= 0) percentile[bar] = chainIndex[t] + 1 < spot.length && spot[chainIndex[t] + 1] > spot[chainIndex[t]] ? 1 : 0;
        });
      });
    });
    const verdict = verdictOf(request(peeking, ["truncate", "perturb"], 16));
    expect(verdict.probes.map(({ leak }) => leak !== null)).toEqual([true, true]);
    const { differences, culprits } = verdict.probes[1].leak!;
    expect(differences.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["reason"]));
    expect(differences[0].sleeve).toBe("put-credit-spread");
    expect(culprits.length).toBeGreaterThan(0);
    for (const { table, columns, earliest, latest } of culprits) expect([table, columns, latest]).toEqual(["chain", ["spot"], earliest]);
  });

  it("D.36: finds a percentile over the whole sample, whose last day matters as much as any", () => {
    const whole = specObserver(core, spec, (prepared) => rewrite(prepared, abi.U_IV_PERCENTILE_PTR, (column, i) => {
      const known = column.filter((value) => !Number.isNaN(value));
      return known.filter((value) => value < column[i]).length / Math.max(1, known.length);
    }));
    const { probes } = verdictOf(request(whole, ["truncate", "perturb"], 16));
    expect(probes.every(({ leak }) => leak !== null)).toBe(true);
    const { culprits, point } = probes[1].leak!;
    expect(culprits.some(({ table, latest }) => table === "chain" && latest! > point.day + 5)).toBe(true);
  });

  it("finds what hangs on where the data end, by truncation alone", () => {
    const closing = specObserver(core, spec, ({ core: { arena }, timeline, records }) => { // no entries in the last ten sessions of the data
      timeline.underlyings.forEach(({ chainIndex }, i) => {
        const shut = chainIndex.map((at, t) => (t >= chainIndex.length - 10 ? -1 : at));
        arena.view(Int32Array, records[i][abi.U_CHAIN_INDEX_PTR], shut.length).set(shut);
      });
    });
    const [truncate, perturb] = verdictOf(request(closing, ["truncate", "perturb"])).probes;
    expect(perturb.leak).toBeNull();
    expect(truncate.leak!.differences.map(({ kind }) => kind)).toContain("reason");
    expect(truncate.leak!.culprits.every(({ earliest, columns }) => earliest === null && columns.length === 0)).toBe(true);
  });

  it("finds a doctored exit, an entry's size, equity and breakers of an earlier session", () => {
    const honest = specObserver(core, spec);
    const total = market.underlyings[0].bars.day.length;
    const doctored = (change: (output: { trades: Float64Array; equity: Float64Array }) => void): Observe => (given) => {
      const observed = honest(given);
      if (given.underlyings[0].bars.day.length < total) change(observed.output);
      return observed;
    };
    const kinds = (change: Parameters<typeof doctored>[0]): string[] => verdictOf(request(doctored(change), ["truncate"])).probes[0].leak?.differences.map(({ kind }) => kind) ?? [];
    expect(kinds(({ trades }) => trades[abi.T_EXIT_COST]++)).toEqual(["exit"]);
    expect(kinds(({ trades }) => trades[abi.T_CONTRACTS]++)).toEqual(["entry"]);
    expect(kinds(({ trades }) => (trades[abi.T_ROOT] = 7))).toEqual(["entry"]);
    expect(kinds(({ equity }) => equity[abi.E_CASH]++)).toEqual(["equity"]);
    expect(kinds(({ equity }) => (equity[abi.E_BREAKER_BITS] = 1))).toEqual(["breakers"]);
    expect(kinds(({ trades }) => (trades[abi.T_ID] = 1e6))).toEqual(["entry"]);
  });

  it("S.17: the same seed asks the same questions; given days are taken as sessions", () => {
    const of = (options: object) => verdictOf({ ...request(specObserver(core, spec), ["truncate", "close"]), ...options });
    expect(of({ seed: 3 })).toEqual(of({ seed: 3 }));
    expect(of({ seed: 4 }).probes[0].points).not.toEqual(of({ seed: 3 }).probes[0].points);
    const { day } = market.underlyings[0].days;
    const days = of({ days: [day[30], day[30] + 0.5, day[0] - 100, day[60]] }).probes[0].points.map((point) => point.day);
    expect(days).toEqual([day[30], day[60]]);
    expect(() => of({ days: [day[0] - 100] })).toThrow(/days: none of them is a session/);
  });

  it("never names a table that the market has not", () => {
    const bare = { ...market, curves: { vix: null, rate: null } };
    expect(partsOf(bare, ["U0"]).map(({ table }) => table)).toEqual(["chain", "bars"]);
    expect(closingParts(market, ["U0"])[0]).toEqual({ table: "bars", underlying: "U0", columns: ["high", "low", "close", "volume"] });
  });
});
