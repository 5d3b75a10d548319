import type { MetricValue } from "../metrics";

/** 1234567 → "1,234,567". */
export function grouped(value: number, digits = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split(".");
  const sign = value < 0 && Number(`${whole}.${fraction ?? 0}`) !== 0 ? "−" : "";
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction ? `.${fraction}` : ""}`;
}

/** Whole dollars from $1,000 on, cents below. */
export const dollars = (value: number): string => {
  const text = grouped(value, Math.abs(value) >= 1000 ? 0 : 2);
  return text.startsWith("−") ? `−$${text.slice(1)}` : `$${text}`;
};

/** Whole dollars, always. */
export const wholeDollars = (value: number): string => {
  const text = grouped(value);
  return text.startsWith("−") ? `−$${text.slice(1)}` : `$${text}`;
};

export const percent = (fraction: number, digits = 2): string => `${grouped(fraction * 100, digits)} %`;

/** A metric's value in its unit; an en dash when undefined. */
export function metricText({ value, unit }: Pick<MetricValue, "value" | "unit">): string {
  if (value === null) return "–";
  if (unit === "percent") return percent(value);
  if (unit === "dollars") return dollars(value);
  if (unit === "days") return `${grouped(value, 1)} d`;
  if (unit === "R") return `${grouped(value, 2)} R`;
  return unit === "count" ? grouped(value, Number.isInteger(value) ? 0 : 1) : grouped(value, 2);
}

/** Axis labels: $98.4k, $1.23M. */
export function shortDollars(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (magnitude >= 1e6) return `${sign}$${(magnitude / 1e6).toFixed(2)}M`;
  return magnitude >= 1e4 ? `${sign}$${(magnitude / 1e3).toFixed(1)}k` : `${sign}$${grouped(magnitude)}`;
}
