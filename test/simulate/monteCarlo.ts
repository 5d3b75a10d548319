import { normCdf } from "../../assembly/portable/normal";
import { diffuse, diffusionStep, jump, type VarianceState } from "../../src/simulate/diffusion";
import { normalAt, seedWords, uniformAt } from "../../src/simulate/draws";
import { SESSIONS_PER_YEAR, type Law } from "../../src/simulate/model";

/** Sums over paths of one estimate: mean and standard error after regressing out a control of known mean. */
export function controlled(values: Float64Array, control: Float64Array, controlMean: number): { mean: number; error: number } {
  const n = values.length;
  const average = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / n;
  const mv = average(values);
  const mc = average(control);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    covariance += (values[i] - mv) * (control[i] - mc);
    variance += (control[i] - mc) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += (values[i] - mv - slope * (control[i] - mc)) ** 2;
  return { mean: mv - slope * (mc - controlMean), error: Math.sqrt(rest / (n - 1) / n) };
}

/** Conditional laws of ln(S_T/F) given each path's variance and jumps: Normal(drift[i], variance[i]). */
export interface ConditionalPaths { drift: Float64Array; variance: Float64Array }

/**
 * Runs the market's own stepping (`diffuse`, `jump`) from one variance state over `sessions` sessions cut into `pieces` equal
 * steps a session. The last normal draw of the price is left out: given variance and jumps it integrates in closed form.
 */
export function conditionalPaths(law: Law, start: { fast: number; slow: number }, sessions: number, pieces: number, count: number, seed: number): ConditionalPaths {
  const key = seedWords(seed);
  const years = 1 / pieces / SESSIONS_PER_YEAR;
  const step = diffusionStep(law, years);
  const drift = new Float64Array(count);
  const variance = new Float64Array(count);
  const state: VarianceState = { fast: 0, slow: 0, drift: 0, variance: 0 };
  const steps = Math.round(sessions * pieces);
  for (let i = 0; i < count; i++) {
    state.fast = start.fast;
    state.slow = start.slow;
    let jumps = 0;
    const wait = () => -Math.log(1 - uniformAt(key, 3, i * 64 + jumps)) / law.jumps.intensity;
    let next = law.jumps.intensity > 0 ? wait() : Infinity;
    const move = (s: typeof step, draw: number) => {
      diffuse(s, state, normalAt(key, 1, draw), normalAt(key, 2, draw));
      drift[i] += state.drift;
      variance[i] += state.variance;
    };
    for (let j = 0; j < steps; j++) {
      let from = j * years;
      const end = from + years;
      let draw = (i * steps + j) * 4;
      let current = step;
      while (next < end) {
        move(diffusionStep(law, next - from), draw++);
        drift[i] += jump(law.jumps, state, 1 - uniformAt(key, 4, i * 64 + jumps), normalAt(key, 5, i * 64 + jumps));
        from = next;
        jumps++;
        next += wait();
        current = diffusionStep(law, end - from);
      }
      move(current, draw);
    }
  }
  return { drift, variance };
}

/** Undiscounted put value of each path on a forward of 1. */
export function conditionalPuts(paths: ConditionalPaths, strike: number): Float64Array {
  return paths.drift.map((drift, i) => {
    const deviation = Math.sqrt(paths.variance[i]);
    const forward = Math.exp(drift + 0.5 * paths.variance[i]);
    const d = Math.log(forward / strike) / deviation + 0.5 * deviation;
    return strike * normCdf(deviation - d) - forward * normCdf(-d);
  });
}

/** Conditional expectation of S_T/F: its mean over paths is 1 when the price is a martingale. */
export const conditionalForwards = (paths: ConditionalPaths): Float64Array => paths.drift.map((drift, i) => Math.exp(drift + 0.5 * paths.variance[i]));
