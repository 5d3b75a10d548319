// Option prices by the COS method (Fang and Oosterlee 2008): the density of x = ln(S_T/F) on [a, b] as a cosine series.
//
// With F_n the series' coefficients, u_n = nπ/(b − a), k = ln(K/F) and θ = π(k − a)/(b − a), the undiscounted put is
//   P/K = ½F_0 (k − a − 1 + e^(a−k)) + e^(a−k) Σ F_n/(1 + u_n²) + Σ F_n [sin nθ / (u_n(1 + u_n²)) − cos nθ / (1 + u_n²)]
// F_n needs one exp and one cos of table entries that depend on the horizon only; a strike then costs one Clenshaw pass.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { cos, sin } from "../../assembly/portable/trig";
import { exponent } from "./characteristic";
import { jumpMean, jumpSquare, meanVariance, SESSIONS_PER_YEAR, type Law } from "./model";

const PI = 3.141592653589793;
/** Terms stop where their bound falls below this: what is left out moves a price by less than 1e-9 of the strike. */
const TERM_END = 1e-10;
const MAX_TERMS = 4096;
/** Half width of [a, b] in deviations of the diffusion, before the jumps' reach; how much of it lies right of the forward. */
const DEVIATIONS = 8;
const RIGHT_SIDE = 0.75;
/** Probability of a jump's consequences that may lie outside [a, b]. */
const TAIL_MASS = 1e-6;
/** Neighbouring variance states share tables: widths grow by this factor from bucket to bucket. */
const BUCKET_RATIO = 1.3;
const SMALLEST_DEVIATION = 1e-4;

/** ln φ at u_n = nπ/(b − a), n = 1 … count: six numbers each (a, b1, b2 as re, im). */
interface Table { left: number; right: number; count: number; entries: Float64Array }

/** Prices options of any strike on one (state, horizon). Valid until the next `slice` call of its pricer. */
export interface Slice {
  /** Undiscounted put price for a strike, in units of `forward`. */
  put(forward: number, strike: number): number;
}

export interface CosinePricer {
  /** Prepares the horizon of `sessions` sessions of variance time (fractions allowed) from the given variance state. */
  slice(sessions: number, fast: number, slow: number): Slice;
}

/** A pricer for one law. Tables are made on first use and kept: a market needs a few hundred of about 10 kB. */
export function cosinePricer(law: Law): CosinePricer {
  const tables = new Map<string, Table>();
  const work = newWork();
  const slice: Slice = { put: (forward, strike) => strike * putRatio(work, forward, strike) };

  function tableFor(sessions: number, fast: number, slow: number): Table {
    const years = sessions / SESSIONS_PER_YEAR;
    const deviation = Math.max(SMALLEST_DEVIATION, Math.sqrt(meanVariance(law, fast, slow, years) * years));
    const bucket = Math.ceil(log(deviation / SMALLEST_DEVIATION) / log(BUCKET_RATIO));
    const key = `${sessions}:${bucket}`;
    let table = tables.get(key);
    if (table === undefined) tables.set(key, (table = newTable(law, years, SMALLEST_DEVIATION * exp(bucket * log(BUCKET_RATIO)))));
    return table;
  }

  return {
    slice(sessions, fast, slow) {
      const table = tableFor(sessions, fast, slow);
      const span = table.right - table.left;
      const step = PI / span;
      work.left = table.left;
      work.expLeft = exp(table.left);
      work.angle = step;
      work.first = 1 / span;
      work.constant = 0;
      let n = 1;
      for (; n <= MAX_TERMS; n++) {
        if (n > table.count) extend(law, table, sessions / SESSIONS_PER_YEAR);
        const at = 6 * (n - 1);
        const e = table.entries;
        const real = e[at] + fast * e[at + 2] + slow * e[at + 4];
        const size = exp(real);
        const u = n * step;
        const bound = ((2 / span) * size) / (1 + u * u);
        const weight = bound * cos(e[at + 1] + fast * e[at + 3] + slow * e[at + 5] - u * table.left);
        work.constant += weight;
        work.cosines[n] = -weight;
        work.sines[n] = weight / u;
        if (bound < TERM_END) break;
      }
      work.count = Math.min(n, MAX_TERMS);
      work.sines[work.count + 1] = work.cosines[work.count + 1] = 0;
      return slice;
    },
  };
}

interface Work {
  sines: Float64Array;
  cosines: Float64Array;
  count: number;
  constant: number;
  first: number;
  left: number;
  expLeft: number;
  angle: number;
  forward: number;
  logForward: number;
}

