// The panel's figures with their definitions, once for terminal and page.
import { CONFIDENCE, type Deflation, type Figure, type FinishedOverfit } from "../../overfit";
import { grouped, percent } from "../format";

export interface PanelRow {
  label: string;
  value: string;
  /** What it was computed from here. */
  note: string;
  /** What it is. */
  definition: string;
}

export interface Panel {
  title: string;
  rows: PanelRow[];
}

const NONE = "–";
export const ratio = (figure: Figure, digits = 2): string => (figure.value === null ? NONE : grouped(figure.value, digits));
const share = (figure: Figure): string => (figure.value === null ? NONE : percent(figure.value, 1));
const because = (figure: Figure, note: string): string => (figure.value === null ? (figure as { reason: string }).reason : note);
const pValue = (p: number): string => p.toFixed(4);

/** Trials, the best config, all configs together: what cannot be computed shows its reason. */
export const panels = (finished: FinishedOverfit): Panel[] => [trialsPanel(finished), bestPanel(finished), familyPanel(finished), choicePanel(finished)];

function trialsPanel({ result: { trials }, counted: { count } }: FinishedOverfit): Panel {
  return {
    title: "Trials",
    rows: [
      { label: "on this data, ever", value: grouped(count.trials), note: `${grouped(count.tradeLists)} different trade lists; from the trial ledger`, definition: "Distinct config × underlyings × range that any command ever evaluated on this dataset in this workspace. The deflated Sharpe ratio counts them all." },
      { label: "in this sweep", value: grouped(trials.evaluated), note: `${grouped(trials.distinct)} different trade lists, ${grouped(trials.varying)} of them with trades`, definition: "Configs evaluated; those that trade exactly alike are one row in everything below." },
      { label: "effective", value: grouped(trials.effective, 1), note: trials.correlation.value === null ? because(trials.correlation, "") : `mean correlation of daily returns ${ratio(trials.correlation)}`, definition: "Independent trials that this sweep is worth: ρ + (1 − ρ) × n, ρ the mean correlation of two configs' daily returns (Bailey & López de Prado 2014, appendix)." },
    ],
  };
}

function bestPanel({ result, counted }: FinishedOverfit): Panel {
  const { best, psr, independentPsr, minimumTrackRecord: track, deflated, signFlip, sessions, sessionsPerYear } = result;
  const inYears = (n: number): string => grouped(n / sessionsPerYear, 1);
  return {
    title: "Best config",
    rows: [
      { label: `best by ${best.metric.label}`, value: `config ${best.config}`, note: `${grouped(best.trades)} closed trades`, definition: "The config that the sweep would make one choose: best by --metric, ties to the lower number." },
      { label: "Sharpe ratio", value: ratio(best.annualSharpe), note: because(best.annualSharpe, `√${sessionsPerYear}; ${ratio(best.loSharpe)} with autocorrelation (Lo)`), definition: "Mean of the daily returns over the risk-free rate / their sample standard deviation, annual by √(sessions per year); and by Lo's (2002) factor, which allows for autocorrelation." },
      { label: "skewness, kurtosis", value: ratio(best.skewness), note: because(best.kurtosis, `kurtosis ${ratio(best.kurtosis, 1)}; 0 and 3 for a normal distribution`), definition: "Third and fourth standardised moment of its daily returns." },
      { label: "standard error", value: ratio({ value: best.standardError.value === null ? null : best.standardError.value * Math.sqrt(sessionsPerYear) } as Figure), note: because(best.dependence, `annual; Newey–West, ${best.lags} lags: a session weighs ${ratio({ value: 1 / (best.dependence.value ?? 1) })}`), definition: "Of the Sharpe ratio, by the delta method with skewness, kurtosis and autocorrelation (long-run variance of Newey & West 1987, lags of 1994). PSR, MinTRL and the deflated ratios use it." },
      { label: "PSR", value: share(psr), note: because(psr, `${share(independentPsr)} as if days were independent`), definition: "Probabilistic Sharpe ratio: probability that the true Sharpe ratio is above zero, had this been the only trial (Bailey & López de Prado 2012)." },
      { label: "deflated Sharpe", value: share(counted.deflated.probability), note: bar(counted.deflated, "trials on this data"), definition: "DSR: the same probability against the highest Sharpe ratio to expect of that many trials without skill (Bailey & López de Prado 2014), by number and spread of all trials of the ledger." },
      { label: "  by this sweep", value: share(deflated.sweep.probability), note: bar(deflated.sweep, "different trade lists"), definition: "The same by the trade lists of this sweep alone." },
      { label: "  by effective trials", value: share(deflated.effective.probability), note: bar(deflated.effective, "effective trials"), definition: "The same by the independent trials that this sweep is worth." },
      { label: "MinTRL", value: track.value === null ? NONE : `${inYears(track.value)} y`, note: because(track, `for ${percent(CONFIDENCE, 0)}; there are ${inYears(sessions)} y`), definition: "Minimum track record length: years after which the PSR would reach the confidence asked for." },
      { label: "sign-flip p", value: pValue(signFlip.pValue), note: `${grouped(signFlip.permutations)} sign patterns${signFlip.exact ? ", all of them" : ""}, blocks of ${signFlip.block} d`, definition: "Share of random sign patterns of its daily returns (blocks of days where they follow each other) that earn as much. One-sided; says nothing of the other configs." },
    ],
  };
}

