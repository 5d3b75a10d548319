// Numbers in the words of findings.
import { UNITS_PER_DOLLAR } from "../units";

/** Money units as dollars with cents, e.g. "1.25". */
export const money = (units: number): string => (units / UNITS_PER_DOLLAR).toFixed(2);
/** A fraction in percent, e.g. "12.5 %". */
export const percent = (fraction: number, digits = 1): string => `${(100 * fraction).toFixed(digits)} %`;
/** A fraction in basis points. */
export const basisPoints = (fraction: number): string => `${(10_000 * fraction).toFixed(1)} bp`;
/** Bid and ask in money units. */
export const quote = (bid: number, ask: number): string => `bid ${money(bid)}, ask ${money(ask)}`;
