// The kinds of values a parameter can have. Each reads the YAML value and the flag's text alike, so both say the same thing.
import { z } from "../zod";
import { parseIsoDate } from "../units";

export type Group = "market" | "structure" | "screen" | "exits" | "quotes" | "costs" | "sizing" | "limits" | "regime" | "breakers" | "features" | "output";

export interface Parameter<T> {
  group: Group;
  /** What it does, one sentence. */
  help: string;
  /** Unit of the value, "" when it has none. */
  unit: string;
  default: T;
  /** Values allowed, for people. */
  accepts: string;
  /** Raw YAML value or flag text → value; the message of a refusal says what is expected. */
  schema: z.ZodMiniType<T>;
  /** May differ per sleeve. */
  sleeve: boolean;
  /** The flag may be given several times and is named in the singular. */
  repeatable: boolean;
  /** A flag without a value means "on". */
  bare: boolean;
  /** Value → a raw form that reads back as the same value. */
  raw: (value: T) => unknown;
}

interface Common<T> {
  group: Group;
  help: string;
  default: T;
  unit?: string;
  sleeve?: boolean;
}

/** A refusal inside a schema: thrown by readers, turned into a zod issue. */
class Refusal extends Error {}
export const refuse = (message: string): never => {
  throw new Refusal(message);
};

/** A schema from a reader that returns the value or refuses. */
export const reader = <T>(read: (raw: unknown) => T): z.ZodMiniType<T> =>
  z.pipe(z.unknown(), z.transform((raw, context) => {
    try {
      return read(raw);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.issues.push({ code: "custom", message: error.message, input: raw });
      return z.NEVER;
    }
  }));

function parameter<T>(common: Common<T>, accepts: string, read: (raw: unknown) => T, more: Partial<Parameter<T>> = {}): Parameter<T> {
  return { unit: "", sleeve: false, repeatable: false, bare: false, raw: (value) => value, ...common, accepts, schema: reader(read), ...more };
}

/** A finite number from a number or its decimal text. */
export function readNumber(raw: unknown): number {
  const value = typeof raw === "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw.trim()) ? Number(raw) : raw;
  if (typeof value !== "number" || !Number.isFinite(value)) return refuse("is not a number");
  return value;
}

/** Items of a YAML list, or of comma-separated text. */
export function readList(raw: unknown): unknown[] {
  if (Array.isArray(raw)) return raw;
  if (typeof raw === "string") return raw.split(",").map((item) => item.trim()).filter((item) => item !== "");
  return [raw];
}

interface Range {
  min: number;
  max: number;
  /** The smallest value itself is refused. */
  above?: boolean;
  integer?: boolean;
}

const rangeText = ({ min, max, above, integer }: Range): string => {
  const kind = integer ? "whole number" : "number";
  const top = max === Infinity ? "" : ` up to ${max}`;
  if (above) return `${kind} above ${min}${top}`;
  return max === Infinity ? `${kind} from ${min}` : `${kind} from ${min} to ${max}`;
};

export function checkRange(value: number, range: Range): number {
  if (range.integer && !Number.isInteger(value)) return refuse(`is not a ${rangeText(range)}`);
  if (value > range.max || value < range.min || (range.above && value === range.min)) return refuse(`is out of range: expected a ${rangeText(range)}`);
  return value;
}

export const number = (o: Common<number> & Range): Parameter<number> => parameter(o, rangeText(o), (raw) => checkRange(readNumber(raw), o));

/** A number that can be off; null = off. */
export const numberOrOff = (o: Common<number | null> & Range): Parameter<number | null> =>
  parameter(o, `${rangeText(o)}, or off`, (raw) => (isOff(raw) ? null : checkRange(readNumber(raw), o)), { raw: (value) => value ?? "off" });

const isOff = (raw: unknown): boolean => raw === "off" || raw === false || raw === null;

/** on/off; a bare flag means on. */
export const toggle = (o: Common<boolean>): Parameter<boolean> =>
  parameter(o, "on or off", (raw) => {
    if (raw === true || raw === "on" || raw === "true") return true;
    if (raw === false || raw === "off" || raw === "false") return false;
    return refuse("is neither on nor off");
  }, { bare: true, raw: (value) => (value ? "on" : "off") });

export const choice = <const C extends readonly string[]>(o: Common<C[number]> & { of: C }): Parameter<C[number]> =>
  parameter<C[number]>(o, o.of.join(" | "), (raw) => (typeof raw === "string" && o.of.includes(raw) ? raw : refuse(`is not one of ${o.of.join(", ")}`)));

export const choiceOrNone = <const C extends readonly string[]>(o: Common<C[number] | null> & { of: C }): Parameter<C[number] | null> =>
  parameter<C[number] | null>(o, `${o.of.join(" | ")} | none`, (raw) => {
    if (raw === null || raw === "none") return null;
    return typeof raw === "string" && o.of.includes(raw) ? raw : refuse(`is not one of ${o.of.join(", ")}, none`);
  }, { raw: (value) => value ?? "none" });

/** A date, or null, which has a word. */
const dateOr = (word: string, meaning: string) => (o: Common<string | null>): Parameter<string | null> =>
  parameter(o, `YYYY-MM-DD, or ${word} (${meaning})`, (raw) => {
    if (raw === null || raw === word) return null;
    return typeof raw === "string" && parseIsoDate(raw) !== undefined ? raw : refuse("is not a date of the form YYYY-MM-DD");
  }, { raw: (value) => value ?? word });

/** A date, or null for the edge of the data. */
export const dateOrData = dateOr("data", "the dataset's own edge");
/** A date, or null for the end of the run. */
export const dateOrEnd = dateOr("end", "of the run");

export const text = (o: Common<string>): Parameter<string> =>
  parameter(o, "text", (raw) => (typeof raw === "string" && raw.trim() !== "" ? raw : refuse("is empty")));

export const textOrNone = (o: Common<string | null>): Parameter<string | null> =>
  parameter(o, "text, or none", (raw) => (raw === null || raw === "none" ? null : typeof raw === "string" && raw.trim() !== "" ? raw : refuse("is empty")), { raw: (value) => value ?? "none" });

/** A list with its own item reader. */
export const list = <T>(o: Common<readonly T[]> & { accepts: string; item: (raw: unknown) => T; check?: (items: readonly T[]) => void }): Parameter<readonly T[]> =>
  parameter<readonly T[]>(o, o.accepts, (raw) => {
    const items = readList(raw).map(o.item);
    o.check?.(items);
    return items;
  });

/** Numbers in strictly rising order (or any order), exactly `count` of them. */
export const numbers = (o: Common<readonly number[]> & Range & { count: number; rising?: boolean }): Parameter<readonly number[]> =>
  list({
    ...o,
    accepts: `${o.count} ${o.rising ? "rising " : ""}numbers, each a ${rangeText(o)}`,
    item: (raw) => checkRange(readNumber(raw), o),
    check: (items) => {
      if (items.length !== o.count) refuse(`has ${items.length} values, expected ${o.count}`);
      if (o.rising && items.some((value, i) => i > 0 && value <= items[i - 1])) refuse("is not strictly rising");
    },
  });

/** Anything with a reader of its own. */
export const custom = <T>(o: Common<T> & { accepts: string; read: (raw: unknown) => T; raw?: (value: T) => unknown; repeatable?: boolean }): Parameter<T> =>
  parameter(o, o.accepts, o.read, { raw: o.raw ?? ((value) => value), repeatable: o.repeatable ?? false });
