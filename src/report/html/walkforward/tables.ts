import { METRICS } from "../../../metrics";
import { valueText as parameterText } from "../../../sweep/analysis/value";
import { isoDate } from "../../../units";
import type { Evidence, WalkForward, WindowResult } from "../../../walkforward";
import { grouped } from "../../format";
import { foresight, inUnit, NONE, ratio, share, tallyOf, valueText } from "../../walkforward/words";
import { html, raw } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import { cards, metricCard } from "../validation/cards";
import type { Card } from "../validation/cards";

const GROUPS: readonly (readonly [title: string, ids: readonly string[]])[] = [
  ["Return", ["net_profit", "total_return", "cagr", "volatility"]],
  ["Risk-adjusted", ["sharpe", "sortino", "calmar", "max_drawdown"]],
];

/** The stitched account in one sentence, then its figures. */
export function headline(result: WalkForward): Html {
  const { values, efficiency, windows } = result;
  const { correlation, percentile } = foresight(result);
  const { gains } = tallyOf(result);
  const own = (ids: readonly string[]): Card[] => ids.filter((id) => values[id]).map((id) => metricCard(id, values[id]));
  const choosing: Card[] = [
    { label: "WFE", value: ratio(efficiency.value), note: efficiency.reason ?? undefined }, { label: "Rank correlation", value: ratio(correlation) }, { label: "Chosen beat", value: share(percentile) }, { label: "Windows with a gain", value: `${gains} of ${grouped(windows.length)}` },
  ];
  return html`<p><strong>${answer(result)}</strong></p>
${cards([...GROUPS.map(([title, ids]) => ({ title, cards: own(ids) })), { title: "Choosing", cards: choosing }, { title: "Trades", cards: own(["trades", "win_rate"]) }])}`;
}

function answer({ rivals: [own, ...held], values }: WalkForward): string {
  const { perYear, low, high, pValue, reason } = own.evidence;
  const made = `Out of sample the stitched account made ${valueText(values, "total_return")}`;
  if (perYear === null || low === null || high === null) return `${made}; whether that is luck cannot be told${reason ? `: ${reason}` : ""}.`;
  const luck = low > 0 ? "above zero" : high < 0 ? "below zero" : "not told from zero";
  const better = held.filter(({ values: other }) => (other.total_return?.value ?? -Infinity) > (values.total_return?.value ?? -Infinity) && other.total_return).map(({ name }) => name);
  const rivals = held.length === 0 ? "" : better.length === 0 ? " No config held instead made more." : ` More was made by holding: ${better.join(", ")}.`;
  return `${made}, ${share(perYear, 2)} a year [${share(low, 2)} … ${share(high, 2)}], ${luck} (p = ${ratio(pValue, 3)} one-sided).${rivals}`;
}

/** The walk-forward beside configs that were held. */
export function rivalTable({ rivals }: WalkForward): Html {
  const ids = ["total_return", "cagr", "sharpe", "max_drawdown"];
  const label = (id: string): string => METRICS.find((metric) => metric.id === id)!.label;
  const named = ({ name, config, note }: WalkForward["rivals"][number]): Html => html`${name}${config !== null && ` (config ${config})`}<br><small class="wrapped">${note}</small>`;
  const rows = rivals.map((rival) => [named(rival), ...ids.map((id) => valueText(rival.values, id)), grouped(rival.trades), ...evidenceCells(rival.evidence)]);
  const columns = [{ title: "held", align: "left" as const }, ...ids.map((id) => ({ title: label(id) })), { title: "trades" }, { title: "walk-forward ahead, a year" }, { title: "p" }];
  return htmlTable("Was choosing worth it? The same days with one config held. The first row has the walk-forward's own mean return a year", columns, rows);
}

/** Of the walk-forward its own mean, of the others what it is ahead by; and the p-value. */
const evidenceCells = ({ perYear, low, high, pValue }: Evidence): string[] => (perYear === null ? [NONE, NONE] : [`${share(perYear, 2)} [${share(low, 2)} … ${share(high, 2)}]`, ratio(pValue, 3)]);

/** Rows that are shown unasked. */
const FEW_ROWS = 24;

/** Every window. */
export function windowTable({ windows, metric, stability }: WalkForward): Html {
  const keys = stability.map(({ key }) => key);
  const spanText = ({ start, end }: { start: number; end: number }): string => `${isoDate(start)} … ${isoDate(end)}`;
  const choice = ({ chosen, cash, trainRank }: WindowResult): string | Html => (chosen === null ? html`<span class="warn">cash: ${cash}</span>` : `${chosen} (${trainRank})`);
  const did = windows.map((window) => [
    spanText(window.test), choice(window), ...[window.trained, window.validated, window.tested].map((stage) => inUnit(stage?.metric ?? null, metric.unit)), share(window.tested?.return ?? null, 2), window.tested ? grouped(window.tested.trades) : NONE, ratio(window.efficiency.value),
    share(window.tested?.percentile ?? null), ratio(window.tested?.correlation ?? null),
  ]);
  const was = windows.map(({ train, validate, test, passed, parameters }) => [spanText(test), spanText(train), validate ? spanText(validate) : NONE, grouped(passed), ...keys.map((key) => (key in parameters ? parameterText(parameters[key]) : NONE))]);
  const columns = (...titles: string[]) => titles.map((title, c) => ({ title, align: c === 0 ? ("left" as const) : ("right" as const) }));
  return html`<details${windows.length <= FEW_ROWS && raw(" open")}><summary>All ${windows.length} windows as tables</summary>
${htmlTable("The chosen config with its place on training, and what it did on each stretch", columns("test", "config (place)", `${metric.label}: train`, "validate", "test", "return", "trades", "WFE", "beat", "rank corr."), did)}
${htmlTable("What each window chose by: its stretches, how many configs kept the guards, the chosen parameters", columns("test", "train", "validate", "passed", ...keys.map((key) => key.replaceAll("_", " "))), was)}
</details>`;
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
