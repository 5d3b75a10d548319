// Numbers and names as the sections of a sweep's page write them.
import { METRICS } from "../../../metrics";
import type { Unit } from "../../../metrics";
import { grouped, percent, shortDollars } from "../../format";
import { html, raw } from "../escape";
import type { Html } from "../escape";
import { clip } from "../../style";
import { labelOf, valueOf } from "../../sweepView";
import { SIGNED, definitionId } from "../metric";

/** "1,234 configs". */
export const countOf = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;

export const unitOf = (metric: string): Unit => METRICS.find(({ id }) => id === metric)?.unit ?? "ratio";

/** Some metrics share a label and differ in their unit. */
export function nameOfMetric(metric: string): string {
  const label = labelOf(metric);
  const twins = METRICS.filter((one) => one.label === label);
  return twins.length > 1 ? `${label} (${unitOf(metric) === "percent" ? "of equity" : unitOf(metric) === "dollars" ? "$" : unitOf(metric)})` : label;
}

/** The metric's name, linked to its definition. */
export const metricLink = (metric: string): Html => html`<a href="#${definitionId(metric)}">${nameOfMetric(metric)}</a>`;

/** A value in its unit, good above zero and bad below where zero has that meaning. */
export function signedValue(metric: string, value: number | null | undefined): Html | string {
  const text = valueOf(metric, value);
  if (!SIGNED.has(metric) || value === null || value === undefined || !(value > 0 || value < 0)) return text;
  return html`<span class="${value > 0 ? "good" : "bad"}">${text}</span>`;
}

/** Ticks of an axis that carries the metric. */
export function axisFormat(metric: string, spread: number): (value: number) => string {
  const unit = unitOf(metric);
  if (unit === "percent") return (value) => percent(value, digitsFor(spread * 100));
  if (unit === "dollars") return (value) => shortDollars(value);
  return (value) => grouped(value, unit === "count" ? 0 : Math.max(1, digitsFor(spread)));
}

/** Decimals that tell values apart over such a spread; at most four. */
export function digitsFor(spread: number): number {
  let digits = 0;
  while (digits < 4 && spread > 0 && spread * 10 ** digits < 8) digits++;
  return digits;
}

/** A name that may break after its underscores. */
export const breakable = (name: string): Html => html`${name.split(/(?<=_)/).map((part, i) => html`${i > 0 && raw("<wbr>")}${part}`)}`;

/** Labels under a small picture, by value: at most six of them, each as long as its place. */
export function bandLabels(labels: readonly string[]): ReadonlyMap<string, string> {
  const every = Math.ceil(labels.length / 6);
  const room = Math.floor(38 / Math.ceil(labels.length / every));
  return new Map(labels.map((label, i) => [label, i % every === 0 ? clip(label, room) : ""]));
}

/** "a, b, c and 4 more". */
export function someOf(names: readonly string[], most = 6): string {
  return names.length <= most + 1 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${grouped(names.length - most)} more`;
}

/** Lowest and highest of what is finite; null of none. */
export function extent(values: ArrayLike<number>): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return low <= high ? [low, high] : null;
}
