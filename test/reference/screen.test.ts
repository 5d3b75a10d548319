import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import type { SleeveSpec } from "../../src/strategy/spec";
import { engines } from "../helpers/engines";
import type { HandMarket } from "../helpers/handMarket";
import { date, handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";

const chain = (): HandMarket => handMarket().day("2024-03-04", 100).expiry("2024-03-15");
/** 95/90 at 1.20–1.30 and 0.40–0.50. */
const spread = (): HandMarket => chain().put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });

describe.each(engines)("screen: %s", (_, run) => {
  const code = (market: HandMarket | HandMarket[], sleeve: Partial<SleeveSpec> = {}) => handRun(run, market, { sleeves: [sleeve] }).codes[0];
  const strikes = (market: HandMarket, sleeve: Partial<SleeveSpec> = {}) => {
    const { trades } = handRun(run, market, { sleeves: [sleeve] });
    return trades.map((trade) => [trade[abi.T_SHORT_PUT], trade[abi.T_LONG_PUT]])[0];
  };
  const score = (market: HandMarket, sleeve: Partial<SleeveSpec>) => handRun(run, market, { sleeves: [sleeve] }).trades[0][abi.T_SCORE];

  test("each gate has its code", () => {
    expect(code(spread())).toBe(abi.OPENED);
    expect(handRun(run, [spread(), handMarket().day("2024-03-04", 100, { chain: false })]).codes[1]).toBe(abi.NO_DATA);
    expect(code(spread(), { minDte: 12 })).toBe(abi.NO_EXPIRY);
    expect(code(spread(), { maxDte: 10 })).toBe(abi.NO_EXPIRY);
    expect(code(spread(), { minDte: 11, maxDte: 11 })).toBe(abi.OPENED);
    expect(code(spread(), { minDelta: 2001 })).toBe(abi.NO_STRIKE);
    expect(code(spread(), { minDelta: 2000, maxDelta: 2000 })).toBe(abi.OPENED);
    expect(code(spread(), { widths: [4000] })).toBe(abi.LONG_LEG_MISSING);
    expect(code(spread(), { minOpenInterest: 1001 })).toBe(abi.LIQUIDITY);
    expect(code(spread(), { minVolume: 1001 })).toBe(abi.LIQUIDITY);
    expect(code(spread(), { minCredit: 1401 })).toBe(abi.CREDIT_TOO_SMALL); // 0.70 of 5 is 14 %, at executable prices
    expect(code(spread(), { minCredit: 1400 })).toBe(abi.OPENED);
  });

  test("the code of a chance is the furthest gate that any candidate reached", () => {
    const market = chain().put(85, 0.1, 0.2, { delta: 0.05 }).put(90, 0.4, 0.5, { delta: 0.2 }).put(95, 1.3, 1.2, { delta: 0.25 });
    expect(code(market, { minCredit: 5000 })).toBe(abi.CREDIT_TOO_SMALL); // the crossed 95 stops earlier
    expect(code(market, { minDelta: 2500 })).toBe(abi.QUOTE_CROSSED);
  });

  test("D.17, D.22: bands compare |Δ| of the right's own delta; a missing delta never qualifies", () => {
    const market = chain().put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: null });
    expect(code(market, { minDelta: 0, maxDelta: 10_000, widths: [5000] })).toBe(abi.LONG_LEG_MISSING);
    expect(handRun(run, spread()).trades[0][abi.T_DELTA]).toBe(0.2);
  });

  test("long legs by share of spot: the nearest listed strike beyond the short one, the lower on ties", () => {
    const market = spread().put(91, 0.5, 0.6, { delta: 0.12 }).put(93, 0.8, 0.9, { delta: 0.14 });
    const nearest = (share: number) => strikes(market, { widthMode: "percent", widths: [share] });
    expect(nearest(200)).toEqual([95_000, 93_000]);
    expect(nearest(300)).toEqual([95_000, 91_000]); // 92 is as far from 91 as from 93
    expect(nearest(9000)).toEqual([95_000, 90_000]);
  });

  test("long legs by delta: the nearest delta beyond the short strike, the lower on ties", () => {
    const market = chain().put(85, 0.1, 0.2, { delta: null }).put(90, 0.4, 0.5, { delta: 0.08 }).put(92, 0.6, 0.7, { delta: 0.12 }).put(95, 1.2, 1.3, { delta: 0.2 });
    const nearest = (delta: number) => strikes(market, { widthMode: "delta", widths: [delta] });
    expect(nearest(1000)).toEqual([95_000, 90_000]);
    expect(nearest(1001)).toEqual([95_000, 92_000]);
    expect(nearest(100)).toEqual([95_000, 90_000]);
  });

  test("calls mirror puts", () => {
    const market = chain().call(105, 1.2, 1.3, { delta: 0.2 }).call(110, 0.4, 0.5, { delta: 0.1 });
    const [trade] = handRun(run, market, { sleeves: [{ structure: "call-credit-spread" }] }).trades;
    expect([trade[abi.T_SHORT_CALL], trade[abi.T_LONG_CALL], trade[abi.T_CREDIT], trade[abi.T_DELTA]]).toEqual([105_000, 110_000, 7680, 0.2]);
  });

  test("a short put needs no long leg and risks its stressed strike", () => {
    const [trade] = handRun(run, spread(), { sleeves: [{ structure: "short-put" }] }).trades;
    expect(trade[abi.T_CREDIT]).toBe(12_250); // one leg at 75 %
    expect([trade[abi.T_WIDTH], trade[abi.T_MAX_LOSS]]).toEqual([190_000, (190_000 - 12_250) * 100]);
    expect(trade[abi.T_ENTRY_COMMISSION]).toBe(10_000);
  });

  test("a condor without one side has that side's code; without both, the smaller", () => {
    const condor = { structure: "iron-condor" as const };
    expect(code(spread(), condor)).toBe(abi.NO_STRIKE);
    expect(code(spread().call(105, 1.2, 1.3), condor)).toBe(abi.LONG_LEG_MISSING);
    expect(code(chain().put(95, 1.2, 1.3), condor)).toBe(abi.NO_STRIKE); // no call at all; the put lacks its long leg
    expect(code(spread().call(105, 1.2, 1.3).call(110, 0.4, 0.5, { delta: 0.1 }), { ...condor, minCredit: 2801 })).toBe(abi.CREDIT_TOO_SMALL);
    expect(code(spread().call(105, 1.2, 1.3).call(110, 0.4, 0.5, { delta: 0.1 }), { ...condor, minCredit: 2800 })).toBe(abi.OPENED);
  });

  test("rankings score as written", () => {
    expect(score(spread(), {})).toBeCloseTo(14 * 0.8 - 86 * 0.2, 12); // natural 0.70 of 5
    expect(score(spread(), { ranking: "target-delta", targetDelta: 2500 })).toBe(-0.05);
    expect(score(spread(), { ranking: "credit" })).toBe(0.14);
    const weights = Array.from({ length: 4 }, () => [1, 10, 100, 1000] as const);
    const expected = 0.14 + 10 * 0.8 + 100 * (1 - 19 / 31) + 1000 * (1 - 0.1 / 1.25); // 11 days against 30 ± 30
    expect(score(spread(), { ranking: "weighted", weights })).toBeCloseTo(expected, 10);
  });

  test("D.42: equal scores keep the earlier expiry, the lower strike, the narrower width, the earlier chance", () => {
    const twice = spread().expiry("2024-03-22").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    expect(handRun(run, twice).trades[0][abi.T_EXPIRY]).toBe(date("2024-03-15"));

    const ladder = chain().put(85, 0.4, 0.5, { delta: 0.1 }).put(90, 1.2, 1.3, { delta: 0.2 }).put(95, 2, 2.1, { delta: 0.2 });
    expect(strikes(ladder)).toEqual([90_000, 85_000]); // 0.70 on both

    const wings = chain().put(85, 0.4, 0.5, { delta: 0.1 }).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3, { delta: 0.2 });
    expect(strikes(wings, { ranking: "target-delta", widths: [5000, 10_000] })).toEqual([95_000, 90_000]);

    const { trades } = handRun(run, [spread(), spread()], { account: { entryOrder: "score" } });
    expect(trades.map((trade) => trade[abi.T_UNDERLYING])).toEqual([0]);
  });

  test("by score, the best candidate of the day is served first", () => {
    const rich = chain().put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.6, 1.7, { delta: 0.2 });
    const served = (entryOrder: "config" | "score") => handRun(run, [chain(), spread(), rich], { account: { entryOrder } });
    expect(served("config").trades[0][abi.T_UNDERLYING]).toBe(1);
    expect(served("score").trades[0][abi.T_UNDERLYING]).toBe(2);
    expect(served("score").codes).toEqual([abi.MAX_POSITIONS, abi.MAX_POSITIONS, abi.OPENED]);
  });
});
