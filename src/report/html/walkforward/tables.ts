import { METRICS } from "../../../metrics";
import { valueText as parameterText } from "../../../sweep/analysis/value";
import { isoDate } from "../../../units";
import type { Evidence, WalkForward } from "../../../walkforward";
import { grouped } from "../../format";
import { foresight, inUnit, NONE, ratio, share, valueText } from "../../walkforward/words";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";

const SHOWN = ["total_return", "cagr", "sharpe", "sortino", "max_drawdown", "calmar", "volatility", "trades", "win_rate"];

/** The stitched account's figures with their definitions. */
export function headlineTable(result: WalkForward): Html {
  const { values, efficiency } = result;
  const { correlation, percentile } = foresight(result);
  const rows = [
    ...SHOWN.filter((id) => values[id]).map((id) => [values[id].label, html`<strong>${valueText(values, id)}</strong>`, `${values[id].definition}${values[id].reason ? ` (undefined: ${values[id].reason})` : ""}`]),
    ["WFE", html`<strong>${ratio(efficiency.value)}</strong>`, `out-of-sample annual return / in-sample annual return, all windows together${efficiency.reason ? ` (undefined: ${efficiency.reason})` : ""}`],
    ["Rank correlation", html`<strong>${ratio(correlation)}</strong>`, "Spearman, training against test, over all configs; mean over windows"],
    ["Chosen beat", html`<strong>${share(percentile)}</strong>`, "share of all configs that did worse on the test than the chosen one; mean over windows"],
  ];
  return htmlTable("Out of sample", [{ title: "figure", align: "left" }, { title: "value" }, { title: "definition", wrap: true }], rows);
}

/** The walk-forward beside configs that were held. */
export function rivalTable({ rivals }: WalkForward): Html {
  const ids = ["total_return", "cagr", "sharpe", "max_drawdown"];
  const label = (id: string): string => METRICS.find((metric) => metric.id === id)!.label;
  const rows = rivals.map(({ name, config, note, values, trades, evidence }) => [name, config === null ? "" : String(config), ...ids.map((id) => valueText(values, id)), grouped(trades), evidenceText(evidence), note]);
  return htmlTable("Was choosing worth it? The same days with one config held. In the first row the walk-forward's own mean return a year; 95 % intervals and one-sided p by the stationary bootstrap", [{ title: "", align: "left" }, { title: "config" }, ...ids.map((id) => ({ title: label(id) })), { title: "trades" }, { title: "walk-forward ahead, a year" }, { title: "picked", wrap: true }], rows);
}

/** Of the walk-forward its own mean, of the others what it is ahead by. */
const evidenceText = ({ perYear, low, high, pValue }: Evidence): string => (perYear === null ? NONE : `${share(perYear, 2)} (${share(low, 2)} … ${share(high, 2)}), p ${ratio(pValue, 3)}`);

/** Every window. */
export function windowTable({ windows, metric, stability }: WalkForward): Html {
  const keys = stability.map(({ key }) => key);
  const rows = windows.map(({ train, validate, test, passed, chosen, cash, trainRank, trained, validated, tested, efficiency, parameters }) => [
    `${isoDate(test.start)} … ${isoDate(test.end)}`, `${isoDate(train.start)} … ${isoDate(train.end)}`, validate ? `${isoDate(validate.start)} … ${isoDate(validate.end)}` : NONE, grouped(passed),
    chosen === null ? html`<span class="warn">cash: ${cash}</span>` : `${chosen} (${trainRank})`, inUnit(trained?.metric ?? null, metric.unit), inUnit(validated?.metric ?? null, metric.unit), inUnit(tested?.metric ?? null, metric.unit),
    share(tested?.return ?? null, 2), tested ? grouped(tested.trades) : NONE, ratio(efficiency.value), share(tested?.percentile ?? null), ratio(tested?.correlation ?? null), ...keys.map((key) => (key in parameters ? parameterText(parameters[key]) : NONE)),
  ]);
  const titles = ["test", "train", "validate", "passed", "config (place)", `${metric.label}, train`, "validate", "test", "return", "trades", "WFE", "beat", "rank corr.", ...keys];
  return html`<details open><summary>All ${windows.length} windows</summary>${htmlTable("Windows: configs that passed training, the chosen one and its place there, what it did on each stretch", titles.map((title, c) => ({ title, align: c === 0 ? "left" : "right" })), rows)}</details>`;
}

export function stabilityTable({ stability, windows }: WalkForward): Html {
  const chose = windows.filter(({ chosen }) => chosen !== null).length;
  const rows = stability.map(({ key, values, steps, changes, entropy, edge }) => [key, values.map(({ value, windows: n }) => `${parameterText(value)} ${share(n / chose)}`).join(", "), `${changes} of ${steps}`, ratio(entropy), edge === null ? NONE : `${edge} of ${chose}`]);
  return htmlTable("Stability: values chosen, changes from window to window, entropy (0 one value, 1 all equally often), choices at an end of the grid", [{ title: "parameter", align: "left" }, { title: "chosen in", wrap: true }, { title: "changes" }, { title: "entropy" }, { title: "at the edge" }], rows);
}

export function consensusTable({ consensus, windows }: WalkForward): Html {
  if (!consensus) return html`<p class="muted">No consensus: no window chose a config.</p>`;
  const rows = Object.entries(consensus.parameters).map(([key, value]) => [key, parameterText(value)]);
  return html`<p>Config ${consensus.config}, chosen in ${consensus.windows} of ${windows.length} windows; its values agree with ${share(consensus.agreement)} of all choices.</p>
${htmlTable("Its parameters", [{ title: "parameter", align: "left" }, { title: "value" }], rows)}`;
}
