import { describe, expect, it } from "vitest";
import { gaussian } from "../../assembly/portable/rng";
import { returnMatrix } from "../../src/stats/matrix";
import { familyBlock, hasMemory, optimalBlock } from "../../src/stats/optimalBlock";
import reference from "../fixtures/statistics.json";

/** First-order autoregression with unit innovations. */
function autoregression(n: number, rho: number, seed: number): Float64Array {
  const x = new Float64Array(n + 100);
  for (let i = 1; i < x.length; i++) x[i] = rho * x[i - 1] + gaussian(0, seed, 1, i);
  return x.subarray(100);
}

describe("automatic block length", () => {
  it("equals arch.bootstrap.optimal_block_length", () => {
    for (const { values, stationary, rho } of reference.blockLength) expect(Math.abs(optimalBlock(values) / stationary - 1), `rho ${rho}, n ${values.length}`).toBeLessThan(1e-11);
  });

  it("comes near the theoretical optimum (2 rho / (1 − rho²))^(2/3) n^(1/3) of an autoregression with the corrected constant of 2009", () => {
    for (const rho of [0.3, 0.7]) {
      const n = 20_000;
      const truth = Math.cbrt((2 * rho / (1 - rho * rho)) ** 2 * n);
      const found = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => optimalBlock(autoregression(n, rho, seed))).reduce((a, b) => a + b) / 8;
      expect(Math.abs(found / truth - 1), `rho ${rho}: ${found} against ${truth}`).toBeLessThan(0.1);
    }
  });

  it("is short without memory, bounded with a unit root, 1 for a series that never varies or is too short", () => {
    expect(optimalBlock(autoregression(1000, 0, 9))).toBeLessThan(5);
    const trend = optimalBlock(Float64Array.from({ length: 400 }, (_, i) => i));
    expect(trend).toBeGreaterThan(20);
    expect(trend).toBeLessThanOrEqual(60);
    expect(optimalBlock(new Float64Array(100).fill(0.3))).toBe(1);
    expect(optimalBlock([1, 2, 1])).toBe(1);
    expect(optimalBlock([])).toBe(1);
  });

  it("does not depend on unit or offset", () => {
    const x = autoregression(300, 0.4, 2);
    expect(optimalBlock(x.map((v) => 1e-4 * v + 7))).toBeCloseTo(optimalBlock(x), 6);
  });

  it("tells memory from none", () => {
    expect(hasMemory(autoregression(500, 0.5, 3))).toBe(true);
    const alarms = Array.from({ length: 200 }, (_, seed) => hasMemory(autoregression(500, 0, 100 + seed))).filter(Boolean).length;
    expect(alarms / 200).toBeLessThan(0.05); // two standard errors × √log10 n on each of five lags: about 1 %
    expect(hasMemory([1, -1])).toBe(false);
  });

  it("one length for a family: the median of its rows", () => {
    const rows = [0, 0.5, 0.9].map((rho) => autoregression(250, rho, 4));
    const matrix = returnMatrix(3, 250, Float64Array.of(...rows.flatMap((row) => [...row])));
    expect(familyBlock(matrix)).toBe([...rows.map(optimalBlock)].sort((a, b) => a - b)[1]);
    expect(familyBlock(returnMatrix(2, 50))).toBe(1);
  });
});
