// How often this dataset had been looked at when a result was written, and what that leaves of its account's Sharpe ratio.
import { CONFIDENCE } from "../../../overfit";
import type { Looked } from "../../../overfit";
import { grouped, percent } from "../../format";
import { luckySharpe } from "../../trials";
import { html } from "../escape";
import type { Html } from "../escape";
import { cards, figureCard } from "./cards";
import type { Card, Definition } from "./cards";

const ratio = (value: number): string => grouped(value, 2);
/** No probability is told as certain. */
const share = (value: number): string => (value < 0.0005 ? "below 0.1 %" : value > 0.9995 ? "above 99.9 %" : percent(value, 1));

/** Numbers and one sentence; says so where no ledger was kept. */
export function trialsBody(looked: Looked | null): Html {
  if (looked === null) return html`<p class="muted">No trials.json is in this folder: how often the dataset had been looked at is not recorded.</p>`;
  const { count, account } = looked;
  const luck = luckySharpe(count);
  const groups = [
    { title: "Looked at on this dataset", cards: [{ label: "Trials so far", value: grouped(count.trials) }, { label: "Different configs", value: grouped(count.configs) }, { label: "Different trade lists", value: grouped(count.tradeLists) }] },
    { title: "Sharpe ratios of the trials", cards: [known("Highest of the trials", count.sharpe.highest), known("Mean of the trials", count.sharpe.mean), known("Luck's best", luck)] },
    ...(account ? [{ title: "What it leaves", cards: [figureCard("Sharpe ratio", account.sharpe, ratio), figureCard("PSR", account.psr, share), { ...figureCard("Deflated Sharpe ratio", account.deflated.probability, share), tone: toneOf(account.deflated.probability.value) }] }] : []),
  ];
  return html`${cards(groups)}<p class="muted">${sentence(looked)}</p>`;
}

const known = (label: string, value: number): Card => (Number.isFinite(value) ? { label, value: ratio(value) } : { label, value: "–", note: "fewer than two trials have one" });
const toneOf = (probability: number | null): Card["tone"] => (probability === null ? "" : probability < CONFIDENCE ? "warn" : "good");

function sentence({ count, account }: Looked): string {
  if (!account) return "No account stands for this result, so nothing is deflated.";
  const { name, sharpe, psr, deflated: { lucky, probability } } = account;
  if (sharpe.value === null || psr.value === null || probability.value === null || lucky.value === null) return `The deflated Sharpe ratio of ${name} is undefined: ${[sharpe, psr, lucky, probability].flatMap((figure) => (figure.value === null ? [figure.reason] : []))[0]}.`;
  if (count.trials < 2) return `This was the only trial: nothing is to be deflated. The true Sharpe ratio of ${name} is above zero with ${share(psr.value)}.`;
  return `Of ${grouped(count.trials)} trials without any skill the best would show a Sharpe ratio of about ${ratio(lucky.value)}; ${name} shows ${ratio(sharpe.value)}. Had it been picked as the best of them all, the probability that its true Sharpe ratio is above zero would be ${share(probability.value)}, not ${share(psr.value)}. Every further look costs more.`;
}

export const TRIALS_DEFINITIONS: readonly Definition[] = [
  { term: "Trials so far", text: "distinct config × underlyings × range that any command ever evaluated on this dataset in its workspace, as the trial ledger counted when the result was written" },
  { term: "Different configs", text: "distinct configs among the trials, whatever they ran on" },
  { term: "Different trade lists", text: "trials that trade exactly alike are one" },
  { term: "Highest of the trials", text: "highest annual Sharpe ratio of the different trade lists, over ranges at least half as long as the longest" },
  { term: "Mean of the trials", text: "mean annual Sharpe ratio of the same trade lists" },
  { term: "Luck's best", text: "annual Sharpe ratio to expect of the best of so many trials without skill, by the spread of theirs (Bailey & López de Prado 2014, equation 1)" },
  { term: "Sharpe ratio", text: "mean of daily returns over the risk-free rate / their sample standard deviation × √(sessions per year)" },
  { term: "PSR", text: "probabilistic Sharpe ratio: probability that the true Sharpe ratio is above zero, had this been the only trial; allows for skewness, kurtosis and autocorrelation (Bailey & López de Prado 2012)" },
  { term: "Deflated Sharpe ratio", text: "the same probability against luck's best: what is left when the account is the best of all trials (Bailey & López de Prado 2014)" },
];
