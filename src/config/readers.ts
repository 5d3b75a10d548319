// Readers of the values that have a grammar of their own.
import { EXIT_ORDER, MIXTURE_COLUMNS, STRUCTURES } from "../strategy/spec";
import type { ExitKind, MixtureColumn, Structure } from "../strategy/spec";
import { checkRange, readList, readNumber, refuse } from "./kinds";
import { REGIME_PRESET_NAMES } from "./presets";
import type { RegimePresetName } from "./presets";

/** How far the long leg is from the short one. */
export interface Width {
  mode: "dollars" | "percent" | "delta";
  /** Rising; dollars, % of spot, or |Δ| of the long leg. */
  values: readonly number[];
}

export const WIDTH_FORMS = "dollars (5 or 2.5,5,10), % of spot (2%), or |Δ| of the long leg (0.05d); up to four";

/** `5`, `[1, 5]`, `"1,2.5"`, `"2%"`, `"0.05d"`: one mode for all values. */
export function readWidth(raw: unknown): Width {
  const items = readList(raw).map(readOneWidth);
  if (items.length < 1 || items.length > 4) return refuse(`has ${items.length} values, expected one to four`);
  const { mode } = items[0];
  if (items.some((item) => item.mode !== mode)) return refuse("mixes dollars, % of spot and deltas: use one form");
  const values = items.map((item) => item.value);
  if (values.some((value, i) => i > 0 && value <= values[i - 1])) return refuse("is not strictly rising");
  return { mode, values };
}

function readOneWidth(raw: unknown): { mode: Width["mode"]; value: number } {
  const body = typeof raw === "string" ? raw.trim() : raw;
  if (typeof body === "string" && body.endsWith("%")) return { mode: "percent", value: checkRange(readNumber(body.slice(0, -1)), { min: 0, max: 50, above: true }) };
  if (typeof body === "string" && body.endsWith("d")) return { mode: "delta", value: checkRange(readNumber(body.slice(0, -1)), { min: 0, max: 1, above: true }) };
  return { mode: "dollars", value: checkRange(readNumber(body), { min: 0, max: 10_000, above: true }) };
}

const WIDTH_SUFFIX = { dollars: "", percent: "%", delta: "d" } as const;
export const rawWidth = ({ mode, values }: Width): string => values.map((value) => `${value}${WIDTH_SUFFIX[mode]}`).join(",");

/** Fill fraction of the quoted width: a preset or a percentage. */
export type Slippage = "orats" | "mid" | "pessimistic" | number;
const SLIPPAGE_NAMES: readonly Slippage[] = ["orats", "mid", "pessimistic"];

export function readSlippage(raw: unknown): Slippage {
  const name = SLIPPAGE_NAMES.find((known) => known === raw);
  if (name !== undefined) return name;
  const body = typeof raw === "string" ? raw.trim().replace(/%$/, "") : raw;
  return checkRange(readNumber(body), { min: 0, max: 200 });
}

export const readStructure = (raw: unknown): Structure =>
  STRUCTURES.find((known) => known === raw) ?? refuse(`${String(raw)} is not one of ${STRUCTURES.join(", ")}`);

/** The named triggers first, the others after them in default order. */
export function readExitPriority(raw: unknown): readonly ExitKind[] {
  const named = readList(raw).map((item) => EXIT_ORDER.find((known) => known === item) ?? refuse(`${String(item)} is not one of ${EXIT_ORDER.join(", ")}`));
  if (new Set(named).size !== named.length) return refuse("names a trigger twice");
  return [...named, ...EXIT_ORDER.filter((kind) => !named.includes(kind))];
}

/** Columns of a Gaussian mixture, in the order of MIXTURE_COLUMNS whatever the order given. */
export function readMixtureColumns(raw: unknown): readonly MixtureColumn[] {
  const named = readList(raw).map((item) => MIXTURE_COLUMNS.find((known) => known === item) ?? refuse(`${String(item)} is not one of ${MIXTURE_COLUMNS.join(", ")}`));
  if (new Set(named).size !== named.length) return refuse("names a column twice");
  const missing = (["volatility", "trend"] as const).find((name) => !named.includes(name));
  return missing ? refuse(`lacks ${missing}, from which the labels follow`) : MIXTURE_COLUMNS.filter((name) => named.includes(name));
}

export type Multipliers = RegimePresetName | readonly number[];

/** A preset's name or one multiplier per regime label. */
export function readMultipliers(raw: unknown): Multipliers {
  const preset = REGIME_PRESET_NAMES.find((name) => name === raw);
  if (preset) return preset;
  if (typeof raw === "string" && /^[a-z_]+$/.test(raw)) return refuse(`is not one of the presets ${REGIME_PRESET_NAMES.join(", ")}`);
  const values = readList(raw).map((item) => checkRange(readNumber(item), { min: 0, max: 10 }));
  if (values.length < 1 || values.length > 8) return refuse(`has ${values.length} values, expected one per regime label`);
  return values;
}

export type WeightRow = readonly [number, number, number, number];

/** Four weights for every regime, or four rows of four (text: rows separated by `;`). */
export function readWeights(raw: unknown): readonly WeightRow[] {
  const rows = typeof raw === "string" ? raw.split(";") : Array.isArray(raw) && raw.some(Array.isArray) ? raw : [raw];
  const weights = rows.map(readWeightRow);
  if (weights.length === 1) return [weights[0], weights[0], weights[0], weights[0]];
  return weights.length === 4 ? weights : refuse(`has ${weights.length} rows, expected one, or one per four-state regime`);
}

function readWeightRow(raw: unknown): WeightRow {
  const row = readList(raw).map((item) => checkRange(readNumber(item), { min: 0, max: 1000 }));
  if (row.length !== 4) return refuse(`has a row of ${row.length} weights, expected credit, 1 − |Δ|, DTE, liquidity`);
  return row as unknown as WeightRow;
}

/** Tickers in capitals; a ticker twice is a mistake. */
export const readTicker = (raw: unknown): string =>
  typeof raw === "string" && /^[A-Za-z0-9._^-]+$/.test(raw) ? raw.toUpperCase() : refuse(`${String(raw)} is not a ticker`);

/** An annual rate in %, or the dataset's own dated series. */
export type RiskFree = number | "curve";
export const readRiskFree = (raw: unknown): RiskFree => (raw === "curve" ? "curve" : checkRange(readNumber(raw), { min: -10, max: 100 }));
