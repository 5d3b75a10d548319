import { normCdf } from "../../assembly/portable/normal";
import { diffuse, diffusionStep, jump, type VarianceState } from "../../src/simulate/diffusion";
import { normalAt, seedWords, uniformAt } from "../../src/simulate/draws";
import { SESSIONS_PER_YEAR, type Law } from "../../src/simulate/model";

/** Laws of ln(S_T/F) given each path's variance and jumps: Normal(drift[i], variance[i]). Paths come in independent batches. */
export interface ConditionalPaths { drift: Float64Array; variance: Float64Array; batches: number }

export interface ConditionalRun { law: Law; fast: number; slow: number; sessions: number; pieces: number; count: number; batches: number; seed: number }

/**
 * Runs the market's own stepping (`diffuse`, `jump`) from one variance state, `pieces` equal steps a session. The last normal draw
 * of the price is left out: given variance and jumps it integrates in closed form. Within a batch the first jump's time and size
 * are spread evenly (randomly shifted), which removes most of the noise of "how many paths jumped".
 */
export function conditionalPaths(run: ConditionalRun): ConditionalPaths {
  const { law, sessions, pieces, count, batches } = run;
  const key = seedWords(run.seed);
  const years = 1 / pieces / SESSIONS_PER_YEAR;
  const step = diffusionStep(law, years);
  const paths: ConditionalPaths = { drift: new Float64Array(count), variance: new Float64Array(count), batches };
  const state: VarianceState = { fast: 0, slow: 0, drift: 0, variance: 0 };
  const steps = Math.round(sessions * pieces);
  const size = count / batches;
  for (let i = 0; i < count; i++) {
    const batch = Math.floor(i / size);
    const within = i - batch * size;
    state.fast = run.fast;
    state.slow = run.slow;
    let jumps = 0;
    const even = (stream: number, place: number) => (place + uniformAt(key, stream, batch)) % 1;
    const timeDraw = () => (jumps === 0 ? even(6, within / size) : uniformAt(key, 3, i * 16 + jumps));
    const sizeDraw = () => (jumps === 0 ? even(7, within * 0.6180339887498949) : uniformAt(key, 4, i * 16 + jumps));
    const wait = () => -Math.log(1 - timeDraw()) / law.jumps.intensity;
    let next = law.jumps.intensity > 0 ? wait() : Infinity;
    const move = (s: typeof step, draw: number) => {
      diffuse(s, state, normalAt(key, 1, draw), normalAt(key, 2, draw));
      paths.drift[i] += state.drift;
      paths.variance[i] += state.variance;
    };
    for (let j = 0; j < steps; j++) {
      let from = j * years;
      const end = from + years;
      let draw = (i * steps + j) * 4;
      let current = step;
      while (next < end) {
        move(diffusionStep(law, next - from), draw++);
        paths.drift[i] += jump(law.jumps, state, 1 - sizeDraw(), normalAt(key, 5, i * 16 + jumps));
        from = next;
        jumps++;
        next += wait();
        current = diffusionStep(law, end - from);
      }
      move(current, draw);
    }
  }
  return paths;
}

/** Conditional expectation of S_T/F: its mean over paths is 1 when the price is a martingale. */
export const conditionalForwards = (paths: ConditionalPaths): Float64Array => paths.drift.map((drift, i) => Math.exp(drift + 0.5 * paths.variance[i]));

/** Undiscounted put value of each path on a forward of 1. */
export function conditionalPuts(paths: ConditionalPaths, strike: number): Float64Array {
  return paths.drift.map((drift, i) => {
    const deviation = Math.sqrt(paths.variance[i]);
    const forward = Math.exp(drift + 0.5 * paths.variance[i]);
    const d = Math.log(forward / strike) / deviation + 0.5 * deviation;
    return strike * normCdf(deviation - d) - forward * normCdf(-d);
  });
}

export interface Estimate { mean: number; error: number }

/** Mean and its standard error from the scatter of the batches. */
export function byBatches(values: Float64Array, batches: number): Estimate {
  const size = values.length / batches;
  const means = Array.from({ length: batches }, (_, b) => values.subarray(b * size, (b + 1) * size).reduce((a, x) => a + x, 0) / size);
  const mean = means.reduce((a, x) => a + x, 0) / batches;
  return { mean, error: Math.sqrt(means.reduce((a, x) => a + (x - mean) ** 2, 0) / (batches - 1) / batches) };
}

/** The same after regressing out a control whose mean is known. */
export function controlled(values: Float64Array, control: Float64Array, controlMean: number, batches: number): Estimate {
  const average = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
  const mv = average(values);
  const mc = average(control);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    covariance += (values[i] - mv) * (control[i] - mc);
    variance += (control[i] - mc) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  return byBatches(values.map((v, i) => v - slope * (control[i] - controlMean)), batches);
}
