// The implied variance surface of one day: SSVI (Gatheral and Jacquier 2014, "Arbitrage-free SVI volatility surfaces").
//
//   w(k, θ) = ½θ (1 + ρφk + √((φk + ρ)² + 1 − ρ²))      k = ln(K/F), θ = total variance at the money, φ = η / (θ^γ (1 + θ)^(1−γ))
//   θ(c)    = A · H(c),  H′(c) = 1 + a e^(−κ₁c) + (1 + a) b e^(−κ₂c)                                  c = variance time
//
// Forward variance decays in two speeds to its long end. Free of butterfly and calendar arbitrage (their theorems 4.1 and 4.2) because
// H′ > 0 for a, b > −1 and κ₁ < κ₂, 0 < γ ≤ ½ and η²(1 + |ρ|) < 4. A is what makes the
// 30-day variance swap of the surface equal the volatility index; all the rest follows the state of the day by fitted constants.
import { bsmPrice } from "../../assembly/portable/black";
import { exp, expm1 } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { DAYS_PER_YEAR } from "../simulate/carry";
import { INDEX_DAYS } from "./clock";

/** What the surface is conditioned on, besides the index itself. Known at the day's close. */
export interface SurfaceState {
  /** ln(index / 20), squeezed. */
  level: number;
  /** The same for the smile: not above the index up to which smiles are known. */
  smile: number;
  /** ln of what is left of the curvature at an index higher than any that smiles are known for; 0 below. */
  fade: number;
  /** ln(index / its own slow average), squeezed. */
  trend: number;
  /** Return of the last sessions in deviations that the index implied, squeezed. */
  recent: number;
}

/** Weights of 1, level (for curvature and skew: smile), trend and recent. */
export type Weights = readonly [number, number, number, number];

/** The fitted constants; `fitted.ts` holds them and says how they were found. */
export interface SurfaceConstants {
  /** Share of a session's variance that a closed day has. */
  closed: number;
  /** κ₁ and κ₂ per year. */
  slowDecay: number;
  fastDecay: number;
  /** ln of the share of the index that the surface carries: the exchange's strip counts tails that are fatter than this surface's. */
  basis: number;
  /** ln(1 + a). */
  slow: Weights;
  /** b. */
  fast: Weights;
  /** ln η. */
  curvature: Weights;
  /** ln(−ρ / (1 + ρ)). */
  skew: Weights;
  /** γ. */
  power: number;
}

/** One day's surface. */
export interface Surface { scale: number; slow: number; fast: number; slowDecay: number; fastDecay: number; eta: number; rho: number; power: number; basis: number }

/** Bounds of 1 + a and of b. */
const SLOW = { low: 0.1, high: 12 };
const FAST = { low: -0.9, high: 4 };
const LARGEST_SLOPE = 3.9;

const along = (w: Weights, level: number, s: SurfaceState): number => w[0] + w[1] * level + w[2] * s.trend + w[3] * s.recent;
const within = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** H(c), variance time bent by the term structure. */
export function bentTime(s: Surface, c: number): number {
  return c - (s.slow * expm1(-s.slowDecay * c)) / s.slowDecay - (s.fast * expm1(-s.fastDecay * c)) / s.fastDecay;
}

/** θ(c). */
export const moneyVariance = (s: Surface, c: number): number => s.scale * bentTime(s, c);

/** φ(θ). */
export const steepness = (s: Pick<Surface, "eta" | "power">, theta: number): number => s.eta * exp(-s.power * log(theta) - (1 - s.power) * log(1 + theta));

/** w(k, θ). */
export function smileVariance(rho: number, phi: number, theta: number, k: number): number {
  const x = phi * k + rho;
  return 0.5 * theta * (1 + rho * phi * k + Math.sqrt(x * x + 1 - rho * rho));
}

/** Strip of the variance swap: from the forward to this many deviations down and up, in this many panels of Simpson's rule each. */
const STRIP_DOWN = 9;
const STRIP_UP = 6;
const PANELS = 16;

/** Undiscounted out-of-the-money option over F·e^k, per unit of forward. */
function stripValue(rho: number, phi: number, theta: number, k: number, isCall: number): number {
  const deviation = Math.sqrt(smileVariance(rho, phi, theta, k));
  return bsmPrice(isCall, 1, exp(k), 1, 0, 0, deviation) * exp(-k);
}

/** Total variance of the variance swap, −2·E[ln(S/F)] = 2 ∫ OTM(k) e^(−k) dk: what the exchange's formula replicates with its strip. */
export function swapVariance(rho: number, phi: number, theta: number): number {
  const deviation = Math.sqrt(theta);
  let sum = 0;
  for (const [reach, isCall] of [[-STRIP_DOWN * deviation, 0], [STRIP_UP * deviation, 1]] as const) {
    const step = reach / PANELS;
    let side = 0;
    for (let i = 0; i <= PANELS; i++) {
      const weight = i === 0 || i === PANELS ? 1 : i % 2 === 1 ? 4 : 2;
      side += weight * stripValue(rho, phi, theta, i * step, isCall);
    }
    sum += (side * Math.abs(step)) / 3;
  }
  return 2 * sum;
}

const ANCHOR_STEPS = 3;

/** θ whose variance swap is worth `variance`. The ratio of the two hardly moves with θ: a fixed point reached in a few steps. */
function moneyVarianceOf(rho: number, eta: number, power: number, variance: number): number {
  let theta = variance;
  for (let i = 0; i < ANCHOR_STEPS; i++) {
    const phi = steepness({ eta, power }, theta);
    theta *= variance / swapVariance(rho, phi, theta);
  }
  return theta;
}

/** Smile and term structure for a state, not yet anchored (scale 1). */
export function surfaceShape(c: SurfaceConstants, state: SurfaceState, symbolCurvature: number): Surface {
  const rho = -1 / (1 + exp(-along(c.skew, state.smile, state)));
  const front = within(exp(along(c.slow, state.level, state)), SLOW.low, SLOW.high);
  const fast = front * within(along(c.fast, state.level, state), FAST.low, FAST.high);
  const eta = Math.min(exp(along(c.curvature, state.smile, state) + state.fade) * symbolCurvature, Math.sqrt(LARGEST_SLOPE / (1 - rho)));
  return { scale: 1, slow: front - 1, fast, slowDecay: c.slowDecay, fastDecay: c.fastDecay, eta, rho, power: c.power, basis: exp(c.basis) };
}

/** The surface whose variance swap over `horizon` (variance time of the index's 30 days) equals the index, in points. */
export function anchored(shape: Surface, index: number, horizon: number): Surface {
  const carried = (index * shape.basis) / 100;
  const swap = carried * carried * (INDEX_DAYS / DAYS_PER_YEAR);
  return { ...shape, scale: moneyVarianceOf(shape.rho, shape.eta, shape.power, swap) / bentTime(shape, horizon) };
}
