import { lastUpTo } from "../market/days";
import type { Curve } from "../market/types";

/** The curve's last value on or before `day`, 0 before the first and without a curve. */
export function valueOn(curve: Curve | null, day: number): number {
  if (!curve) return 0;
  const i = lastUpTo(curve.day, day);
  return i < 0 ? 0 : curve.value[i];
}
