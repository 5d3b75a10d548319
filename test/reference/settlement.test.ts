import { describe, expect, test } from "vitest";
import * as abi from "../../assembly/abi";
import { engines } from "../helpers/engines";
import type { DayOptions, ExpiryOptions } from "../helpers/handMarket";
import { date, handMarket } from "../helpers/handMarket";
import { handRun } from "../helpers/handRun";

interface LastDay {
  spot?: number;
  options?: DayOptions;
  physical?: boolean;
}

/** Sells the 95/90 put spread (credit 0.768) four days before it expires on Friday the 15th. */
function toExpiry({ spot = 100, options = {}, physical = false }: LastDay) {
  const market = handMarket({ delivery: physical ? "physical" : "cash" });
  market.day("2024-03-11", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
  return market.day("2024-03-15", spot, options);
}

const CREDIT = 7680;

describe.each(engines)("settlement: %s", (_, run) => {
  test("PM series settle on the official close of their last day, without commission", () => {
    const settled = (close: number) => handRun(run, toExpiry({ spot: 94, options: { bar: { close } } })).trades[0];
    expect(settled(96)[abi.T_REASON]).toBe(abi.EXIT_EXPIRED_WORTHLESS);
    expect(settled(96)[abi.T_NET_PNL]).toBe(CREDIT * 100 - 20_000);
    expect(settled(92)[abi.T_REASON]).toBe(abi.EXIT_EXPIRED_ITM);
    expect(settled(92)[abi.T_EXIT_COST]).toBe(30_000);
    expect(settled(92)[abi.T_SPOT_EXIT]).toBe(920_000);
    expect(settled(80)[abi.T_NET_PNL]).toBe((CREDIT - 50_000) * 100 - 20_000);
    expect(settled(80)[abi.T_EXIT_COMMISSION]).toBe(0);
    expect(-settled(80)[abi.T_NET_PNL]).toBe(settled(80)[abi.T_MAX_LOSS] + 20_000);
  });

  test("D.31: in the money by a cent is exercised, by less is not", () => {
    const cost = (close: number) => handRun(run, toExpiry({ options: { bar: { close } } })).trades[0][abi.T_EXIT_COST];
    expect(cost(94.99)).toBe(100);
    expect(cost(94.9901)).toBe(0);
  });

  test("D.31: a pin (one leg in the money, shares delivered) is flagged and pays the assignment fee", () => {
    const settled = (close: number, physical: boolean) => handRun(run, toExpiry({ options: { bar: { close } }, physical }));
    const { trades, summary } = settled(93, true);
    expect(trades[0][abi.T_FLAGS]).toBe(abi.FLAG_PIN);
    expect([trades[0][abi.T_FEES], trades[0][abi.T_EXIT_COST]]).toEqual([50_000, 20_000]);
    expect(trades[0][abi.T_NET_PNL]).toBe((CREDIT - 20_000) * 100 - 20_000 - 50_000);
    expect(summary[abi.SUM_PINS]).toBe(1);
    for (const quiet of [settled(93, false), settled(80, true), settled(97, true)]) {
      expect([quiet.trades[0][abi.T_FLAGS], quiet.trades[0][abi.T_FEES], quiet.summary[abi.SUM_PINS]]).toEqual([0, 0, 0]);
    }
  });

  test("D.2: a Saturday-dated monthly settles on the Friday, and its vendor date is kept", () => {
    const market = handMarket().day("2024-03-11", 100).expiry("2024-03-15", { vendor: "2024-03-16" }).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
    const [trade] = handRun(run, market.day("2024-03-15", 92)).trades;
    expect([trade[abi.T_EXIT_DAY], trade[abi.T_VENDOR_EXPIRY]]).toEqual([date("2024-03-15"), date("2024-03-16")]);
    expect(trade[abi.T_EXIT_COST]).toBe(30_000);
  });

  test("a missing last session settles the next morning on the last close, flagged", () => {
    const market = handMarket().day("2024-03-11", 100).expiry("2024-03-15").put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
    market.day("2024-03-14", 93).day("2024-03-18", 80);
    const { trades, summary } = handRun(run, market);
    expect([trades[0][abi.T_EXIT_DAY], trades[0][abi.T_EXIT_COST]]).toEqual([date("2024-03-18"), 20_000]);
    expect(trades[0][abi.T_FLAGS]).toBe(abi.FLAG_SETTLED_ON_FALLBACK);
    expect(summary[abi.SUM_FALLBACK_SETTLEMENTS]).toBe(1);
  });

  /** Stops trading on Thursday the 14th, settles on the morning of the 15th. */
  const AM: ExpiryOptions = { vendor: "2024-03-15", settlement: "AM" };
  const amMarket = () => {
    const market = handMarket().day("2024-03-11", 100).expiry("2024-03-14", AM).put(90, 0.4, 0.5, { delta: 0.1 }).put(95, 1.2, 1.3);
    return market.day("2024-03-14", 96).expiry("2024-03-14", AM).put(90, 0.1, 0.2, { delta: 0.1 }).put(95, 0.6, 0.8);
  };

  test("D.33: an AM series settles the next morning on the official opening settlement, not on any close", () => {
    const { trades, days } = handRun(run, amMarket().day("2024-03-15", 99, { bar: { open: 93.5, close: 99, settlement: 93 } }));
    expect(days[1][abi.E_POSITIONS]).toBe(1);
    expect([trades[0][abi.T_EXIT_DAY], trades[0][abi.T_EXIT_COST], trades[0][abi.T_SPOT_EXIT]]).toEqual([date("2024-03-15"), 20_000, 930_000]);
    expect(trades[0][abi.T_FLAGS]).toBe(0);
  });

  test("D.33: without the official value the open stands in, flagged; without the session the last close", () => {
    const open = handRun(run, amMarket().day("2024-03-15", 99, { bar: { open: 93.5, close: 99 } })).trades[0];
    expect([open[abi.T_EXIT_COST], open[abi.T_FLAGS]]).toEqual([15_000, abi.FLAG_SETTLED_ON_FALLBACK]);
    const close = handRun(run, amMarket().day("2024-03-18", 80)).trades[0];
    expect([close[abi.T_EXIT_DAY], close[abi.T_EXIT_COST], close[abi.T_FLAGS]]).toEqual([date("2024-03-18"), 0, abi.FLAG_SETTLED_ON_FALLBACK]);
  });

  test("D.4: AM and PM series of one expiry are told apart by settlement and root", () => {
    const market = amMarket().expiry("2024-03-14", { root: 1 }).put(90, 3, 3.1, { delta: 0.1 }).put(95, 4, 4.2);
    market.day("2024-03-15", 99, { bar: { open: 99 } });
    const { days, trades } = handRun(run, market);
    expect(days[1][abi.E_LIABILITY]).toBe((7000 - 1500) * 100);
    expect([trades[0][abi.T_SETTLEMENT], trades[0][abi.T_ROOT]]).toEqual([abi.SETTLEMENT_AM, 0]);
  });
});