const newWork = (): Work => ({
  sines: new Float64Array(MAX_TERMS + 2), cosines: new Float64Array(MAX_TERMS + 2),
  count: 0, constant: 0, first: 0, left: 0, expLeft: 0, angle: 0, forward: 0, logForward: 0,
});

/** P/K; the payoff's own value where the strike lies outside [a, b]. */
function putRatio(work: Work, forward: number, strike: number): number {
  if (forward !== work.forward) {
    work.forward = forward;
    work.logForward = log(forward);
  }
  const ratio = forward / strike;
  const fromLeft = log(strike) - work.logForward - work.left;
  const theta = fromLeft * work.angle;
  if (theta <= 0) return 0;
  if (theta >= PI) return Math.max(0, 1 - ratio);
  const fall = work.expLeft * ratio;
  const sum = work.first * (fromLeft - 1 + fall) + fall * work.constant + series(work, theta);
  return Math.max(sum, 0, 1 - ratio);
}

/**
 * Σ sines[n]·sin nθ + cosines[n]·cos nθ. Even and odd n run as separate Clenshaw recurrences in 2θ: four chains side by side
 * instead of two, because the loop waits on its own additions.
 */
function series(work: Work, theta: number): number {
  const { sines, cosines } = work;
  const c = cos(theta);
  const s = sin(theta);
  const turn = 2 * c * c - 1; // cos 2θ
  const twice = 2 * turn;
  let evenSin = 0, evenSin1 = 0, evenSin2 = 0;
  let evenCos = 0, evenCos1 = 0, evenCos2 = 0;
  let oddSin = 0, oddSin1 = 0, oddSin2 = 0;
  let oddCos = 0, oddCos1 = 0, oddCos2 = 0;
  for (let n = work.count & ~1; n >= 0; n -= 2) {
    evenSin2 = evenSin1;
    evenSin1 = evenSin;
    evenCos2 = evenCos1;
    evenCos1 = evenCos;
    oddSin2 = oddSin1;
    oddSin1 = oddSin;
    oddCos2 = oddCos1;
    oddCos1 = oddCos;
    evenSin = sines[n] - evenSin2 + twice * evenSin1;
    evenCos = cosines[n] - evenCos2 + twice * evenCos1;
    oddSin = sines[n + 1] - oddSin2 + twice * oddSin1;
    oddCos = cosines[n + 1] - oddCos2 + twice * oddCos1;
  }
  return evenSin1 * (2 * s * c) + (evenCos - evenCos1 * turn) + s * (oddSin + oddSin1) + c * (oddCos - oddCos1);
}

/**
 * How far the log-price may go because of jumps. After a variance jump Z ~ Exp(μ_v) the price is normal with variance about Z·t,
 * so its tail falls as e^(−|x|√(2/(μ_v t))); the price jump comes on top. Both until only TAIL_MASS of probability lies beyond.
 */
function jumpReach(law: Law, years: number): number {
  const { jumps, fast } = law;
  const chance = jumps.intensity * years;
  if (!(chance > 0)) return 0;
  const decades = Math.max(1, log(chance / TAIL_MASS));
  const lasting = (1 - exp(-fast.speed * years)) / fast.speed;
  const spread = Math.sqrt(0.5 * jumps.variance * lasting) * decades;
  const leap = Math.sqrt(2 * decades) * Math.sqrt(jumpSquare(jumps));
  return Math.max(spread, leap) + 0.5 * Math.min(spread, leap);
}

function newTable(law: Law, years: number, deviation: number): Table {
  const side = DEVIATIONS * deviation + jumpReach(law, years);
  const tilt = law.jumps.intensity > 0 ? Math.min(0, jumpMean(law.jumps)) : 0;
  // Leverage makes the right side shorter.
  return { left: tilt - side, right: RIGHT_SIDE * side, count: 0, entries: new Float64Array(0) };
}

/** Adds 64 entries to a table. */
function extend(law: Law, table: Table, years: number): void {
  const step = PI / (table.right - table.left);
  const grown = new Float64Array(6 * (table.count + 64));
  grown.set(table.entries);
  for (let i = 0; i < 64; i++) {
    const { a, b1, b2 } = exponent(law, (table.count + i + 1) * step, years);
    grown.set([a.re, a.im, b1.re, b1.im, b2.re, b2.im], 6 * (table.count + i));
  }
  table.entries = grown;
  table.count += 64;
}
