// One step of the dynamics of model.ts: Andersen's quadratic-exponential scheme (2008) with his martingale correction, so that
// E[e^(Δ ln F)] = 1 holds exactly at any step length. Given the variance path the log-price step is normal: the step is returned
// as (drift, variance) and the caller draws it, or integrates it analytically.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { normCdf } from "../../assembly/portable/normal";
import { jumpDrift, type Factor, type Jumps, type Law } from "./model";

/** Coefficients of one factor for one step length. */
interface FactorStep {
  keep: number;
  gain: number;
  /** Var[V'] = spread·V + base. */
  spread: number;
  base: number;
  /** Log-price drift per unit of V and V', and variance per unit of either. */
  k1: number;
  k2: number;
  k3: number;
}

/** Coefficients of a step of `years`. */
export interface Step { fast: FactorStep; slow: FactorStep; floorVariance: number; jumpDrift: number }

/** Mutable variance state of one underlying, with the last step's conditional law of the log-price. */
export interface VarianceState { fast: number; slow: number; drift: number; variance: number }

function factorStep(factor: Factor, years: number): FactorStep {
  const { speed, level, volatility, correlation } = factor;
  const keep = exp(-speed * years);
  const loss = 1 - keep;
  const square = volatility * volatility;
  const coupling = 0.5 * years * ((speed * correlation) / volatility - 0.5);
  return {
    keep,
    gain: level * loss,
    spread: (square * keep * loss) / speed,
    base: (level * square * loss * loss) / (2 * speed),
    k1: coupling - correlation / volatility,
    k2: coupling + correlation / volatility,
    k3: 0.5 * years * (1 - correlation * correlation),
  };
}

export function diffusionStep(law: Law, years: number): Step {
  return {
    fast: factorStep(law.fast, years),
    slow: factorStep(law.slow, years),
    floorVariance: law.floor * years,
    jumpDrift: law.jumps.intensity * jumpDrift(law.jumps) * years,
  };
}

/** Beyond this ratio of variance to squared mean the exponential branch takes over. */
const PSI_SWITCH = 1.5;

/** Moves one factor; adds its share of the log-price law to `state`. `z` is a standard normal. */
function moveFactor(step: FactorStep, value: number, z: number, state: VarianceState): number {
  const mean = step.gain + value * step.keep;
  const psi = (step.spread * value + step.base) / (mean * mean);
  const a = step.k2 + 0.5 * step.k3;
  let next: number;
  let logMoment: number; // ln E[e^(aV')], what the martingale correction takes back
  if (psi <= PSI_SWITCH) {
    const inverse = 2 / psi;
    const b2 = inverse - 1 + Math.sqrt(inverse) * Math.sqrt(inverse - 1);
    const size = mean / (1 + b2);
    const shifted = Math.sqrt(b2) + z;
    next = size * shifted * shifted;
    const damping = 1 - 2 * a * size;
    logMoment = (a * b2 * size) / damping - 0.5 * log(damping);
  } else {
    const p = (psi - 1) / (psi + 1);
    const rate = (1 - p) / mean;
    const survival = normCdf(-z);
    next = survival >= 1 - p ? 0 : log((1 - p) / survival) / rate;
    logMoment = log(p + (rate * (1 - p)) / (rate - a));
  }
  state.drift += step.k2 * next - logMoment - 0.5 * step.k3 * value;
  state.variance += step.k3 * (value + next);
  return next;
}

/** Advances the variance; afterwards the log-price moves by Normal(state.drift, state.variance). */
export function diffuse(step: Step, state: VarianceState, zFast: number, zSlow: number): void {
  state.drift = -0.5 * step.floorVariance - step.jumpDrift;
  state.variance = step.floorVariance;
  state.fast = moveFactor(step.fast, state.fast, zFast, state);
  state.slow = moveFactor(step.slow, state.slow, zSlow, state);
}

/** A jump: raises the fast variance and returns the log-price jump. `u` in (0, 1) sizes the variance jump, `z` is standard normal. */
export function jump(jumps: Jumps, state: VarianceState, u: number, z: number): number {
  const size = -jumps.variance * log(u);
  state.fast += size;
  return jumps.mean + jumps.slope * size + jumps.deviation * z;
}
