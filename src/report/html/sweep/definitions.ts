import { METRICS } from "../../../metrics";
import { html } from "../escape";
import type { Html } from "../escape";
import type { SweepInput } from "./input";
import { definitionId } from "../metric";

/** Figures of this page that are not metrics. */
const OTHERS: readonly (readonly [id: string, term: string, definition: string])[] = [
  ["undefined", "Undefined (–)", "a figure without a meaning in that config: no trade, no variation, nothing to divide by. It is neither 0 nor infinite, takes no part in medians, and such a config never wins. mahler backtest of the config says why"],
  ["cannot-win", "Cannot win", "the metric is undefined, or the config closed fewer trades than asked for (default: one); it stands after all others"],
  ["trade-list", "Different trade lists", "configs that open and close the same contracts on the same days at the same prices have the same list, whatever they are called"],
  ["alike", "Alike", "configs with the same trades and the same value of the metric"],
  ["luck", "Sharpe ratio to expect of the best without skill", "σ × ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))), γ = 0.5772: expected highest of N independent ratios around zero (Bailey and López de Prado 2014)"],
  ["map", "Map", "median (or best) of the metric over all configs that have the two values; other parameters are taken together. Numeric parameters with more than 24 values are cut into stretches, as are those of which a sample has only few configs per value"],
  ["variance", "Variance (η²)", "Σ n (mean of the value − mean)² / Σ (figure − mean)²: share of the metric's variance between the values of this parameter alone"],
  ["pairs", "Pairs add", "variance between the cells of two parameters − both parameters' own shares"],
  ["range", "Range of medians", "largest − smallest median over the values of the parameter"],
  ["inert", "Inert", "no two configs that differ in this parameter alone have different trades; partly inert: some neighbouring values never differ; linked: another parameter fixes its value"],
  ["neighbours", "Neighbours, one step in one", "configs one step between neighbouring numbers away in exactly one parameter, linked ones moving along; values that give the same trades and the same figure are stepped over"],
  ["box", "Neighbours, one step in each", "configs at most one step away in every numeric parameter at once; each trade list once"],
  ["score", "Plateau score", "median of a config and its one-step neighbours; neighbours that cannot win count as worse than all"],
  ["spike", "Spike", "fewer than half of the one-step neighbours are within the tolerance of the peak"],
  ["recommended", "Recommended", "best plateau score among configs no worse than their own score and with at least half as many neighbours as any"],
  ["front", "Pareto front", "configs that no other beats: none is at least as good in every objective and better in one"],
];

/** What every figure means. */
export function definitions({ table }: SweepInput): Html {
  const metrics = METRICS.filter(({ id }) => table.metrics[id]);
  return html`<dl class="definitions">
${metrics.map(({ id, label, definition, unit }) => html`<dt id="${definitionId(id)}">${label} <small><code>${id}</code>, ${unit}</small></dt><dd>${definition}</dd>
`)}${OTHERS.map(([id, term, definition]) => html`<dt id="def-${id}">${term}</dt><dd>${definition}</dd>
`)}</dl>`;
}
