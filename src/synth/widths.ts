// How wide the quotes of a day are: the shape of src/simulate/quote.ts, with a level per year fitted to real chains.
import { exp } from "../../assembly/portable/exp";
import { fearFactor } from "../simulate/quote";

/** ln(width level) of SPY in a calm market from the year `settled` on, and per year before it, back to the year `known`. */
export interface WidthConstants { level: number; perYear: number; settled: number; known: number }

/** Width level of a day: symbol, calendar year with its fraction, and the day's index against the symbol's usual one. */
export function yearWidth({ level, perYear, settled, known }: WidthConstants, symbolWidth: number, year: number, index: number): number {
  return symbolWidth * exp(level + perYear * Math.max(0, settled - Math.max(known, year))) * fearFactor(index);
}
