// The level of quote widths by year, from the real widths over the shape of src/simulate/quote.ts.
import { bsmPrice } from "../../../assembly/portable/black";
import { fearFactor, typicalWidth } from "../../../src/simulate/quote";
import { moneyVariance, type Surface } from "../../../src/synth/surface";
import type { WidthConstants } from "../../../src/synth/widths";
import { leastSquares } from "./least";
import type { FitDay, Observation } from "./observations";
import { deltaOf, termOf, type Model } from "./surfaceFit";

/** From this year on widths are taken as settled. */
export const SETTLED = 2020;
/** The first year with chains: before it widths are held. */
const KNOWN = 2011;

/** The constants, and how much wider SPX (a tenth of it) is quoted than SPY. */
export interface WidthFit { constants: WidthConstants; spx: number }

export const median = (x: number[]): number => { const s = [...x].sort((a, b) => a - b); return s.length ? s[s.length >> 1] : NaN; };

/** Width of the shape at level 1, with the real price and |Δ| and the model's at-the-money value. */
function baseWidth(model: Model, days: ReadonlyMap<number, FitDay>, o: Observation): number {
  const surface = model.surfaces.get(o.day) as Surface;
  const deviation = Math.sqrt(moneyVariance(surface, o.years));
  const atm = bsmPrice(1, o.forward, o.forward, 1, 0, 0, deviation) / o.growth;
  return typicalWidth({ mid: o.mid, delta: o.delta, atm, dte: o.expiry - o.day, level: fearFactor((days.get(o.day) as FitDay).index) });
}

const yearOf = (o: Observation): number => 1970 + o.day / 365.25;
const isSpx = (o: Observation): number => (o.source.startsWith("SPX") ? 1 : 0);

/** Model width of an observation, dollars of SPY's size. */
export const widthOf = (fit: WidthFit, model: Model, days: ReadonlyMap<number, FitDay>, o: Observation): number =>
  baseWidth(model, days, o) * Math.exp(fit.constants.level + fit.constants.perYear * Math.max(0, SETTLED - yearOf(o)) + fit.spx * isSpx(o));

/** Fits level, change per year before SETTLED and SPX's factor to the median log ratio of every source and cell, sources alike. */
export function fitWidths(rows: readonly Observation[], model: Model, days: ReadonlyMap<number, FitDay>): WidthFit {
  const cells = new Map<string, { first: Observation; ratios: number[] }>();
  for (const o of rows) {
    const key = `${o.source} ${termOf(o)} ${o.isCall} ${deltaOf(o)}`;
    const cell = cells.get(key) ?? { first: o, ratios: [] };
    cells.set(key, cell);
    cell.ratios.push(Math.log(o.width / baseWidth(model, days, o)));
  }
  const list = [...cells.values()];
  const perSource = new Map<string, number>();
  for (const { first } of list) perSource.set(first.source, (perSource.get(first.source) ?? 0) + 1);
  const targets = list.map(({ first, ratios }) => ({ age: Math.max(0, SETTLED - yearOf(first)), spx: isSpx(first), y: median(ratios), w: 1 / Math.sqrt(perSource.get(first.source) as number) }));
  const [level, perYear, spx] = leastSquares([0, 0.1, 0], (x) => Float64Array.from(targets, (t) => t.w * (x[0] + x[1] * t.age + x[2] * t.spx - t.y)));
  return { constants: { level, perYear, settled: SETTLED, known: KNOWN }, spx };
}
