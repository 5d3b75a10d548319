// How much of the result is luck: intervals by the studentised stationary bootstrap over days.
import { daysPerYearOf } from "../metrics/returns";
import { bootstrapMean, FEWEST_SESSIONS, pairedDifference } from "../stats";
import type { BootstrapOptions, Inference } from "../stats";
import type { Curve, Evidence } from "./types";

/** Daily returns of the account. */
const returnsOf = ({ equity }: Curve, initial: number): Float64Array => equity.map((value, t) => value / (t === 0 ? initial : equity[t - 1]) - 1);

/** The mean return per year of the account: is it above zero? */
export function evidenceOf(curve: Curve, initial: number, options: BootstrapOptions): Evidence {
  const fault = faultOf([curve]);
  if (fault) return none(fault);
  const { mean, ...rest } = bootstrapMean(returnsOf(curve, initial), options);
  return perYear({ estimate: mean, ...rest }, daysPerYearOf(curve.days));
}

/** The difference of mean returns per year, a − b, over the same days: is it above zero? */
export function evidenceBetween(a: Curve, b: Curve, initial: number, options: BootstrapOptions): Evidence {
  const fault = faultOf([a, b]);
  return fault ? none(fault) : perYear(pairedDifference(returnsOf(a, initial), returnsOf(b, initial), options).mean, daysPerYearOf(a.days));
}

function faultOf(curves: readonly Curve[]): string | null {
  if (curves[0].days.length < FEWEST_SESSIONS) return `fewer than ${FEWEST_SESSIONS} sessions`;
  return curves.some(({ equity }) => equity.some((value) => !(value > 0))) ? "equity was not positive on some day" : null;
}

const none = (reason: string): Evidence => ({ perYear: null, low: null, high: null, pValue: null, reason });
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function perYear({ estimate, low, high, pGreater, reason }: Inference, year: number): Evidence {
  return { perYear: estimate * year, low: orNull(low * year), high: orNull(high * year), pValue: orNull(pGreater), reason: reason ?? null };
}
