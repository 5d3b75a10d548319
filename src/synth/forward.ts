import { exp } from "../../assembly/portable/exp";
import { DAYS_PER_YEAR } from "../simulate/carry";
import type { ExpectedDividend } from "./dividends";

/** Forward price for `to` on `from`: the spot without the dividends expected in between, at a flat rate. Dollars. */
export function forwardPrice(spot: number, rate: number, from: number, to: number, dividends: readonly ExpectedDividend[]): number {
  let value = spot * exp((rate * (to - from)) / DAYS_PER_YEAR);
  for (const { day, amount } of dividends) if (day > from && day <= to) value -= amount * exp((rate * (to - day)) / DAYS_PER_YEAR);
  return value;
}
