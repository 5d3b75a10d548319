import { rawConfig } from "../../../config";
import { valueText } from "../../../sweep/analysis/value";
import { grouped } from "../../format";
import { parametersText, tellingKeys, valueOf } from "../../sweepView";
import { html } from "../escape";
import type { Html } from "../escape";
import type { SweepInput } from "./input";
import { countOf, metricLink, signedValue } from "./words";
import { command } from "../configTables";
import { quantileOfSorted } from "../../../stats/sums";

/** Figures of the best config, as far as the sweep has them. */
const FIGURES = ["sharpe", "sortino", "calmar", "cagr", "net_profit", "max_drawdown", "cvar_95_r", "trades", "win_rate", "profit_factor"];

/** What ran, what came out best and how the command line runs that, what cannot win. */
export function summary(input: SweepInput): Html {
  const { analysis, table, best } = input;
  return html`<div class="cards">${counts(input)}${spread(input)}${best >= 0 && bestCard(input)}</div>
${cannotWin(input)}
${best >= 0 ? bestLines(input) : html`<p class="warn">No config may win by ${analysis.metric.label}: there is no best one to show.</p>`}
${table.metrics.net_profit && table.count > 0 && !table.metrics.net_profit.some((profit) => profit > 0) && html`<p class="warn">No config made money.</p>`}`;
}

const entry = (term: Html | string, value: Html | string): Html => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;

function counts({ analysis, sweep: { record }, table, lattice, total }: SweepInput): Html {
  const linked = lattice.axes.filter(({ leader }) => leader >= 0).length;
  return html`<dl><dt class="group">Sweep</dt>
${entry("configs", record.complete ? grouped(analysis.configs) : `${grouped(analysis.configs)} of ${total.exact ? "" : "at most "}${grouped(total.configs)}`)}
${entry("different trade lists", grouped(analysis.distinct))}
${entry("swept parameters", `${grouped(table.axes.length)}${linked ? `, ${grouped(linked)} of them linked` : ""}`)}
${entry("left out by a constraint", record.rejected === null ? "not known yet" : grouped(record.rejected))}
${entry("that do not fit together", record.invalid === null ? "not known yet" : grouped(record.invalid))}</dl>`;
}

function spread({ analysis: { metric, undefined: missing, tooFew }, table }: SweepInput): Html {
  const values = Array.from(table.metrics[metric.id]).filter(Number.isFinite).sort((a, b) => a - b);
  const at = (p: number): Html | string => (values.length ? signedValue(metric.id, quantileOfSorted(values, p)) : "–");
  return html`<dl><dt class="group">${metricLink(metric.id)} of all configs</dt>
${entry("highest", at(1))}${entry("upper quartile", at(0.75))}${entry("median", at(0.5))}${entry("lower quartile", at(0.25))}${entry("lowest", at(0))}
${entry("cannot win", grouped(missing + tooFew))}</dl>`;
}

function bestCard({ analysis: { metric }, table, best, nameOf }: SweepInput): Html {
  const ids = [metric.id, ...FIGURES.filter((id) => id !== metric.id)].filter((id) => table.metrics[id]);
  return html`<dl><dt class="group">Best by ${metric.label}: config ${nameOf(best)}</dt>
${ids.map((id) => entry(metricLink(id), signedValue(id, table.metrics[id][best])))}</dl>`;
}

/** Undefined is not zero: such configs stand at the end of every ranking. */
function cannotWin({ analysis: { metric, undefined: missing, tooFew, minTrades }, table }: SweepInput): Html | null {
  if (missing + tooFew === 0) return html`<p class="muted">${metric.label} is defined in every config, and every config closed a trade: each of them may win.</p>`;
  const { trades } = table.metrics;
  const idle = trades ? trades.reduce((n, count, i) => n + (count === 0 && !Number.isFinite(table.metrics[metric.id][i]) ? 1 : 0), 0) : 0;
  const because = !trades ? "" : idle === missing ? (missing === 1 ? ", which closed no trade" : ", none of which closed a trade") : idle > 0 ? `, ${grouped(idle)} of which closed no trade` : "";
  const parts = [
    ...(missing ? [`${metric.label} is undefined (–) in ${countOf(missing, "config")}${because}`] : []),
    ...(tooFew ? [`${countOf(tooFew, "config")} closed fewer than ${countOf(minTrades, "trade")}`] : []),
  ];
  return html`<p class="warn">Cannot win: ${parts.join("; ")}. <a href="#def-undefined">Why a figure can be undefined</a></p>`;
}

function bestLines(input: SweepInput): Html {
  const { analysis, best, nameOf, configOf, sweep: { folder } } = input;
  const keys = tellingKeys(analysis);
  const parameters = analysis.parameters[best] ?? {};
  const rest = Object.keys(parameters).filter((key) => !keys.includes(key));
  const { recommended } = analysis.plateau!;
  return html`<p>Config ${nameOf(best)}: <strong>${parametersText(analysis, best, keys)}</strong>${rest.length > 0 && html` <span class="muted">· ${rest.map((key) => `${key} ${valueText(parameters[key])}`).join(" · ")}</span>`}</p>
${recommended && recommended.config !== best && html`<p>Best surroundings: config ${nameOf(recommended.config)} with ${analysis.metric.label} ${valueOf(analysis.metric.id, recommended.value)} (<a href="#plateau">plateau</a>): ${parametersText(analysis, recommended.config, keys)}.</p>`}
<p>The same run from the command line, with its own page:</p>
<pre class="command"><code>${command(rawConfig(configOf(best)))} \\
  --report</code></pre>
<p class="muted">Other configs: <code>mahler top ${folder} --by ${analysis.metric.id}</code>, <code>mahler compare ${folder} A B</code>.</p>`;
}
