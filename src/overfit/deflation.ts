import { deflatedSharpe, type SharpeFigures } from "../stats/deflated";
import { figure } from "./figure";
import type { Deflation } from "./types";

export interface DeflationInput extends SharpeFigures {
  trials: number;
  /** Of the trials' Sharpe ratios per session; NaN = unknown. */
  variance: number;
  /** Sessions per year. */
  perYear: number;
}

/** The deflated Sharpe ratio, its bar as an annual Sharpe ratio. One trial sets no bar. */
export function deflation({ perYear, variance, trials, ...figures }: DeflationInput): Deflation {
  const spread = trials > 1 ? variance : 0;
  const { probability, benchmark } = deflatedSharpe({ ...figures, trials, variance: spread });
  const unknown = "the spread of the trials' Sharpe ratios is unknown: fewer than two are defined";
  return {
    trials, variance: Number.isFinite(spread) ? spread * perYear : null,
    lucky: figure(benchmark * Math.sqrt(perYear), unknown),
    probability: figure(probability, Number.isNaN(figures.sharpe) ? "there is no Sharpe ratio to deflate" : unknown),
  };
}
