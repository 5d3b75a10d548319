// Numbers as findings write them.
import type { Unit } from "../metrics";
import type { Estimate } from "./types";

/** A minus sign as in print, thousands grouped. */
export function fixed(value: number, digits: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split(".");
  const zero = Number(`${whole}.${fraction ?? 0}`) === 0;
  return `${value < 0 && !zero ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction ? `.${fraction}` : ""}`;
}

/** A value in its unit: fractions as percent, dollars whole. */
export function amount(value: number | null, unit: Unit): string {
  if (value === null || Number.isNaN(value)) return "undefined";
  if (unit === "percent") return `${fixed(value * 100, Math.abs(value) < 0.1 ? 2 : 1)} %`;
  if (unit === "dollars") return value < 0 ? `−$${fixed(-value, 0)}` : `$${fixed(value, 0)}`;
  if (unit === "count") return fixed(value, Number.isInteger(value) ? 0 : 1);
  return unit === "days" ? `${fixed(value, 0)} days` : `${fixed(value, 2)}${unit === "R" ? " R" : ""}`;
}

/** The same with its sign, for differences. */
export const change = (value: number | null, unit: Unit): string => `${value !== null && value > 0 && !/^[0., %$R]*$/.test(amount(value, unit)) ? "+" : ""}${amount(value, unit)}`;

/** "[−0.10 … 0.72]" */
export const span = (low: number | null, high: number | null, unit: Unit): string => (low === null || high === null ? "" : `[${amount(low, unit)} … ${amount(high, unit)}]`);

/** "0.31 [−0.10 … 0.72]", or why there is none. */
export const estimateText = ({ value, low, high, unit, reason }: Estimate): string => (value === null ? `undefined (${reason ?? "no value"})` : `${amount(value, unit)} ${span(low, high, unit)}`.trim());

export const chance = (p: number | null): string => (p === null ? "p undefined" : p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

export const count = (n: number, noun: string, many = `${noun}s`): string => `${fixed(n, 0)} ${n === 1 ? noun : many}`;

/** "a, b and c" */
export const listed = (words: readonly string[]): string => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