const bar = ({ trials, lucky }: Deflation, what: string): string => because(lucky, `${grouped(trials, Number.isInteger(trials) ? 0 : 1)} ${what}: luck shows ${ratio(lucky)}`);

function familyPanel({ result: { spa, realityCheck, survivors, trials } }: FinishedOverfit): Panel {
  const undefinedRow = (reason: string) => ({ value: NONE, note: reason });
  return {
    title: "All configs together",
    rows: [
      {
        label: "SPA p", ...("consistent" in spa ? { value: pValue(spa.consistent), note: `between ${pValue(spa.lower)} and ${pValue(spa.upper)}; ${grouped(spa.replicates)} resamples, blocks of ${grouped(spa.meanBlock, 1)} d` } : undefinedRow(spa.reason)),
        definition: "Superior predictive ability (Hansen 2005): p-value of “no config has a mean return above zero”, allowing for all that were looked at; stationary bootstrap.",
      },
      {
        label: "reality check p", ...("pValue" in realityCheck ? { value: pValue(realityCheck.pValue), note: "not studentised, no config left out" } : undefinedRow(realityCheck.reason)),
        definition: "The same question as White (2000) asked it; loses power with every bad or noisy config.",
      },
      {
        label: "survivors", ...("configs" in survivors ? { value: `${grouped(survivors.configs.length)} of ${grouped(trials.varying)}`, note: survivorText(survivors.configs, survivors.level) } : undefinedRow(survivors.reason)),
        definition: "Configs whose mean return is above zero by the stepwise test (Romano & Wolf 2005): the chance of one false name or more is at most 5 %.",
      },
    ],
  };
}

const survivorText = (configs: readonly number[], level: number): string =>
  configs.length === 0 ? `stepwise test at ${percent(level, 0)}` : `config ${configs.slice(0, 8).join(", ")}${configs.length > 8 ? ", …" : ""}`;

function choicePanel({ result: { pbo } }: FinishedOverfit): Panel {
  const title = "Choosing by Sharpe ratio: half of the sessions chooses, the other half judges";
  if (!("pbo" in pbo)) return { title, rows: [{ label: "PBO", value: NONE, note: pbo.reason, definition: PBO }] };
  return {
    title,
    rows: [
      { label: "PBO", value: percent(pbo.pbo, 1), note: `${grouped(pbo.combinations)} splits of ${pbo.blocks} blocks`, definition: PBO },
      { label: "loses outside", value: percent(pbo.probabilityOfLoss, 1), note: "of the splits", definition: "Share of the splits in which the config chosen has a Sharpe ratio below zero on the other half." },
      { label: "chosen, outside", value: grouped(pbo.chosenOutside, 2), note: `any config ${grouped(pbo.anyOutside, 2)}`, definition: "Mean annual Sharpe ratio on the other half of the config chosen; and of all configs, which is what not choosing earns." },
      { label: "degradation", value: ratio(pbo.slope), note: because(pbo.slope, `slope of outside on inside; R² ${ratio(pbo.rSquared)}`), definition: "Least squares over the splits: by how much a higher Sharpe ratio inside goes with one outside. Below zero: the better it looked, the worse it did; near −1 where the same config is always chosen, for then its halves add up to one whole." },
    ],
  };
}

const PBO = "Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado & Zhu 2017): share of the splits in which the best config of one half is not above the median of the other.";
