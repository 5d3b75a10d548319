import { describe, expect, it } from "vitest";
import { bsmPrice } from "../../assembly/portable/black";
import { argument } from "../../src/simulate/arctangent";
import { exponent } from "../../src/simulate/characteristic";
import { cosinePricer } from "../../src/simulate/cosine";
import { jumpDrift, jumpMean, jumpSquare, meanVariance, type Law } from "../../src/simulate/model";
import { pricingLaw, PROFILES } from "../../src/simulate/parameters";
import { volatilityIndex, INDEX_YEARS } from "../../src/simulate/volatilityIndex";

const physical = PROFILES[0].physical;
const laws: [string, Law][] = [["physical", physical], ["pricing", pricingLaw(physical, 1)]];
const STATES = [[0.0002, 0.001], [0.006, 0.01], [0.05, 0.02], [0.4, 0.06]];

describe("argument", () => {
  it("agrees with the host's atan2 to 2 ulp in every quadrant", () => {
    for (let i = 0; i < 2000; i++) {
      const angle = (i / 2000) * 2 * Math.PI - Math.PI;
      const size = 10 ** ((i % 13) - 6);
      const [x, y] = [size * Math.cos(angle), size * Math.sin(angle)];
      expect(Math.abs(argument(y, x) - Math.atan2(y, x))).toBeLessThanOrEqual(4.5e-16 * Math.max(1, Math.abs(Math.atan2(y, x))));
    }
  });
});

/** The Riccati equations of model.ts by the classical Runge-Kutta method: an independent way to the same coefficients. */
function integrated(law: Law, u: number, years: number, steps: number): number[] {
  const { fast, slow, jumps } = law;
  const drift = jumpDrift(jumps);
  const size = Math.exp(-0.5 * (jumps.deviation * u) ** 2);
  const rhs = ([, , r1, i1, r2, i2]: number[]): number[] => {
    const factor = (f: typeof fast, re: number, im: number) => {
      const k = f.correlation * f.volatility * u;
      const half = 0.5 * f.volatility ** 2;
      return [-0.5 * u * u - (f.speed * re + k * im) + half * (re * re - im * im), -0.5 * u - (f.speed * im - k * re) + half * 2 * re * im];
    };
    const den = [1 - jumps.variance * r1, -jumps.variance * i1 - u * jumps.slope * jumps.variance];
    const n = den[0] ** 2 + den[1] ** 2;
    const [c, s] = [size * Math.cos(u * jumps.mean), size * Math.sin(u * jumps.mean)];
    const a = [
      fast.speed * fast.level * r1 + slow.speed * slow.level * r2 - 0.5 * law.floor * u * u + jumps.intensity * ((c * den[0] + s * den[1]) / n - 1),
      fast.speed * fast.level * i1 + slow.speed * slow.level * i2 - 0.5 * law.floor * u + jumps.intensity * ((s * den[0] - c * den[1]) / n - u * drift),
    ];
    return [...a, ...factor(fast, r1, i1), ...factor(slow, r2, i2)];
  };
  const along = (y: number[], k: number[], h: number) => y.map((v, i) => v + h * k[i]);
  let y = [0, 0, 0, 0, 0, 0];
  const h = years / steps;
  for (let i = 0; i < steps; i++) {
    const k1 = rhs(y), k2 = rhs(along(y, k1, h / 2)), k3 = rhs(along(y, k2, h / 2)), k4 = rhs(along(y, k3, h));
    y = y.map((v, j) => v + (h / 6) * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]));
  }
  return y;
}

describe("characteristic function", () => {
  it.each(laws)("solves its Riccati equations under the %s law", (_, law) => {
    for (const [u, years] of [[0.5, 0.3], [7.3, 0.15], [40, 0.05], [300, 0.004]]) {
      const { a, b1, b2 } = exponent(law, u, years);
      const got = [a.re, a.im, b1.re, b1.im, b2.re, b2.im];
      const want = integrated(law, u, years, 4000);
      got.forEach((value, i) => expect(Math.abs(value - want[i])).toBeLessThan(1e-9 * Math.max(1, Math.abs(want[i]))));
    }
  });
});

/**
 * Undiscounted put on a forward of 1 as ∫ e^y P(x < y) dy below ln K, the probabilities by Gil-Pelaez' integral of φ:
 * independent of the cosine series, its range and its cut-off.
 */
function gilPelaezPut(law: Law, fast: number, slow: number, years: number, strike: number): number {
  const k = Math.log(strike);
  const psi = (u: number) => {
    const e = exponent(law, u, years);
    const re = e.a.re + fast * e.b1.re + slow * e.b2.re;
    const im = e.a.im + fast * e.b1.im + slow * e.b2.im;
    return [Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im)];
  };
  const du = 0.25;
  const terms: [number, number, number][] = [];
  for (let u = du / 2; u < 4000; u += du) {
    const [re, im] = psi(u);
    if (re * re + im * im < 1e-24) break;
    terms.push([u, re, im]);
  }
  const below = (y: number) => {
    let sum = 0;
    for (const [u, re, im] of terms) sum += (im * Math.cos(u * y) - re * Math.sin(u * y)) / u;
    return 0.5 - (sum * du) / Math.PI;
  };
  // Gauss-Legendre, 5 points a panel.
  const nodes = [[0, 128 / 225], [0.5384693101056831, 0.47862867049936647], [0.906179845938664, 0.23692688505618908]];
  const low = -2;
  const panels = 200;
  const half = (k - low) / panels / 2;
  let put = 0;
  for (let p = 0; p < panels; p++) {
    const middle = low + (2 * p + 1) * half;
    for (const [x, w] of nodes) for (const sign of x === 0 ? [1] : [-1, 1]) {
      const y = middle + sign * x * half;
      put += w * half * Math.exp(y) * below(y);
    }
  }
  return put;
}

