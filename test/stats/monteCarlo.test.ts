import { describe, expect, it } from "vitest";
import { normCdf } from "../../assembly/portable/normal";
import { gaussian } from "../../assembly/portable/rng";
import { monteCarlo, QUANTILES } from "../../src/stats/monteCarlo";

/** P(the walk of `days` steps ±1 ever reaches −barrier), by counting. */
function everReaches(barrier: number, days: number): number {
  let alive = new Map<number, number>([[0, 1]]);
  let ruined = 0;
  for (let day = 0; day < days; day++) {
    const next = new Map<number, number>();
    for (const [at, p] of alive) for (const step of [-1, 1]) {
      if (at + step === -barrier) ruined += p / 2;
      else next.set(at + step, (next.get(at + step) ?? 0) + p / 2);
    }
    alive = next;
  }
  return ruined;
}

const near = (found: number, truth: number, paths: number) => expect(Math.abs(found - truth)).toBeLessThan(3.5 * Math.sqrt((truth * (1 - truth)) / paths));

describe("Monte Carlo of compounded paths", () => {
  it("ruin of the multiplicative coin walk equals the counted probability", () => {
    const up = 0.1;
    const paths = 4000;
    const { ruinProbability } = monteCarlo([up, 1 / (1 + up) - 1], { paths, horizon: 60, meanBlock: 1, ruin: (1 + up) ** -4.5 });
    near(ruinProbability, everReaches(5, 60), paths);
  });

  it("terminal wealth of independent log-normal returns has the quantiles of theory", () => {
    const sigma = 0.01;
    const returns = Float64Array.from({ length: 2000 }, (_, i) => Math.exp(sigma * gaussian(0, 5, 5, i)) - 1);
    const logs = returns.map((r) => Math.log(1 + r));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const spread = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
    const paths = 4000;
    const { terminal, lossProbability } = monteCarlo(returns, { paths, horizon: 250, meanBlock: 1 });
    QUANTILES.forEach((q, i) => near(normCdf((Math.log(terminal[i]) - 250 * mean) / (spread * Math.sqrt(250))), q, paths));
    near(lossProbability, normCdf((-250 * mean) / (spread * Math.sqrt(250))), paths);
  });

  it("compounds truly: a day of +50 % and one of −50 % lose a quarter, in any order", () => {
    const { terminal, drawdown } = monteCarlo([0.5, -0.5], { paths: 50, horizon: 2, meanBlock: 1e9, ruin: 0.4 });
    expect(terminal[3]).toBe(0.75);
    expect(drawdown[0]).toBe(0.5);
    expect(drawdown[6]).toBe(0.5);
  });

  it("longer blocks keep trends together: deeper drawdowns for a trending series", () => {
    const trending = Float64Array.from({ length: 400 }, (_, i) => (Math.floor(i / 20) % 2 ? 0.01 : -0.009));
    const deep = monteCarlo(trending, { paths: 400, meanBlock: 20 }).drawdown[3];
    expect(deep).toBeGreaterThan(1.5 * monteCarlo(trending, { paths: 400, meanBlock: 1 }).drawdown[3]);
  });

  it("a total loss stays lost", () => {
    const result = monteCarlo([-1, 0.5], { paths: 200, horizon: 40, meanBlock: 1, ruin: 0 });
    expect(result.terminal[4]).toBe(0);
    expect(result.ruinProbability).toBe(1);
    expect(result.drawdown[0]).toBe(1);
  });

  it("quantiles rise, the fan ends at the horizon, the median path lies between the outer ones", () => {
    const returns = Float64Array.from({ length: 300 }, (_, i) => 0.0005 + 0.01 * gaussian(0, 6, 6, i));
    const { terminal, drawdown, fan, horizon } = monteCarlo(returns, { paths: 300, points: 7 });
    for (const list of [terminal, drawdown]) expect([...list]).toEqual([...list].sort((a, b) => a - b));
    expect(fan.map(({ day }) => day)).toEqual([43, 86, 129, 172, 215, 258, 300]);
    expect(fan[6].day).toBe(horizon);
    expect(fan[6].wealth).toEqual(terminal);
    expect(monteCarlo(returns, { paths: 5, horizon: 3, points: 10 }).fan.map(({ day }) => day)).toEqual([1, 2, 3]);
  });

  it("D.42: the same bits for the same options; refuses nonsense", () => {
    expect(monteCarlo([0.01, -0.02, 0.03], { paths: 20 })).toEqual(monteCarlo([0.01, -0.02, 0.03], { paths: 20 }));
    expect(() => monteCarlo([])).toThrow("0 returns");
    expect(() => monteCarlo([0.1], { ruin: 1 })).toThrow("ruin = 1");
    expect(() => monteCarlo([0.1], { horizon: 0.5 })).toThrow("horizon = 0.5");
  });
});
