// What should make a reader suspicious, each said with its numbers.
import type { Counted } from "./counted";
import { CONFIDENCE, type Overfit, type RedFlag } from "./types";

/** The blank does not break. */
const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0)}\u00a0%`;
const ratio = (value: number): string => value.toFixed(2).replace("-", "−");
const years = (sessions: number, perYear: number): string => (sessions / perYear).toFixed(1);

/** Bounds beyond which a figure is a flag. */
const LIMITS = { pbo: 0.2, loss: 0.25, ruin: 0.01, dependence: 1.25, skewness: -2, trades: 100, copies: 0.5 };

/** The checks in order; each gives its sentence, or nothing. */
type Check = readonly [id: string, of: (overfit: Overfit, counted: Counted) => string | null];

const CHECKS: readonly Check[] = [
  ["no-edge", ({ best: { annualSharpe, config } }) => (annualSharpe.value !== null && annualSharpe.value <= 0 ? `The best config (${config}) has a Sharpe ratio of ${ratio(annualSharpe.value)}: there is nothing to deflate.` : null)],
  ["deflated", ({ best: { annualSharpe } }, { deflated: { probability, trials, lucky } }) =>
    probability.value !== null && probability.value < CONFIDENCE ? `After ${trials} trials on this data the deflated Sharpe ratio of the best config is ${percent(probability.value)}, below ${percent(CONFIDENCE)}: it shows a Sharpe ratio of ${ratio(annualSharpe.value ?? 0)}, and the best of so many without skill would show about ${ratio(lucky.value ?? 0)}.` : null],
  ["pbo", ({ pbo }) => ("pbo" in pbo && pbo.pbo > LIMITS.pbo ? `Choosing the best on one half of the sessions was no better than the median config on the other half in ${percent(pbo.pbo)} of ${pbo.combinations} splits${pbo.pbo > 0.5 ? ": worse than drawing a config by lot" : ""}.` : null)],
  ["out-of-sample-loss", ({ pbo }) => ("pbo" in pbo && pbo.probabilityOfLoss > LIMITS.loss ? `The config chosen on one half lost money on the other half in ${percent(pbo.probabilityOfLoss)} of the splits.` : null)],
  ["no-better-than-any", ({ pbo }) => ("pbo" in pbo && pbo.chosenOutside <= pbo.anyOutside ? `Choosing earned a mean Sharpe ratio of ${ratio(pbo.chosenOutside)} on the other half, not choosing at all ${ratio(pbo.anyOutside)}.` : null)],
  ["spa", ({ spa }) => ("consistent" in spa && spa.consistent > 1 - CONFIDENCE ? `That no config has a mean return above zero cannot be ruled out: SPA p = ${spa.consistent.toFixed(3)}, allowing for all configs that were looked at.` : null)],
  ["survivors", ({ survivors, trials }) => ("configs" in survivors && survivors.configs.length === 0 ? `None of ${trials.varying} configs survives the stepwise test at ${percent(survivors.level)}.` : null)],
  ["sign-flip", ({ signFlip: { pValue } }) => (pValue > 1 - CONFIDENCE ? `Flipping the signs of the best config's days at random does as well in ${percent(pValue)} of the cases, and that is before counting the other configs.` : null)],
  ["track-record", ({ minimumTrackRecord: { value }, sessions, sessionsPerYear }) => (value !== null && value > sessions ? `The best config would need ${years(value, sessionsPerYear)} years for its Sharpe ratio to be above zero at ${percent(CONFIDENCE)}; there are ${years(sessions, sessionsPerYear)}.` : null)],
  ["dependence", ({ best: { dependence, lags }, sessions }) => (dependence.value !== null && dependence.value > LIMITS.dependence ? `Daily returns follow each other (smooth marks): ${sessions} sessions weigh as ${Math.round(sessions / dependence.value)} independent ones, over ${lags} lags. The figures here allow for it; √252 does not.` : null)],
  ["skewness", ({ best: { skewness, kurtosis } }) => (skewness.value !== null && skewness.value < LIMITS.skewness ? `Losses come on few large days (skewness ${ratio(skewness.value)}, kurtosis ${(kurtosis.value ?? 0).toFixed(0)}): a Sharpe ratio flatters such a curve until the next one.` : null)],
  ["trades", ({ best: { trades, config } }) => (trades < LIMITS.trades ? `Config ${config} closed ${trades} trades only.` : null)],
  ["copies", ({ trials: { evaluated, distinct } }) => (distinct < evaluated * (1 - LIMITS.copies) ? `${evaluated - distinct} of ${evaluated} configs trade exactly as another one does: some parameters change nothing here.` : null)],
  ["ruin", ({ monteCarlo: { ruinProbability, ruin, horizon }, sessionsPerYear }) => (ruinProbability > LIMITS.ruin ? `In ${percent(ruinProbability)} of the resampled futures of ${years(horizon, sessionsPerYear)} years the account falls to ${percent(ruin)} of its start.` : null)],
];

export const redFlags = (overfit: Overfit, counted: Counted): RedFlag[] =>
  CHECKS.flatMap(([id, of]) => {
    const text = of(overfit, counted);
    return text === null ? [] : [{ id, text }];
  });
