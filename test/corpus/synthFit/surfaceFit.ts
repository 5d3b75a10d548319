// The surface's constants from observations, by least squares of implied volatilities in points.
import { bentTime, moneyVariance, smileVariance, steepness, surfaceShape, anchored, type Surface, type SurfaceConstants, type Weights } from "../../../src/synth/surface";
import { clockOver, indexHorizon, type Clock } from "../../../src/synth/clock";
import { leastSquares } from "./least";
import type { Decay, FitDay, Observation, SpyDays } from "./observations";

const TERMS = [7, 21, 45, 90];
const DELTAS = [0.07, 0.13, 0.2, 0.3, 1];
export const TERM_NAMES = ["1–7 d", "8–21 d", "22–45 d", "46–90 d"];
export const DELTA_NAMES = ["0.02–0.07", "0.07–0.13", "0.13–0.20", "0.20–0.30", "0.30–0.56"];

export const termOf = (o: Observation): number => TERMS.findIndex((t) => o.expiry - o.day <= t);
export const deltaOf = (o: Observation): number => DELTAS.findIndex((d) => o.delta < d);
const cellOf = (o: Observation): string => `${termOf(o)} ${o.isCall} ${deltaOf(o)}`;

/** Observations with weights: every year the same, every cell of a year the same. Large cells are thinned evenly. */
export interface Weighted { rows: Observation[]; weight: Float64Array }
const CELL_LIMIT = 40;

export function weighted(all: readonly Observation[]): Weighted {
  const years = new Map<number, Map<string, Observation[]>>();
  for (const o of all) {
    const cells = years.get(o.year) ?? new Map<string, Observation[]>();
    years.set(o.year, cells);
    const cell = cells.get(cellOf(o)) ?? [];
    cells.set(cellOf(o), cell);
    cell.push(o);
  }
  const rows: Observation[] = [];
  const weight: number[] = [];
  for (const cells of years.values()) {
    for (const cell of cells.values()) {
      const every = Math.max(1, cell.length / CELL_LIMIT);
      const kept = Array.from({ length: Math.min(cell.length, CELL_LIMIT) }, (_, i) => cell[Math.floor(i * every)]);
      for (const o of kept) { rows.push(o); weight.push(Math.sqrt(1 / (cells.size * kept.length))); }
    }
  }
  return { rows, weight: Float64Array.from(weight) };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Free numbers ↔ constants. */
export function constantsOf(x: readonly number[]): SurfaceConstants {
  const four = (at: number) => x.slice(at, at + 4) as unknown as Weights;
  return { closed: logistic(x[0]), slowDecay: Math.exp(x[1]), fastDecay: Math.exp(x[2]), power: 0.5 * logistic(x[3]), basis: x[4], slow: four(5), fast: four(9), curvature: four(13), skew: four(17) };
}

export const START = [-1.5, Math.log(3), Math.log(40), 1, 0, ...[0, 0, 0, 0], ...[0, 0, 0, 0], ...[0, 0, 0, 0], ...[1, 0, 0, 0], 0];
const PREMIUM = START.length - 1;
/** Pull towards START: free numbers are known to about this much beforehand. */
const SPREAD = [1, 0.3, 0.3, 1, 0.05, ...[1, 1, 1, 1], ...[1, 1, 1, 1], ...[0.5, 0.5, 0.5, 0.5], ...[1, 1, 1, 1], 1];
const PULL = 0.15;

export interface Model { constants: SurfaceConstants; clock: Clock; surfaces: Map<number, Surface> }

const CLOCK = { first: 14_000, last: 21_000 };

/** Days of observations, with how far the snapshot's price was from the close. */
export const daysOf = (rows: readonly Observation[]): Map<number, number> => new Map(rows.map((o) => [o.day, o.ahead]));

/** Snapshots are taken at other times than the index's close: it is moved by this many per cent for each per cent of the price. */
const INDEX_PER_PRICE = 5;

/** Surfaces of all days at hand. */
export function modelOf(constants: SurfaceConstants, days: ReadonlyMap<number, FitDay>, wanted: ReadonlyMap<number, number>, curvature = 1): Model {
  const clock = clockOver(CLOCK.first, CLOCK.last, constants.closed);
  const surfaces = new Map<number, Surface>();
  for (const [day, ahead] of wanted) {
    const { index, state } = days.get(day) as FitDay;
    surfaces.set(day, anchored(surfaceShape(constants, state, curvature), index * Math.exp(-INDEX_PER_PRICE * ahead), indexHorizon(clock, day)));
  }
  return { constants, clock, surfaces };
}

/** The model's volatility for an observation, on the observation's own clock. */
export function modelVol({ constants, clock, surfaces }: Model, o: Observation): number {
  const s = surfaces.get(o.day) as Surface;
  const c = (o.sessions - o.early + 0.025 + o.closed * constants.closed) * clock.session;
  const theta = moneyVariance(s, c);
  return Math.sqrt(smileVariance(s.rho, steepness(s, theta), theta, o.k) / o.years);
}

/** Variance time of 30 and 60 days. */
const [MONTH, TWO_MONTHS] = [30 / 365, 60 / 365];

/** Forward volatility of the second month against what the index's history expects, in points; `premium` is what the market adds. */
function decayError(constants: SurfaceConstants, premium: number, { index, state, expected }: Decay): number {
  const shape = surfaceShape(constants, state, 1);
  const first = bentTime(shape, MONTH);
  return 0.5 * index * (Math.log((bentTime(shape, TWO_MONTHS) - first) / first) - 2 * expected - premium);
}

/** Fits the constants. History of the index weighs as much as one year of chains. */
export function fitSurface(data: Weighted, spy: Pick<SpyDays, "days" | "decay">, start: readonly number[] = START, rounds = 40): number[] {
  const wanted = daysOf(data.rows);
  const { days, decay } = spy;
  const share = 1 / Math.sqrt(decay.length);
  return leastSquares(start, (x) => {
    const model = modelOf(constantsOf(x), days, wanted);
    const out = new Float64Array(data.rows.length + x.length + decay.length);
    decay.forEach((d, i) => { out[data.rows.length + x.length + i] = share * decayError(model.constants, x[PREMIUM], d); });
    data.rows.forEach((o, i) => { out[i] = 100 * (modelVol(model, o) - o.iv) * data.weight[i]; });
    x.forEach((v, i) => { if (SPREAD[i] > 0) out[data.rows.length + i] = (PULL * (v - START[i])) / SPREAD[i]; });
    return out;
  }, { rounds, free: SPREAD.map((v) => v > 0) });
}
