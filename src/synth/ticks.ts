import { dayNumber } from "../units";

/** Quotes in cents began with the penny pilot; before, in nickels, and in dimes from $3. */
const PENNIES: Record<string, number> = { QQQ: dayNumber(2007, 1, 26), IWM: dayNumber(2007, 1, 26), SPY: dayNumber(2007, 9, 28) };
const OTHERS = dayNumber(2007, 9, 28);

/** Cents per tick of a quote at `price` dollars on `day`. */
export function quoteTick(symbol: string, day: number): (price: number) => number {
  return day >= (PENNIES[symbol] ?? OTHERS) ? () => 1 : (price) => (price < 3 ? 5 : 10);
}
