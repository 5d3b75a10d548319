// Axis values: lists, inclusive decimal ranges, words. Each value passes its parameter's own schema once.
import { flagOf, parameterOf, rawText } from "../config";
import type { Config, Key } from "../config";
import { presetPatch } from "../config/resolve";
import { configError } from "../errors";
import type { Scalar } from "./expression";

/** One value of a swept parameter. */
export interface AxisValue {
  /** What the config holds. */
  value: unknown;
  /** A raw form that reads back as the same value. */
  raw: unknown;
  text: string;
  scalar: Scalar;
  /** Keys that the value fills as a preset; null for most. */
  preset: Partial<Config> | null;
}

/** Most values of one axis: choices are stored as 16-bit numbers, the last one meaning "not swept here". */
export const MAX_VALUES = 65_535;

const RANGE = /^\s*(-?[\d.]+)\s*:\s*(-?[\d.]+)\s*:\s*(-?[\d.]+)\s*$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)$/;

/** The values that `raw` names: a YAML list, `a,b,c`, `from:to:step`, or a list of lists separated by `;`. Throws config errors. */
export function readAxisValues(key: Key, raw: unknown, where: string): AxisValue[] {
  const items = Array.isArray(raw) ? raw.flatMap((item) => rangeOrItem(key, item, where)) : typeof raw === "string" ? splitText(key, raw, where) : [raw];
  if (items.length === 0) throw configError(`${where}: ${key} = ${rawText(raw)}`, "names no value", "give a list 35,50,65 or a range 0.05:0.30:0.05");
  if (items.length > MAX_VALUES) throw configError(`${where}: ${key}`, `has ${items.length} values`, `an axis has at most ${MAX_VALUES}`);
  const values = items.map((item) => axisValue(key, item, where));
  const texts = values.map((value) => value.text);
  const twin = texts.findIndex((text, i) => texts.indexOf(text) !== i);
  if (twin >= 0) throw configError(`${where}: ${key} = ${texts[twin]}`, "is listed twice", "list each value once");
  return values;
}

function splitText(key: Key, text: string, where: string): unknown[] {
  if (text.includes(";")) return text.split(";").map((item) => item.trim()).filter((item) => item !== "");
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "").flatMap((item) => rangeOrItem(key, item, where));
}

const rangeOrItem = (key: Key, item: unknown, where: string): unknown[] => {
  const match = typeof item === "string" ? RANGE.exec(item) : null;
  return match ? decimalRange(match[1], match[2], match[3], `${where}: ${key} = ${match[0].trim()}`) : [item];
};

/** `from`, `from + step` … up to and including `to`, each the double nearest to the decimal: 0.3, never 0.30000000000000004. */
export function decimalRange(from: string, to: string, step: string, subject: string): number[] {
  for (const part of [from, to, step]) if (!DECIMAL.test(part)) throw configError(subject, `has ${part}, which is not a number`, "write from:to:step, e.g. 0.05:0.30:0.05");
  const digits = Math.max(...[from, to, step].map((part) => part.split(".")[1]?.length ?? 0));
  const whole = (part: string): number => Math.round(Number(`${part}e${digits}`));
  const [first, last, by] = [whole(from), whole(to), whole(step)];
  if (by <= 0) throw configError(subject, "has a step that is not above 0", "write from:to:step, e.g. 0.05:0.30:0.05");
  if (last < first) throw configError(subject, "ends before it begins", "swap its ends");
  const count = Math.floor((last - first) / by) + 1;
  if (count > MAX_VALUES) throw configError(subject, `has ${count} values`, `an axis has at most ${MAX_VALUES}: take a larger step`);
  return Array.from({ length: count }, (_, i) => Number(`${first + i * by}e-${digits}`));
}

/** One raw value through the parameter's schema. */
export function axisValue(key: Key, item: unknown, where: string): AxisValue {
  const { schema, accepts, unit, raw } = parameterOf(key);
  const parsed = schema.safeParse(item);
  if (!parsed.success) {
    const [{ message }] = parsed.error.issues;
    throw configError(`${where}: ${key} = ${rawText(item)}`, message, message.includes("expected") ? "" : `expected ${accepts}${unit ? ` (${unit})` : ""}; several lists are separated by ; (${flagOf(key)} takes one)`);
  }
  const value = parsed.data;
  const back = raw(value);
  const preset = presetPatch({ [key]: value });
  return { value, raw: back, text: rawText(back), scalar: scalarOf(key, value), preset: Object.keys(preset).length ? preset : null };
}

/** A config value as expressions and result tables see it: a number, or its text ("on", "off", "credit"). */
export function scalarOf(key: Key, value: unknown): Scalar {
  if (typeof value === "number" || typeof value === "string") return value;
  const text = rawText(parameterOf(key).raw(value));
  return DECIMAL.test(text) ? Number(text) : text;
}
