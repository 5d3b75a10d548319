import type { Curve } from "../market/types";
import { dayKey, dice } from "./dice";
import { countUpTo } from "../market/days";
import type { Change } from "./types";

/** Another value from a uniform number. */
const VALUES = {
  vix: { plausible: (value: number, u: number) => value * (0.7 + 0.7 * u), wild: (_: number, u: number) => 5 + 145 * u },
  rate: { plausible: (value: number, u: number) => value + 0.02 * (u - 0.5), wild: (_: number, u: number) => 0.27 * u - 0.02 },
} as const;
const COLUMNS = { vix: 32, rate: 33 } as const;

/** The curve with other values dated in (after, upTo]. */
export function perturbCurve(name: "vix" | "rate", curve: Curve, { how, after, upTo, seed }: Change): Curve {
  const other = VALUES[name][how === "wild" ? "wild" : "plausible"];
  const value = curve.value.slice();
  const { day } = curve;
  for (let i = countUpTo(day, after); i < day.length && day[i] <= upTo; i++) value[i] = other(value[i], dice(dayKey(seed, day[i], COLUMNS[name]), 0));
  return { day, value };
}
