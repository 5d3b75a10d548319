import { pow } from "../../assembly/portable/pow";
import { dayAt, equityAt, sessionCount } from "./ledger";
import type { Ledger } from "./ledger";
import { maxDrawdown } from "./drawdown";
import { undefinedBecause } from "./metric";
import type { Metric, Undefined } from "./metric";

/** Growth per year over `years`; undefined without time or without money. */
export function growthPerYear(ledger: Ledger, years: number): number | Undefined {
  const last = sessionCount(ledger) - 1;
  if (last < 0 || !(years > 0)) return undefinedBecause("fewer than two days");
  const growth = equityAt(ledger, last) / ledger.initial;
  return growth > 0 ? pow(growth, 1 / years) - 1 : undefinedBecause("final equity is not positive");
}

/** Calendar days from the first session to the last. */
export const calendarDays = (ledger: Ledger): number => (sessionCount(ledger) ? dayAt(ledger, sessionCount(ledger) - 1) - dayAt(ledger, 0) : 0);

export const cagr: Metric = {
  id: "cagr",
  label: "CAGR",
  unit: "percent",
  better: "higher",
  definition: "(final equity / initial equity)^(365.25 / calendar days) − 1",
  compute: (ledger) => growthPerYear(ledger, calendarDays(ledger) / 365.25),
};

export const calmar: Metric = {
  id: "calmar",
  label: "Calmar",
  unit: "ratio",
  better: "higher",
  definition: "CAGR / max drawdown",
  compute: (ledger) => {
    const growth = cagr.compute(ledger);
    const fall = maxDrawdown.compute(ledger);
    if (typeof growth !== "number") return growth;
    if (typeof fall !== "number") return fall;
    return fall === 0 ? undefinedBecause("equity never fell") : growth / fall;
  },
};
