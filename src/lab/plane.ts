// The plane that two sliders span over a config: the space of a sweep and of a walk-forward in the page.
import type { Values } from "./protocol";
import { positionOf } from "./sliders";
import type { Slider } from "./sliders";

export interface Axis {
  slider: Slider;
  /** Slider values, MOST at most. */
  positions: readonly unknown[];
  /** The same as raw values of the slider's key. */
  values: readonly unknown[];
}

export interface Plane {
  /** What all configs share. */
  base: Values;
  rows: Axis;
  columns: Axis;
  /** Key → its values, rows first. */
  parameters: Readonly<Record<string, readonly unknown[]>>;
}

/** Values of an axis at most: more cells than can be read. */
const MOST = 12;

/** At most MOST values, spread evenly, ends included, and the one in force in place of its nearest neighbour: the config on the screen lies on the plane. */
function thinned({ values }: Slider, now: number): unknown[] {
  if (values.length <= MOST) return [...values];
  const spread = Array.from({ length: MOST }, (_, i) => Math.round((i * (values.length - 1)) / (MOST - 1)));
  const nearest = spread.reduce((best, at, i) => (Math.abs(at - now) < Math.abs(spread[best] - now) ? i : best), 0);
  if (nearest > 0 && nearest < MOST - 1) spread[nearest] = now;
  return spread.map((at) => values[at]);
}

/** Throws when both sliders are of one key. */
export function planeOf(vertical: Slider, horizontal: Slider, config: Values): Plane {
  if (vertical.key === horizontal.key) throw new Error("Choose two different parameters for rows and columns.");
  const base = { ...config, ...switchedOn(vertical, config), ...switchedOn(horizontal, config) };
  const [rows, columns] = [axisOf(vertical, base), axisOf(horizontal, base)];
  return { base, rows, columns, parameters: { [vertical.key]: rows.values, [horizontal.key]: columns.values } };
}

function axisOf(slider: Slider, base: Values): Axis {
  const positions = thinned(slider, positionOf(slider, base));
  return { slider, positions, values: positions.map((value) => slider.apply(value, base)[slider.key]) };
}

/** What a slider changes beside its own key wherever it stands: regime sizes switch sizing by regime on. */
function switchedOn({ key, values, apply }: Slider, config: Values): Values {
  const patches = values.map((value) => apply(value, config));
  return Object.fromEntries(Object.entries(patches[0]).filter(([other, value]) => other !== key && patches.every((patch) => other in patch && String(patch[other]) === String(value))));
}

/** The config of a row and a column. */
export function configAt({ base, rows, columns }: Plane, row: number, column: number): Values {
  return { ...base, [rows.slider.key]: rows.values[row], [columns.slider.key]: columns.values[column] };
}

/** Row and column of a config from its choices in a reply with these axes. */
export function placeOf({ rows, columns }: Plane, axes: readonly string[], choices: Uint16Array, config: number): { row: number; column: number } {
  const choice = (axis: Axis): number => choices[config * axes.length + axes.indexOf(axis.slider.key)];
  return { row: choice(rows), column: choice(columns) };
}
