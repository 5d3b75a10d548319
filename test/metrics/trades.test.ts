import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { breakEvenSlippage, computeMetrics } from "../../src/metrics";
import { handLedger } from "../helpers/ledger";
import type { HandTrade } from "../helpers/ledger";

const run = (trades: readonly HandTrade[]) => computeMetrics(handLedger({ equity: [100_000, 100_100], trades }));
const values = (trades: readonly HandTrade[]) => Object.fromEntries(Object.entries(run(trades).values).map(([id, metric]) => [id, metric.value]));

describe("trade statistics", () => {
  const four = [{ pnl: 120 }, { pnl: -80, exit: "2020-01-26" }, { pnl: 60 }, { pnl: 0 }];

  it("win rate, profit factor, expectancy, hold by hand", () => {
    expect(values(four)).toMatchObject({ trades: 4, win_rate: 0.5, profit_factor: 180 / 80, expectancy: 25, average_hold: 12.5, net_profit: 100 });
  });

  it("D.32: positions open at the end are in the totals and in nothing else", () => {
    const open = [...four, { pnl: -500, reason: abi.EXIT_END_OF_DATA, exit: "2021-01-01" }];
    expect(values(open)).toMatchObject({ ...values(four), net_profit: -400, open_at_end: 1, open_at_end_pnl: -500 });
  });

  it("S.10: profit factor without a loss is undefined, not infinite", () => {
    expect(run([{ pnl: 10 }]).values.profit_factor).toMatchObject({ value: null, reason: "no losing trade" });
    expect(run([]).values.profit_factor).toMatchObject({ value: null, reason: "no closed trades" });
    expect(run([{ pnl: -10 }]).values.profit_factor.value).toBe(0);
  });

  it("S.3: costs are sums over all trades", () => {
    expect(values([{ pnl: 1, commission: 2 }, { pnl: 1, commission: 2.5, reason: abi.EXIT_END_OF_DATA }])).toMatchObject({ commissions: 4.5, fees: 0 });
  });
});

describe("tail", () => {
  it("R is net P&L over max loss at entry", () => {
    const two = [{ pnl: 100, maxLoss: 400 }, { pnl: -300, maxLoss: 600, equity: 60_000 }];
    expect(values(two)).toMatchObject({ worst_trade: -300, worst_trade_r: -0.5, worst_trade_equity: -0.005, ten_worst: -200 });
    expect(values(two).sigma_r).toBeCloseTo(0.75 / Math.sqrt(2), 12);
  });

  it("CVaR 95 % is the mean of the worst twentieth, rounded up", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ pnl: i * 10 - 100, maxLoss: 100 }));
    expect(values(many).cvar_95_r).toBeCloseTo(-0.95, 12); // (−1.0 − 0.9) / 2
    expect(values(many.slice(0, 3)).cvar_95_r).toBe(-1);
    expect(values(many).ten_worst).toBe(-550);
  });
});

describe("breakdowns", () => {
  const trades = [
    { pnl: 50, exit: "2020-03-02", regime: 0 },
    { pnl: -20, exit: "2019-12-30", entry: "2019-12-20", reason: abi.EXIT_STOP_LOSS, underlying: 1, regime: 3 },
    { pnl: 30, exit: "2020-03-02", sleeve: 1 },
    { pnl: 5, exit: "2020-03-03", reason: abi.EXIT_END_OF_DATA },
  ];
  const { breakdown } = run(trades);

  it("by exit reason in the order of codes, open positions apart", () => {
    expect(breakdown.reason.map(({ key, trades: n, netPnl, winRate }) => [key, n, netPnl, winRate])).toEqual([["profit_target", 2, 80, 1], ["stop_loss", 1, -20, 0], ["end_of_data", 1, 5, null]]);
  });

  it("by year of exit, underlying, structure and regime", () => {
    expect(breakdown.year.map(({ key, netPnl }) => [key, netPnl])).toEqual([["2019", -20], ["2020", 85]]);
    expect(breakdown.underlying.map(({ key, trades: n }) => [key, n])).toEqual([["SPY", 3], ["QQQ", 1]]);
    expect(breakdown.structure.map(({ key, trades: n }) => [key, n])).toEqual([["put-credit-spread", 3], ["iron-condor", 1]]);
    expect(breakdown.regime.map(({ key }) => key)).toEqual(["bull_low_vol", "bear_high_vol", "unknown"]);
  });

  it("each breakdown adds up to the net profit", () => {
    for (const groups of Object.values(breakdown)) expect(groups.reduce((sum, group) => sum + group.netPnl, 0)).toBe(65);
  });
});

describe("S.20: break-even slippage", () => {
  it("finds where the total changes sign", () => {
    expect(breakEvenSlippage((f) => 1000 - 1250 * f)).toBeCloseTo(0.8, 2);
  });

  it("asks as few runs as a bisection needs", () => {
    let runs = 0;
    breakEvenSlippage((f) => (runs++, 1 - f));
    expect(runs).toBeLessThanOrEqual(12);
  });

  it("S.10: is undefined when the sign never changes", () => {
    expect(breakEvenSlippage(() => -1)).toEqual({ reason: "loses even when filled at the favourable side" });
    expect(breakEvenSlippage(() => 1)).toEqual({ reason: "profits even at twice the quoted width" });
  });
});
