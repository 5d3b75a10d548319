// docs/engine.md §6: feature columns of one underlying, one value per bar, NaN = undefined.
import type { Features, UnderlyingTimeline } from "../../src/engine/types";
import type { Bars, Underlying } from "../../src/market/types";
import type { FeatureSpec } from "../../src/strategy/spec";
import { referenceAtmIv } from "./atmIv";
import { adjustedCloses, logReturns } from "./returns";
import { referenceMixture } from "./mixture";
import { referenceRegime } from "./regime";
import { sum } from "./sum";

export { referenceCorrelations } from "./correlations";

export function referenceFeatures(underlying: Underlying, timeline: UnderlyingTimeline, spec: FeatureSpec): Features {
  const { bars } = underlying;
  const returns = logReturns(bars);
  const adjusted = adjustedCloses(bars);
  const realisedVolatility = column(bars, (i) => volatility(returns, i, spec.volatilityWindow));
  const momentum = column(bars, (i) => (i < spec.momentumWindow ? NaN : adjusted[i] / adjusted[i - spec.momentumWindow] - 1));
  const trend = column(bars, (i) => trendAt(adjusted, i, spec));
  const atmIv = column(bars, (i) => (timeline.chainOfBar[i] < 0 ? NaN : referenceAtmIv(underlying, timeline.chainOfBar[i])));
  const volumeRatio = column(bars, (i) => volumeRatioAt(bars.volume, i, spec.volatilityWindow));
  const range = column(bars, (i) => (bars.high[i] - bars.low[i]) / bars.close[i]);
  const ivMinusRealised = column(bars, (i) => atmIv[i] - realisedVolatility[i]);
  const columns = { volatility: realisedVolatility, momentum, trend, iv_spread: ivMinusRealised, volume_ratio: volumeRatio, range };
  return {
    realisedVolatility,
    momentum,
    trend,
    volumeRatio,
    range,
    atmIv,
    ivMinusRealised,
    ivRank: column(bars, (i) => rankAt(atmIv[i], lastDefined(atmIv, i, spec.ivWindow))),
    ivPercentile: column(bars, (i) => percentileAt(atmIv[i], lastDefined(atmIv, i, spec.ivWindow))),
    exitScale: column(bars, (i) => exitScaleAt(volatility(returns, i, spec.exitWindow), spec)),
    ...(spec.detector === "gaussian-mixture"
      ? referenceMixture(spec.mixtureColumns.map((name) => columns[name]), bars.day.length, spec)
      : { regime: referenceRegime({ realisedVolatility, momentum, trend, vix: timeline.vixOfBar }, spec), regimeProbability: column(bars, () => NaN) }),
  };
}

const column = (bars: Bars, at: (i: number) => number): Float64Array => Float64Array.from(bars.day, (_, i) => at(i));

/** Population σ of the last `window` log returns, per year of 252 sessions. */
function volatility(returns: Float64Array, i: number, window: number): number {
  if (i < window) return NaN;
  const mean = sum(returns, i - window + 1, i + 1) / window;
  const squares = returns.slice(i - window + 1, i + 1).map((value) => (value - mean) * (value - mean));
  return Math.sqrt(sum(squares, 0, window) / window) * Math.sqrt(252);
}

/** Volatility relative to its base, kept within the range; 1 when it is not known. */
function exitScaleAt(sigma: number, { exitBaseVolatility, exitRange: [low, high] }: FeatureSpec): number {
  if (Number.isNaN(sigma)) return 1;
  const relative = sigma / exitBaseVolatility;
  return relative < low ? low : relative > high ? high : relative;
}

function trendAt(adjusted: Float64Array, i: number, { trendFast, trendSlow }: FeatureSpec): number {
  if (i < trendSlow - 1) return NaN;
  const fast = sum(adjusted, i - trendFast + 1, i + 1) / trendFast;
  const slow = sum(adjusted, i - trendSlow + 1, i + 1) / trendSlow;
  return (fast - slow) / slow;
}

function volumeRatioAt(volume: Float64Array, i: number, window: number): number {
  if (i < window) return NaN;
  const mean = sum(volume, i - window, i) / window;
  return mean === 0 ? NaN : volume[i] / mean;
}

/** The last `window` defined values before i, undefined when there are fewer. */
function lastDefined(values: Float64Array, i: number, window: number): number[] | undefined {
  const found: number[] = [];
  for (let k = i - 1; k >= 0 && found.length < window; k--) if (!Number.isNaN(values[k])) found.push(values[k]);
  return found.length === window ? found : undefined;
}

function percentileAt(value: number, past: number[] | undefined): number {
  if (Number.isNaN(value) || past === undefined) return NaN;
  return past.filter((other) => other < value).length / past.length;
}

function rankAt(value: number, past: number[] | undefined): number {
  if (Number.isNaN(value) || past === undefined) return NaN;
  const low = Math.min(...past);
  const high = Math.max(...past);
  return high === low ? NaN : (value - low) / (high - low);
}
