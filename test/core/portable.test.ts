import { describe, expect, it } from "vitest";
import elementary from "../fixtures/elementary.json";
import { loadCore } from "../helpers/core";
import { firstDifference } from "../helpers/options";
import * as bits from "../../assembly/portable/bits";
import * as host from "../../assembly/portable/bits.host";
import { erfc, erfcx } from "../../assembly/portable/erf";
import { exp, expm1 } from "../../assembly/portable/exp";
import { log, log1p } from "../../assembly/portable/log";
import { normCdf, normInv, normPdf } from "../../assembly/portable/normal";
import { pow } from "../../assembly/portable/pow";
import { gaussian, uniform } from "../../assembly/portable/rng";
import { cos, sin } from "../../assembly/portable/trig";

const { kernels } = loadCore();
const portable = { exp, expm1, log, log1p, sin, cos, erfc, erfcx, normCdf, normInv, normPdf };
const EDGES = [0, -0, 1, -1, 0.5, 2, 1e-300, -1e-300, 5e-324, 1e300, -1e300, 709.7, 709.8, -745.1, -745.2, -0.2929, 0.4143, 1e6, -1e6, 1.0000001e6, Infinity, -Infinity, NaN];
/** Largest error against mpmath in units of the last place of the f64 nearest to the truth; measured 1.0, 1.5, 0.8, 1.4, 0.8, 0.8, 0.9, 7.3, 8.0, 8.6, 5.8. */
const ULPS = { exp: 1, expm1: 2, log: 1, log1p: 2, sin: 1, cos: 1, pow: 2, erfc: 10, erfcx: 10, normCdf: 10, normInv: 8 };
const samples = (stream: number, low: number, high: number) => Array.from({ length: 2_000 }, (_, i) => low + (high - low) * uniform(0, 3, stream, i));

const ulp = (x: number): number => {
  const next = bits.fromWords(bits.highWord(Math.abs(x)), bits.lowWord(Math.abs(x)) + 1);
  return Math.max(next - Math.abs(x), 5e-324);
};

describe("portable functions against mpmath", () => {
  for (const [name, limit] of Object.entries(ULPS)) {
    it(`${name} within ${limit} ulp`, () => {
      const f: (...x: number[]) => number = { ...portable, pow }[name as keyof typeof ULPS];
      for (const row of elementary[name as keyof typeof ULPS]) {
        const truth = row[row.length - 1];
        expect(Math.abs(f(...row.slice(0, -1)) - truth) / ulp(truth), `${name}(${row.slice(0, -1)})`).toBeLessThanOrEqual(limit);
      }
    });
  }

  it("special values", () => {
    expect([exp(-Infinity), exp(Infinity), exp(NaN), expm1(-Infinity), expm1(0)]).toEqual([0, Infinity, NaN, -1, 0]);
    expect([log(0), log(-1), log(Infinity), log1p(-1), log1p(-2)]).toEqual([-Infinity, NaN, Infinity, -Infinity, NaN]);
    expect([pow(0, 2), pow(0, -1), pow(2, 10), pow(10, 3), pow(9, 0.5), pow(-2, 2), pow(5, 0), pow(2, 5000), pow(2, -5000)]).toEqual([0, Infinity, 1024, 1000, 3, NaN, 1, Infinity, 0]);
    expect([sin(1e7), cos(0), sin(0), normInv(0), normInv(1), normInv(0.5), normInv(1.1), normCdf(0), normCdf(-40), normCdf(40)]).toEqual([NaN, 1, 0, -Infinity, Infinity, 0, NaN, 0.5, 0, 1]);
  });
});

describe("portable functions are the same bits compiled by AssemblyScript and by TypeScript", () => {
  for (const [name, f] of Object.entries(portable)) {
    it(name, () => {
      const inputs = [...EDGES, ...samples(1, -40, 40), ...samples(2, 0, 1), ...samples(3, -1e6, 1e6), ...samples(4, -745, 710), ...samples(5, 0, 1).map((u) => exp(1400 * u - 700))];
      expect(firstDifference(inputs.map(kernels[name as keyof typeof portable]), inputs.map(f))).toBeUndefined();
    });
  }

  it("pow", () => {
    const exponents = samples(7, -9, 9);
    const pairs = [...EDGES.flatMap((x) => EDGES.map((y) => [x, y])), ...samples(6, -700, 700).map((u, i) => [exp(u), exponents[i]])];
    expect(firstDifference(pairs.map(([x, y]) => kernels.pow(x, y)), pairs.map(([x, y]) => pow(x, y)))).toBeUndefined();
  });

  it("the bit views, which are the only host-specific source", () => {
    const words = [0, 1, -1, 0x7fffffff, -0x80000000, 0x3ff00000, 0x12345678, -0x1234567];
    expect(bits.highWord).toBe(host.highWord);
    for (const a of words) {
      expect(kernels.unsigned(a)).toBe(host.unsigned(a));
      for (const b of words) {
        expect(kernels.imul(a, b)).toBe(host.imul(a, b));
        expect(kernels.fromWords(a, b)).toBe(host.fromWords(a, b));
      }
    }
    for (const x of EDGES.filter((e) => !Number.isNaN(e))) {
      expect([kernels.highWord(x), kernels.lowWord(x)], String(x)).toEqual([host.highWord(x), host.lowWord(x)]);
      expect(host.fromWords(host.highWord(x), host.lowWord(x))).toBe(x);
    }
    for (const x of [...samples(8, -2147483000, 2147483000), 0, -0.9, 0.9]) expect(kernels.truncate(x)).toBe(host.truncate(x));
  });
});

describe("random numbers", () => {
  it("are Threefry-2x32-20: known answers of Random123", () => {
    const answer = (a: number, b: number) => (Math.floor(a / 32) * 2 ** 26 + Math.floor(b / 64)) / 2 ** 53;
    expect(uniform(0, 0, 0, 0)).toBe(answer(0x6b200159, 0x99ba4efe));
    expect(uniform(-1, -1, -1, -1)).toBe(answer(0x1cb996fc, 0xbb002be7));
    expect(uniform(0x03707344, 0x13198a2e, 0x85a308d3 | 0, 0x243f6a88)).toBe(answer(0xc4923a9c, 0x483df7a0));
  });

  it("are the same bits in both compilers", () => {
    const keys = Array.from({ length: 500 }, (_, i) => [i * 7_919 - 1_000, i, i % 5, i * 104_729] as const);
    expect(firstDifference(keys.map((key) => kernels.uniform(...key)), keys.map((key) => uniform(...key)))).toBeUndefined();
    expect(firstDifference(keys.map((key) => kernels.gaussian(...key)), keys.map((key) => gaussian(...key)))).toBeUndefined();
  });

  it("have the moments of their distributions within four standard errors", () => {
    const n = 50_000;
    const z = Array.from({ length: n }, (_, i) => gaussian(1, 2, 3, i));
    const mean = (f: (v: number) => number) => z.reduce((sum, v) => sum + f(v), 0) / n;
    expect(Math.abs(mean((v) => v))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(mean((v) => v * v) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(mean((v) => v ** 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    expect(Math.abs(mean((v) => (v < -1.959963984540054 ? 1 : 0)) - 0.025)).toBeLessThan(4 * Math.sqrt(0.025 / n));
  });
});
