// The one table of parameters: schema, flags, help, documentation and presets are derived from it.
import type { Parameter } from "./kinds";
import { COSTS, LIMITS, QUOTES, SIZING } from "./groups/account";
import { MARKET, STRUCTURE } from "./groups/market";
import { OUTPUT } from "./groups/output";
import { BREAKERS, FEATURES, REGIME } from "./groups/regime";
import { EXITS, SCREEN } from "./groups/screen";

export const PARAMETERS = { ...MARKET, ...STRUCTURE, ...SCREEN, ...EXITS, ...QUOTES, ...COSTS, ...SIZING, ...LIMITS, ...REGIME, ...BREAKERS, ...FEATURES, ...OUTPUT };

export type Key = keyof typeof PARAMETERS;

/** A resolved config: every key with its value. */
export type Config = { [K in Key]: (typeof PARAMETERS)[K] extends Parameter<infer T> ? T : never };

export const KEYS = Object.keys(PARAMETERS) as Key[];

/** A parameter without its value type, for code that walks the table. */
export const parameterOf = (key: Key): Parameter<unknown> => PARAMETERS[key] as unknown as Parameter<unknown>;

/** Keys a sleeve may override. */
export const SLEEVE_KEYS = KEYS.filter((key) => parameterOf(key).sleeve) as SleeveKey[];
export type SleeveKey = keyof typeof SCREEN | keyof typeof EXITS;

/** The flag of a key: the same words; a repeatable one in the singular. */
export const flagOf = (key: Key): string => `--${(parameterOf(key).repeatable ? key.replace(/s$/, "") : key).replaceAll("_", "-")}`;

/** Text of a raw value, as a flag takes it. */
export function rawText(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => (typeof item === "object" ? JSON.stringify(item) : String(item))).join(",");
  return String(value);
}

export const defaultText = (key: Key): string => rawText(parameterOf(key).raw(parameterOf(key).default)) || "none";

export const GROUP_TITLES: Record<Parameter<unknown>["group"], string> = {
  market: "Market and dates",
  structure: "What is traded",
  screen: "Screening and ranking (per sleeve)",
  exits: "Exits (per sleeve)",
  quotes: "Quotes that do not fill",
  costs: "Fills and costs",
  sizing: "Account and sizing",
  limits: "Portfolio limits",
  regime: "Regime sizing",
  breakers: "Breakers",
  features: "Features",
  output: "Output",
};
