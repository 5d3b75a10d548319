// How sure one can be of a Sharpe ratio: D. H. Bailey, M. López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012), and "The
// Deflated Sharpe Ratio", Journal of Portfolio Management 40 (2014). All ratios are per session. NaN means that there is no such figure.
import { exp } from "../../assembly/portable/exp";
import { normCdf, normInv } from "../../assembly/portable/normal";

/** A Sharpe ratio with what its error depends on; `sharpe`, `skewness` and `kurtosis` as `moments` gives them. */
export interface SharpeFigures {
  /** Per session. */
  sharpe: number;
  sessions: number;
  /** 0 = symmetric (default). */
  skewness?: number;
  /** 3 = normal (default). */
  kurtosis?: number;
  /** Sessions that weigh as one independent one (`sharpeError`); 1 = independent, the papers' formula (default). */
  dependence?: number;
}

const EULER_GAMMA = 0.5772156649015329;
const E = exp(1);

/** n × the variance of an estimated Sharpe ratio. */
const spread = ({ sharpe, skewness = 0, kurtosis = 3, dependence = 1 }: Omit<SharpeFigures, "sessions">): number => (1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe) * dependence;

/** Probability that the true Sharpe ratio exceeds the benchmark (2012, equation 11). NaN for fewer than two sessions. */
export function probabilisticSharpe({ benchmark = 0, ...figures }: SharpeFigures & { benchmark?: number }): number {
  const variance = spread(figures);
  if (figures.sessions < 2 || !(variance > 0)) return NaN;
  return normCdf(((figures.sharpe - benchmark) * Math.sqrt(figures.sessions - 1)) / Math.sqrt(variance));
}

/** Sessions after which the Sharpe ratio would exceed the benchmark with that confidence (2012, equation 14). NaN when it does not exceed it at all. */
export function minimumTrackRecord({ benchmark = 0, confidence = 0.95, ...figures }: Omit<SharpeFigures, "sessions"> & { benchmark?: number; confidence?: number }): number {
  const above = figures.sharpe - benchmark;
  if (!(above > 0)) return NaN;
  const z = normInv(confidence) / above;
  return 1 + spread(figures) * z * z;
}

/**
 * Highest Sharpe ratio to expect of so many independent trials without skill: √variance × ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))) (2014, equation 1).
 * @param variance of the trials' Sharpe ratios
 * One trial promises nothing: 0.
 */
export function expectedMaxSharpe(trials: number, variance: number): number {
  if (trials <= 1) return 0;
  return Math.sqrt(variance) * ((1 - EULER_GAMMA) * normInv(1 - 1 / trials) + EULER_GAMMA * normInv(1 - 1 / (trials * E)));
}

export interface Deflated {
  /** Probability that the true Sharpe ratio is above zero, given that the best of so many trials was looked at: that of exceeding `benchmark`. */
  probability: number;
  /** Expected maximum of the trials, per session. */
  benchmark: number;
}

/** The probabilistic Sharpe ratio against the expected maximum of the trials (2014, equation 2). */
export function deflatedSharpe({ trials, variance, ...figures }: SharpeFigures & { trials: number; variance: number }): Deflated {
  const benchmark = expectedMaxSharpe(trials, variance);
  return { probability: probabilisticSharpe({ ...figures, benchmark }), benchmark };
}
