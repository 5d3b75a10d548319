import { rawText } from "../../config/parameters";

/** A raw config value as short text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (value === true) return "on";
  if (value === false) return "off";
  return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : rawText(value);
}
