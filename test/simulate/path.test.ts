import { describe, expect, it } from "vitest";
import { carryOver } from "../../src/simulate/carry";
import { seedWords } from "../../src/simulate/draws";
import { PROFILES } from "../../src/simulate/parameters";
import { simulatePath, type Path } from "../../src/simulate/path";
import { DEFAULT_SIMULATION } from "../../src/simulate";
import { dayNumber } from "../../src/units";

const histories = PROFILES.map((profile, row): Path => {
  const carry = carryOver(dayNumber(2006, 1, 3), dayNumber(2025, 12, 31), profile.dividend, profile.exDateOffset);
  return simulatePath({
    seed: seedWords(DEFAULT_SIMULATION.seed), row, law: profile.physical, startPrice: profile.startPrice, fast: profile.fast, slow: profile.slow,
    premium: profile.equityPremium, carry, sessions: carry.days.length,
  });
});
const returns = histories.map((p) => Array.from(p.close).slice(1).map((c, i) => Math.log((c + p.dividend[i + 1]) / p.close[i])));

function correlation(x: number[], y: number[]): number {
  const mean = (a: number[]) => a.reduce((s, v) => s + v, 0) / a.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a: number[], ma: number, b: number[], mb: number) => a.reduce((s, v, i) => s + (v - ma) * (b[i] - mb), 0);
  return dot(x, mx, y, my) / Math.sqrt(dot(x, mx, x, mx) * dot(y, my, y, my));
}

describe("the default history", () => {
  it("moves price and variance in opposite directions", () => {
    histories.forEach((path, i) => {
      const change = Array.from(path.fast).slice(1).map((v, t) => v + path.slow[t + 1] - path.fast[t] - path.slow[t]);
      expect(correlation(returns[i], change)).toBeLessThan(-0.6);
    });
  });

  it("correlates the three as SPY, QQQ and IWM were in 2006 to 2025: 0.92, 0.90, 0.82", () => {
    expect(Math.abs(correlation(returns[0], returns[1]) - 0.92)).toBeLessThan(0.04);
    expect(Math.abs(correlation(returns[0], returns[2]) - 0.9)).toBeLessThan(0.04);
    expect(Math.abs(correlation(returns[1], returns[2]) - 0.82)).toBeLessThan(0.04);
  });

  it("clusters volatility: squared returns are correlated a month apart", () => {
    const squares = returns[0].map((r) => r * r);
    expect(correlation(squares.slice(0, -21), squares.slice(21))).toBeGreaterThan(0.1);
  });

  it("has long growth and at least two falls of more than a quarter", () => {
    const { close } = histories[0];
    expect(close.at(-1)! / close[0]).toBeGreaterThan(3);
    let peak = 0;
    let deepest = 0;
    let falls = 0;
    for (const price of close) {
      if (price > peak) {
        if (deepest < -0.25) falls++;
        peak = price;
        deepest = 0;
      }
      deepest = Math.min(deepest, price / peak - 1);
    }
    expect(falls).toBeGreaterThanOrEqual(2);
  });

  it("never has a variance below zero", () => {
    for (const path of histories) for (let i = 0; i < path.fast.length; i++) expect(Math.min(path.fast[i], path.slow[i])).toBeGreaterThanOrEqual(0);
  });
});
