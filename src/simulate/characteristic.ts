// The characteristic function of x = ln(S_T / F) is exp(A + B₁·fast + B₂·slow): coefficients by closed forms.
//
// Per factor, with b = κ − iρσu, d = √(b² + σ²(u² + iu)), s = b + d, β = −(u² + iu)/s, g = σ²β/s, w = e^(−dτ):
//   B = β(1 − w)/(1 − g w)                       (β is the limit for τ → ∞)
//   A = κθ[βτ − (2/σ²) ln((1 − g w)/(1 − g))]    (the form without branch crossings: Albrecher et al. 2007)
// and the jumps add λ[e^(iuμ_J − ½σ_J²u²)·I − τ − iu m τ], where I = ∫₀^τ dt / (1 − μ_v B − iuρ_Jμ_v) is rational in w.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { cos, sin } from "../../assembly/portable/trig";
import { argument } from "./arctangent";
import { jumpDrift, type Factor, type Law } from "./model";

/** Complex numbers are (re, im) pairs; this module keeps them in plain objects because it runs once per table entry. */
export interface Complex { re: number; im: number }

const complex = (re: number, im = 0): Complex => ({ re, im });
const add = (a: Complex, b: Complex): Complex => complex(a.re + b.re, a.im + b.im);
const subtract = (a: Complex, b: Complex): Complex => complex(a.re - b.re, a.im - b.im);
const times = (a: Complex, b: Complex): Complex => complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
const scale = (a: Complex, k: number): Complex => complex(a.re * k, a.im * k);
function over(a: Complex, b: Complex): Complex {
  const n = b.re * b.re + b.im * b.im;
  return complex((a.re * b.re + a.im * b.im) / n, (a.im * b.re - a.re * b.im) / n);
}
function expOf(a: Complex): Complex {
  const size = exp(a.re);
  return complex(size * cos(a.im), size * sin(a.im));
}
const logOf = (a: Complex): Complex => complex(0.5 * log(a.re * a.re + a.im * a.im), argument(a.im, a.re));
function root(a: Complex): Complex {
  const size = Math.sqrt(a.re * a.re + a.im * a.im);
  const re = Math.sqrt(0.5 * (size + Math.abs(a.re)));
  if (re === 0) return complex(0);
  const other = a.im / (2 * re);
  return a.re >= 0 ? complex(re, other) : complex(Math.abs(other), a.im < 0 ? -re : re);
}
const ONE = complex(1);

/** ln φ(u) = a + fast·b1 + slow·b2. */
export interface Exponent { a: Complex; b1: Complex; b2: Complex }

interface Riccati { a: Complex; b: Complex; beta: Complex; sum: Complex; d: Complex; g: Complex; w: Complex }

function riccati(factor: Factor, u: number, years: number): Riccati {
  const { speed, level, volatility: sigma, correlation } = factor;
  const square = sigma * sigma;
  const b = complex(speed, -correlation * sigma * u);
  const d = root(add(times(b, b), complex(square * u * u, square * u)));
  const sum = add(b, d);
  const beta = over(complex(-u * u, -u), sum);
  const g = scale(over(beta, sum), square);
  const w = expOf(scale(d, -years));
  const onePlus = subtract(ONE, times(g, w));
  const loss = subtract(ONE, w);
  // Below σ² = 1e-12 the logarithm has cancelled: its first-order limit is exact to rounding.
  const drag = square > 1e-12
    ? scale(logOf(over(onePlus, subtract(ONE, g))), 2 / square)
    : scale(over(times(beta, loss), sum), 2);
  return { a: scale(subtract(scale(beta, years), drag), speed * level), b: over(times(beta, loss), onePlus), beta, sum, d, g, w };
}

/** Jump part of A: price and fast variance jump at the same instants. */
function jumpPart(law: Law, u: number, years: number, fast: Riccati): Complex {
  const { intensity, mean, deviation, variance, slope } = law.jumps;
  const square = law.fast.volatility * law.fast.volatility;
  const size = expOf(complex(-0.5 * deviation * deviation * u * u, u * mean));
  const compensation = complex(years, u * jumpDrift(law.jumps) * years);
  if (variance === 0) return scale(subtract(scale(size, years), compensation), intensity);
  const c0 = complex(1, -u * slope * variance);
  const p = subtract(c0, scale(fast.beta, variance));
  const q = subtract(scale(fast.beta, variance), times(c0, fast.g));
  const gOverQ = over(complex(square), subtract(scale(fast.sum, variance), scale(c0, square)));
  const bend = over(add(gOverQ, over(ONE, p)), fast.d);
  const ratio = over(add(p, q), add(p, times(q, fast.w)));
  const integral = subtract(over(complex(years), p), times(bend, logOf(ratio)));
  return scale(subtract(times(size, integral), compensation), intensity);
}

/** Coefficients of ln E[e^(iu·ln(S_T/F))] for real u > 0 over `years` of variance time. */
export function exponent(law: Law, u: number, years: number): Exponent {
  const fast = riccati(law.fast, u, years);
  const slow = riccati(law.slow, u, years);
  const still = scale(complex(-u * u, -u), 0.5 * law.floor * years);
  const jumps = law.jumps.intensity > 0 ? jumpPart(law, u, years, fast) : complex(0);
  return { a: add(add(fast.a, slow.a), add(still, jumps)), b1: fast.b, b2: slow.b };
}
