import { expectedMaxSharpe } from "../../../stats/deflated";
import { sampleVariance } from "../../../stats/trials";
import { scoreOf } from "../../../sweep/analysis/columns";
import { grouped } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { countOf, extent } from "./words";

export interface Luck {
  /** Different trade lists with a Sharpe ratio. */
  trials: number;
  /** Standard deviation of their annual Sharpe ratios. */
  deviation: number;
  /** Calendar years that the results touch. */
  years: number;
  /** Highest annual Sharpe ratio among configs that closed a trade. */
  highest: number;
}

/** What the Sharpe ratios of the sweep say of luck; null with fewer than two different trade lists that have one. */
export function luckOf({ table, alike }: Pick<SweepInput, "table" | "alike">): Luck | null {
  if (!table.metrics.sharpe) return null;
  const { oriented } = scoreOf(table, "sharpe");
  const values = Array.from(oriented).filter((value, i) => alike[i] === i && Number.isFinite(value));
  if (values.length < 2) return null;
  return { trials: values.length, deviation: Math.sqrt(sampleVariance(values)), years: Object.keys(table.years).length, highest: extent(oriented)![1] };
}

/** Annual Sharpe ratio to expect of the best of so many independent configs without skill, by the spread that the sweep shows. */
export const luckyBest = ({ deviation }: Pick<Luck, "deviation">, trials: number): number => expectedMaxSharpe(trials, deviation * deviation);

/** What looking at so many configs costs, and what to do next. */
export function costOfLooking(input: SweepInput): Html {
  const luck = luckOf(input);
  const { sweep: { folder }, analysis: { metric } } = input;
  const next = html`<p>What this sweep cannot say, these can:</p>
<pre class="command"><code>mahler overfit ${folder}${metric.id === "sharpe" ? "" : ` --metric ${metric.id}`}
mahler walk-forward ${folder}${metric.id === "sharpe" ? "" : ` --metric ${metric.id}`}</code></pre>
<p class="muted"><code>overfit</code> asks how likely it is that the best of these configs is luck (probability of backtest overfitting, deflated Sharpe ratio by every trial made on this dataset, tests over all configs at once). <code>walk-forward</code> chooses on the past and trades what follows, again and again. <code>mahler trials</code> counts what was looked at before.</p>`;
  const inSample = html`<p><strong>The best config was chosen on the same history that its figures describe.</strong> They are what it earned there, not what to expect of it.</p>`;
  if (!luck) return html`${inSample}<p class="muted">Fewer than two different trade lists have a Sharpe ratio: there is no spread to measure luck by.</p>${next}`;
  const { trials, deviation, years, highest } = luck;
  const bar = luckyBest(luck, trials);
  const above = highest > bar;
  return html`${inSample}
<p>There are ${countOf(trials, "different trade list")} with a Sharpe ratio. Had none of them any skill, and were they independent, the best would still be expected to show <strong>${grouped(bar, 2)}</strong>, by the spread of their ratios (σ = ${grouped(deviation, 2)}). The highest here is <strong>${grouped(highest, 2)}</strong>: <span class="${above ? "good" : "bad"}">${above ? "above what such luck would show, which does not prove skill" : "no more than such luck would show"}</span>.</p>
${htmlTable("Sharpe ratio to expect of the best of N independent configs without skill, annual", [{ title: "N", align: "right" }, { title: "by the spread of this sweep" }, ...(years > 0 ? [{ title: `by the error over ${countOf(years, "year")}` }] : [])], trialSteps(trials).map((n) => [grouped(n), grouped(luckyBest(luck, n), 2), ...(years > 0 ? [grouped(expectedMaxSharpe(n, 1 / years), 2)] : [])]))}
<p class="muted">Configs of one sweep trade alike, so that they are worth fewer than ${grouped(trials)} independent ones; how many, their daily returns tell (<code>overfit</code>). For the same reason their ratios lie closer together than luck alone would scatter them: the right column has the spread of an estimate without skill over that many years instead, 1/√years.</p>
${next}`;
}

/** Powers of ten below, then the number itself. */
function trialSteps(trials: number): number[] {
  const steps: number[] = [];
  for (let n = 10; n < trials; n *= 10) steps.push(n);
  return [...steps, trials];
}
