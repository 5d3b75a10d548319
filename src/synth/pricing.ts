// Model prices of one day's expiries: the surface on the variance clock, forwards from the rate and the dividends expected that day.
import { bsmPrice } from "../../assembly/portable/black";
import { exp } from "../../assembly/portable/exp";
import { log } from "../../assembly/portable/log";
import { DAYS_PER_YEAR } from "../simulate/carry";
import type { ExpiryPricing } from "../simulate/chain";
import type { Slice } from "../simulate/cosine";
import { SESSIONS_PER_YEAR } from "../simulate/model";
import { AFTER_SNAPSHOT } from "../simulate/path";
import type { Clock } from "./clock";
import type { ExpectedDividend } from "./dividends";
import { forwardPrice } from "./forward";
import { moneyVariance, smileVariance, steepness, type Surface } from "./surface";

/** What one day's prices follow from. */
export interface PricedDay {
  day: number;
  spot: number;
  rate: number;
  dividends: readonly ExpectedDividend[];
  surface: Surface;
  clock: Clock;
}

/** Undiscounted prices on one smile. */
function sliceOf(surface: Surface, theta: number): Slice {
  const phi = steepness(surface, theta);
  return {
    put: (forward, strike) => bsmPrice(0, forward, strike, 1, 0, 0, Math.sqrt(smileVariance(surface.rho, phi, theta, log(strike / forward)))),
  };
}

/** Clock, carry and prices of an expiry. The snapshot lies AFTER_SNAPSHOT sessions before the close, at the closing price. */
export function expiryPricing({ day, spot, rate, dividends, surface, clock }: PricedDay, expiry: number): ExpiryPricing {
  const dte = expiry - day;
  const years = dte / DAYS_PER_YEAR + AFTER_SNAPSHOT / SESSIONS_PER_YEAR;
  const discount = exp((-rate * dte) / DAYS_PER_YEAR);
  const forward = forwardPrice(spot, rate, day, expiry, dividends);
  const theta = moneyVariance(surface, clock.between(day, expiry) + AFTER_SNAPSHOT * clock.session);
  const flat = -log(discount) / years;
  return { years, rate: flat, yield: flat - log(forward / spot) / years, discount, forward, dte, slice: sliceOf(surface, theta) };
}
