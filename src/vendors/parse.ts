// Text to exact integers. Prices never pass through a float: "1395.46" is 13954600 money units by construction.
import { parseDate } from "./dates";

export { parseDate };

const ZERO = 48;
const NINE = 57;
const DOT = 46;
const MINUS = 45;
const PLUS = 43;
/** Digits that fit a double exactly. */
const MAX_DIGITS = 15;

/**
 * The decimal `text` × 10^digits as an integer, rounded half away from zero beyond `digits`. NaN for anything but a plain or
 * exponent decimal ("", "nan", "1,5", "0x1").
 */
export function parseScaled(text: string, digits: number): number {
  const sign = text.charCodeAt(0) === MINUS ? -1 : 1;
  let at = sign < 0 || text.charCodeAt(0) === PLUS ? 1 : 0;
  let value = 0;
  let seen = 0;
  let significant = 0;
  let decimals = -1; // -1 before the dot
  let roundUp = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (code < ZERO || code > NINE) return parseExponent(text, digits);
    seen++;
    if (decimals >= 0 && decimals >= digits) {
      if (decimals++ === digits) roundUp = code >= ZERO + 5;
      continue;
    }
    value = value * 10 + (code - ZERO);
    if (value > 0) significant++;
    if (decimals >= 0) decimals++;
  }
  if (seen === 0 || significant > MAX_DIGITS) return Number.NaN;
  for (let d = Math.max(decimals, 0); d < digits; d++) value *= 10;
  if (roundUp) value++;
  return value === 0 ? 0 : sign * value;
}

/** "1e-05", "2.5E3": expanded to a plain decimal, so that the rounding is exact too. */
function parseExponent(text: string, digits: number): number {
  const match = /^([+-]?)(\d*)\.?(\d*)[eE]([+-]?\d{1,3})$/.exec(text);
  if (!match) return Number.NaN;
  const [, sign, whole, fraction, exponent] = match;
  if (whole.length + fraction.length === 0) return Number.NaN;
  const point = whole.length + Number(exponent);
  const all = whole + fraction;
  const plain = point <= 0 ? `0.${"0".repeat(-point)}${all}` : point >= all.length ? all + "0".repeat(point - all.length) : `${all.slice(0, point)}.${all.slice(point)}`;
  return parseScaled(sign + plain, digits);
}

/** True when `text`, a plain decimal, has a non-zero digit beyond `digits` decimals: `parseScaled` rounded it. */
export function wasRounded(text: string, digits: number): boolean {
  const dot = text.indexOf(".");
  if (dot < 0 || text.length - dot - 1 <= digits) return false;
  for (let at = dot + 1 + digits; at < text.length; at++) if (text.charCodeAt(at) > ZERO) return true;
  return false;
}

/** True for what vendors write when they have no number. */
export const isBlank = (text: string): boolean => text === "" || text === "nan" || text === "NaN" || text === "NULL" || text === "null" || text === "None";

export const CALL = 0;
export const PUT = 1;

/** CALL, PUT, or NaN for anything but call/put/C/P in either case. */
export function parseRight(text: string): number {
  switch (text) {
    case "call": case "C": case "Call": case "c": case "CALL": return CALL;
    case "put": case "P": case "Put": case "p": case "PUT": return PUT;
    default: return Number.NaN;
  }
}

export interface OccSymbol {
  root: string;
  /** Day number in the symbol: the vendor's convention of the time (Saturday before 2015). */
  expiry: number;
  /** CALL or PUT. */
  right: number;
  /** Thousandths of a dollar. */
  strike: number;
}

const OCC_TAIL = 15; // YYMMDD, C or P, eight digits

/** The parts of an OCC symbol, packed (SPXW190426C00800000) or padded to 21 characters; undefined when it is none. */
export function parseOcc(text: string): OccSymbol | undefined {
  const split = text.length - OCC_TAIL;
  if (split < 1) return undefined;
  const root = text.slice(0, split).trimEnd();
  const right = parseRight(text.charAt(split + 6));
  const strike = digits(text, split + 7, 8);
  const expiry = occDay(text.slice(split, split + 6));
  if (root === "" || Number.isNaN(right) || Number.isNaN(strike) || Number.isNaN(expiry)) return undefined;
  return { root, expiry, right, strike };
}

const OCC_DAYS = new Map<number, number>();

/** Day number of the six digits of a date in an OCC symbol, e.g. 190426; NaN when it is no date. */
export function occDayOf(yymmdd: number): number {
  let day = OCC_DAYS.get(yymmdd);
  if (day === undefined) OCC_DAYS.set(yymmdd, (day = occDay(String(yymmdd).padStart(6, "0"))));
  return day;
}

const occDay = (text: string): number => parseDate(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`);

function digits(text: string, begin: number, count: number): number {
  let value = 0;
  for (let at = begin; at < begin + count; at++) {
    const code = text.charCodeAt(at);
    if (!(code >= ZERO && code <= NINE)) return Number.NaN;
    value = value * 10 + (code - ZERO);
  }
  return value;
}
