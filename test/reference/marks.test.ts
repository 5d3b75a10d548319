import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import { engines } from "../helpers/engines";
import type { HandMarket } from "../helpers/handMarket";
import { date, handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";

const spread = (market: HandMarket, day: string, spot: number, short: [number, number], long: [number, number]) =>
  market.day(day, spot).expiry("2024-03-15").put(90, ...long, { delta: 0.1 }).put(95, ...short, { delta: 0.2 });

/** A 95/90 put spread marked at 0.80 on the first day; the rest is up to the test. */
const opened = () => spread(handMarket(), "2024-03-04", 100, [1.2, 1.3], [0.4, 0.5]);
const ENTRY_DAY_ONLY = { sleeves: [{ minDte: 11 }] };
const PER_SHARE = 100;
const marks = (days: Float64Array[]) => days.map((day) => day[abi.E_LIABILITY] / PER_SHARE);

describe.each(engines)("marks: %s", (_, run) => {
  test("S.2: a missing quote keeps the last mark, never zero, and is counted", () => {
    const market = opened();
    market.day("2024-03-05", 99).expiry("2024-03-15").put(95, 1.5, 1.6); // the long leg is gone
    spread(market, "2024-03-06", 99, [0, 0], [0.4, 0.5]); // the short leg has no quote
    market.day("2024-03-07", 99, { chain: false });
    spread(market, "2024-03-08", 99, [1.4, 1.5], [0.4, 0.5]);
    market.day("2024-03-11", 99).expiry("2024-03-15").put(95, 1.5, 1.6);
    const { days, trades, summary } = handRun(run, market, ENTRY_DAY_ONLY);
    expect(marks(days)).toEqual([8000, 8000, 8000, 8000, 10_000, 10_000]);
    expect(days.map((day) => day[abi.E_STALE])).toEqual([0, 1, 1, 1, 0, 1]);
    expect(summary[abi.SUM_STALE_MARKS]).toBe(4);
    expect([trades[0][abi.T_STALE_DAYS], trades[0][abi.T_MAX_STALE_RUN]]).toEqual([4, 3]);
  });

  test("D.9: a stale mark is at least the intrinsic value at today's spot and at most the width", () => {
    const market = opened();
    market.day("2024-03-05", 92).expiry("2024-03-15").put(95, 4, 4.2); // intrinsic 3
    market.day("2024-03-06", 94, { chain: false, bar: { open: 91 } }); // intrinsic 4 at the open: the close (94) is not known yet
    market.day("2024-03-07", 80).expiry("2024-03-15").put(95, 15, 15.2); // width
    market.day("2024-03-08", 100).expiry("2024-03-15").put(95, 1, 1.2); // keeps what it had
    expect(marks(handRun(run, market, ENTRY_DAY_ONLY).days)).toEqual([8000, 30_000, 40_000, 50_000, 50_000]);
  });

  test("D.9: crossed and blown quotes are no marks, locked and wide ones are", () => {
    const market = opened();
    spread(market, "2024-03-05", 100, [1.4, 1.3], [0.4, 0.5]); // crossed
    spread(market, "2024-03-06", 100, [0.1, 4], [0.4, 0.5]); // blown
    spread(market, "2024-03-07", 100, [1.3, 1.3], [0.4, 0.5]); // locked
    spread(market, "2024-03-08", 100, [1, 2], [0.4, 0.5]); // wide
    spread(market, "2024-03-11", 100, [1, 1.1], [0, 0.5]); // no bid
    const { days } = handRun(run, market, { account: { widthMax: 5000 }, ...ENTRY_DAY_ONLY });
    expect(marks(days)).toEqual([8000, 8000, 8000, 8500, 10_500, 8000]);
    expect(days.map((day) => day[abi.E_STALE])).toEqual([0, 1, 1, 0, 0, 0]);
  });

  test("D.32: what is open at the end is written at its mark, apart, without commission", () => {
    const market = opened();
    spread(market, "2024-03-05", 101, [1, 1.1], [0.3, 0.4]);
    const { trades, days } = handRun(run, market, ENTRY_DAY_ONLY);
    expect(trades).toHaveLength(1);
    const [trade] = trades;
    expect(trade[abi.T_REASON]).toBe(abi.EXIT_END_OF_DATA);
    expect(trade[abi.T_EXIT_DAY]).toBe(date("2024-03-05"));
    expect([trade[abi.T_EXIT_COST], trade[abi.T_EXIT_COMMISSION], trade[abi.T_SPOT_EXIT]]).toEqual([7000, 0, 1_010_000]);
    expect(trade[abi.T_NET_PNL]).toBe((7680 - 7000) * 100 - 20_000);
    expect(days[1][abi.E_POSITIONS]).toBe(1);
    expect(days[1][abi.E_EQUITY]).toBe(1e9 + trade[abi.T_NET_PNL]);
  });

  test("excursions follow the daily marks and the exit", () => {
    const market = opened();
    spread(market, "2024-03-05", 98, [2, 2.1], [0.6, 0.7]); // mark 1.40
    spread(market, "2024-03-06", 104, [0.5, 0.6], [0.2, 0.3]); // mark 0.30
    spread(market, "2024-03-07", 104, [0.4, 0.5], [0.2, 0.3]); // mark 0.20, closed at 0.466 − 0.234
    const [trade] = handRun(run, market, { sleeves: [{ minDte: 11, timeExit: 8 }] }).trades;
    expect(trade[abi.T_EXIT_COST]).toBe(2320);
    expect(trade[abi.T_MFE]).toBe((7680 - 2000) * 100);
    expect(trade[abi.T_MAE]).toBe((7680 - 14_000) * 100);
  });
});
