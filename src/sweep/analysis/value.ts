import { rawText } from "../../config/parameters";

/** A raw config value as short text; sampled numbers to six digits. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (value === true) return "on";
  if (value === false) return "off";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : rawText(value);
}