describe("cosine pricer", () => {
  it("equals Black-Scholes-Merton when variance stands still and nothing jumps", () => {
    for (const sigma of [0.08, 0.2, 0.7]) {
      const still = { speed: 1, level: 0, volatility: 1e-8, correlation: 0 };
      const law: Law = { floor: sigma * sigma, fast: still, slow: still, jumps: { intensity: 0, mean: 0, deviation: 0, variance: 0, slope: 0 } };
      const pricer = cosinePricer(law);
      for (const sessions of [1, 5, 21, 60]) {
        const slice = pricer.slice(sessions, 0, 0);
        for (let k = 70; k <= 130; k += 2.5) expect(Math.abs(slice.put(100, k) - bsmPrice(0, 100, k, sessions / 252, 0, 0, sigma))).toBeLessThan(1e-8 * k);
      }
    }
  });

  it.each(laws)("agrees with an integral that shares neither its range nor its cut-off, %s law", (_, law) => {
    const pricer = cosinePricer(law);
    for (const [fast, slow, sessions] of [[0.006, 0.01, 21.025], [0.05, 0.02, 10.025], [0.003, 0.006, 5.025]]) {
      const slice = pricer.slice(sessions, fast, slow);
      for (const k of [0.8, 0.95, 1, 1.04]) expect(Math.abs(slice.put(1, k) - gilPelaezPut(law, fast, slow, sessions / 252, k))).toBeLessThan(5e-8);
    }
  });

  it.each(laws)("admits no static arbitrage across strikes and expiries, %s law", (_, law) => {
    const pricer = cosinePricer(law);
    for (const [fast, slow] of STATES) {
      let shorter: number[] = [];
      for (const sessions of [0.025, 1.025, 3.025, 10.025, 30.025, 53.025]) {
        const slice = pricer.slice(sessions, fast, slow);
        const puts = Array.from({ length: 121 }, (_x, i) => slice.put(100, 50 + i));
        for (let i = 0; i < puts.length; i++) {
          expect(puts[i]).toBeGreaterThanOrEqual(Math.max(0, i - 50) - 1e-12);
          expect(puts[i]).toBeLessThanOrEqual(50 + i);
          if (i > 0) expect(puts[i] - puts[i - 1]).toBeGreaterThanOrEqual(-2e-7);
          if (i > 1) expect(puts[i] - 2 * puts[i - 1] + puts[i - 2]).toBeGreaterThanOrEqual(-4e-7);
          if (shorter.length > 0) expect(puts[i]).toBeGreaterThanOrEqual(shorter[i] - 2e-7);
        }
        shorter = puts;
      }
    }
  });
});

describe("volatility index", () => {
  it("is what the exchange's strip of options replicates under the pricing law", () => {
    const law = pricingLaw(physical, 1);
    for (const [fast, slow] of STATES.slice(0, 3)) {
      const slice = cosinePricer(law).slice(INDEX_YEARS * 252, fast, slow);
      // 2/T ∫ Q(K)/K² dK over out-of-the-money options on a forward of 1, in ln K.
      const h = 0.001;
      let sum = 0;
      for (let y = -3 + h / 2; y < 1.5; y += h) {
        const k = Math.exp(y);
        sum += ((slice.put(1, k) - Math.max(0, k - 1)) / k) * h;
      }
      expect(volatilityIndex(law, fast, slow)).toBeCloseTo(100 * Math.sqrt((2 / INDEX_YEARS) * sum), 2);
    }
  });

  it("has the law's moments: E[J²] and the mean path of variance", () => {
    const { jumps } = physical;
    // E[J²] = Var + mean² with Z exponential.
    expect(jumpSquare(jumps)).toBeCloseTo(jumps.deviation ** 2 + (jumps.slope * jumps.variance) ** 2 + jumpMean(jumps) ** 2, 15);
    expect(meanVariance(physical, 0.02, 0.01, 1e-9)).toBeCloseTo(physical.floor + 0.03, 8);
  });
});

describe("risk premium", () => {
  it("leaves the law untouched at zero and raises implied variance above it otherwise", () => {
    for (const { physical: law } of PROFILES) {
      expect(pricingLaw(law, 0)).toEqual(law);
      for (const [fast, slow] of STATES) expect(volatilityIndex(pricingLaw(law, 1), fast, slow)).toBeGreaterThan(volatilityIndex(law, fast, slow));
    }
  });
});
