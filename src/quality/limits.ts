/** Thresholds of the checks. Shares and volatilities are fractions. */
export interface QualityLimits {
  /** Cases kept per check. */
  examples: number;
  /** Executable profit per share that is still ignored, dollars: the cent that rounding to ticks makes. */
  arbitrage: number;
  /** Mid prices may contradict each other by this many ticks. */
  midTicks: number;
  /** Ask above this many bids is blown when the mid is above `blownFrom` dollars. */
  blownRatio: number;
  blownFrom: number;
  /** A two-sided quote is wide beyond both: share of the mid, and dollars. */
  wideShare: number;
  wideDollars: number;
  /** IV beyond every neighbour's line by more than both: absolute, and share of the line. */
  ivOutlier: number;
  ivOutlierShare: number;
  ivLow: number;
  ivHigh: number;
  /** A day is stale when this share of its quotes or volumes repeats the day before … */
  staleShare: number;
  /** … among at least this many contracts … */
  staleRows: number;
  /** … whose ask is at least this, dollars (cheap quotes repeat by nature) … */
  staleAsk: number;
  /** … or of which this many were traded on either day. */
  staleVolume: number;
  /** Recorded spot against the official close. */
  spotClose: number;
  /** Recorded spot beyond the session's range. */
  spotRange: number;
  /** Spot and quotes are taken as of one moment within this share of the spot. */
  spotNoise: number;
  /** Implied forward against spot and carry: at any horizon, and more per year (dividends that are not known). */
  forward: number;
  forwardPerYear: number;
  /** Median implied forward of the near expiries against spot and carry. */
  snapshot: number;
  /** |call delta| + |put delta| of one strike may differ from 1 by this. */
  deltaPair: number;
  /** Rows of a day against the median of the days around it. */
  thinRows: number;
  /** Contracts traded on a day against the median of the days around it. */
  thinVolume: number;
  /** Total variance may fall by this share from one expiry to the next. */
  totalVariance: number;
}

export const DEFAULT_LIMITS: Readonly<QualityLimits> = Object.freeze({
  examples: 5, arbitrage: 0.01, midTicks: 1, blownRatio: 10, blownFrom: 1, wideShare: 0.5, wideDollars: 1, ivOutlier: 0.03, ivOutlierShare: 0.2, ivLow: 0.01, ivHigh: 5,
  staleShare: 0.8, staleRows: 20, staleAsk: 0.1, staleVolume: 10, spotClose: 0.005, spotRange: 0.001, spotNoise: 0.001, forward: 0.005, forwardPerYear: 0.03, snapshot: 0.002,
  deltaPair: 0.15, thinRows: 0.5, thinVolume: 0.2, totalVariance: 0.05,
});
