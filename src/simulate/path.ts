// One history of all underlyings. Each session is cut into pieces; the snapshot of the chains lies one piece before the close:
//
//   close ── night 0.30 ── open ── 0.225 ── 0.225 ── 0.225 ── snapshot ── 0.025 ── close        (sessions of variance time)
//
// Price shocks, variance shocks and jump times are shared through fixed correlations, so each underlying alone obeys its own law.
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { normCdf } from "../../assembly/portable/normal";
import type { Carry } from "./carry";
import { diffuse, diffusionStep, jump, type Step, type VarianceState } from "./diffusion";
import { normalAt, STREAM, uniformAt, type Seed } from "./draws";
import { SESSIONS_PER_YEAR, type Law } from "./model";
import { PRICE_CHOLESKY, PROFILES, VARIANCE_CHOLESKY } from "./parameters";

/** Variance time from the snapshot to the close, in sessions (14 of 390 minutes, the night counted as 0.3 of a session). */
export const AFTER_SNAPSHOT = 0.025;
const PIECES = [0.3, 0.225, 0.225, 0.225, AFTER_SNAPSHOT];
const OPEN_PIECE = 0;
const SNAPSHOT_PIECE = 3;

/** One underlying's history, one entry per session; prices in dollars, unrounded. */
export interface Path {
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  snapshot: Float64Array;
  close: Float64Array;
  /** Cash dividend that the open has lost. */
  dividend: Float64Array;
  /** Variance state at the snapshot. */
  fast: Float64Array;
  slow: Float64Array;
  /** Total diffusive variance at the close, annual. */
  variance: Float64Array;
}

const newPath = (n: number): Path => ({
  open: new Float64Array(n), high: new Float64Array(n), low: new Float64Array(n), snapshot: new Float64Array(n), close: new Float64Array(n),
  dividend: new Float64Array(n), fast: new Float64Array(n), slow: new Float64Array(n), variance: new Float64Array(n),
});

/** Jump instants of the whole history in sessions, rising; shared by all underlyings. */
export function jumpTimes(seed: Seed, intensity: number, sessions: number): number[] {
  const times: number[] = [];
  if (!(intensity > 0)) return times;
  let time = 0;
  for (;;) {
    time -= (log(1 - uniformAt(seed, STREAM.JUMP_TIME, times.length)) * SESSIONS_PER_YEAR) / intensity;
    if (time >= sessions) return times;
    times.push(time);
  }
}

/** Component `row` of correlated normals number `index` of a stream. */
function correlated(seed: Seed, stream: number, index: number, cholesky: readonly (readonly number[])[], row: number): number {
  let sum = 0;
  for (let column = 0; column <= row; column++) sum += cholesky[row][column] * normalAt(seed, stream, index * PROFILES.length + column);
  return sum;
}

/** The deterministic inputs of one underlying's history. */
export interface PathInput {
  seed: Seed;
  /** Position in PROFILES: selects the correlated draws. */
  row: number;
  law: Law;
  startPrice: number;
  fast: number;
  slow: number;
  /** Excess drift per year. */
  premium: number;
  carry: Carry;
  /** Sessions to simulate, from the first of the carry. */
  sessions: number;
}

/** Simulates the history; the first session opens at `startPrice`. Same draws, hence the same path, whichever other symbols are asked for. */
export function simulatePath(input: PathInput): Path {
  const { seed, row, law, carry } = input;
  const count = input.sessions;
  const path = newPath(count);
  const steps = PIECES.map((length) => diffusionStep(law, length / SESSIONS_PER_YEAR));
  const jumps = jumpTimes(seed, law.jumps.intensity, count);
  const state: VarianceState = { fast: input.fast, slow: input.slow, drift: 0, variance: 0 };
  let price = input.startPrice;
  let nextJump = 0;
  let draw = 0;

  /** Moves the log-price by one diffusion step and returns the move; the range of the bridge goes to `span`. */
  const span = { up: 0, down: 0 };
  function diffuseOnce(step: Step): number {
    diffuse(step, state, correlated(seed, STREAM.FAST, draw, VARIANCE_CHOLESKY, row), correlated(seed, STREAM.SLOW, draw, VARIANCE_CHOLESKY, row));
    const move = state.drift + Math.sqrt(state.variance) * correlated(seed, STREAM.PRICE, draw, PRICE_CHOLESKY, row);
    // Extremes of a Brownian bridge over the step, one uniform each.
    const up = uniformAt(seed, STREAM.RANGE, 2 * (draw * PROFILES.length + row));
    const down = uniformAt(seed, STREAM.RANGE, 2 * (draw * PROFILES.length + row) + 1);
    span.up = 0.5 * (move + Math.sqrt(move * move - 2 * state.variance * log(1 - up)));
    span.down = 0.5 * (move - Math.sqrt(move * move - 2 * state.variance * log(1 - down)));
    draw++;
    return move;
  }

  function jumpOnce(): number {
    const u = normCdf(correlated(seed, STREAM.JUMP_SIZE, 2 * nextJump, VARIANCE_CHOLESKY, row));
    const move = jump(law.jumps, state, u, correlated(seed, STREAM.JUMP_SIZE, 2 * nextJump + 1, PRICE_CHOLESKY, row));
    nextJump++;
    return move;
  }

  for (let i = 0; i < count; i++) {
    let time = i;
    let high = 0;
    let low = Infinity;
    for (let piece = 0; piece < PIECES.length; piece++) {
      const end = time + PIECES[piece];
      let from = time;
      let step = steps[piece];
      if (piece === OPEN_PIECE && i > 0) {
        const before = price * exp(carry.growth[i] - carry.growth[i - 1]);
        path.dividend[i] = before * carry.dividend[i];
        price = before - path.dividend[i];
      }
      const top = () => { high = Math.max(high, price); low = Math.min(low, price); };
      while (nextJump < jumps.length && jumps[nextJump] < end) {
        price *= exp(diffuseOnce(diffusionStep(law, (jumps[nextJump] - from) / SESSIONS_PER_YEAR)));
        from = jumps[nextJump];
        if (piece !== OPEN_PIECE) top();
        price *= exp(jumpOnce());
        step = diffusionStep(law, (end - from) / SESSIONS_PER_YEAR);
      }
      const start = price;
      price *= exp(diffuseOnce(step) + (input.premium * PIECES[piece]) / SESSIONS_PER_YEAR);
      if (piece === OPEN_PIECE) path.open[i] = price;
      else {
        high = Math.max(high, start * exp(span.up));
        low = Math.min(low, start * exp(span.down));
      }
      top();
      if (piece === SNAPSHOT_PIECE) {
        path.snapshot[i] = price;
        path.fast[i] = state.fast;
        path.slow[i] = state.slow;
      }
      time = end;
    }
    path.close[i] = price;
    path.high[i] = high;
    path.low[i] = low;
    path.variance[i] = law.floor + state.fast + state.slow;
  }
  return path;
}
