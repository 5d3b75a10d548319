import type { MetricValue } from "../../../metrics";
import { grouped, metricText, percent } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import type { PageInput } from "./input";

/** Figures that are read first, in groups. */
const CARDS: readonly (readonly [title: string, ids: readonly string[]])[] = [
  ["Return", ["net_profit", "total_return", "cagr", "volatility"]],
  ["Risk-adjusted", ["sharpe", "sortino", "calmar", "max_drawdown"]],
  ["Trades", ["trades", "win_rate", "profit_factor", "expectancy"]],
  ["Tail", ["sigma_r", "cvar_95_r", "worst_trade", "ten_worst"]],
  ["Exposure", ["time_in_market", "mean_heat", "max_heat", "average_hold"]],
  ["Costs", ["commissions", "fees", "break_even_slippage", "mean_breaker_multiplier"]],
];

const SIGNED = new Set(["net_profit", "total_return", "cagr", "sharpe", "sortino", "calmar", "expectancy"]);

/** Id of a figure's definition on the page. */
export const definitionId = (metric: string): string => `def-${metric.replaceAll("_", "-")}`;

/** The headline figures, each linked to its definition. */
export function summary({ run: { metrics }, marked }: PageInput): Html {
  return html`<div class="cards">${CARDS.map(([title, ids]) => html`<dl><dt class="group">${title}</dt>${ids.filter((id) => id in metrics.values).map((id) => card(id, metrics.values[id]))}</dl>`)}</div>
<p class="muted">${marked ? `${conventionText(metrics.convention)} ${drawdownText(metrics.drawdown)}` : "Equity counts closed trades only: ratios and falls of daily marked equity are not known. Every figure links to its definition."}</p>
${openText(metrics.values, marked)}`;
}

function card(id: string, metric: MetricValue): Html {
  const text = metricText(metric);
  const value = metric.value !== null && SIGNED.has(id) ? html`<span class="${metric.value > 0 ? "good" : metric.value < 0 ? "bad" : ""}">${text}</span>` : text;
  return html`<div><dt><a href="#${definitionId(id)}">${metric.label}${id.endsWith("_r") && metric.unit === "R" && id === "worst_trade_r" ? " (R)" : ""}</a></dt><dd>${value}${metric.reason && html`<small class="why">${metric.reason}</small>`}</dd></div>`;
}

function conventionText({ daysPerYear, riskFree }: PageInput["run"]["metrics"]["convention"]): string {
  const rate = riskFree === "dated" ? "dated risk-free rates" : `a risk-free rate of ${percent(riskFree)}`;
  return `Ratios use daily returns of marked equity, √${daysPerYear} and ${rate}; every figure links to its definition.`;
}

function drawdownText(fall: PageInput["run"]["metrics"]["drawdown"]): string {
  if (!fall) return "Equity never fell below its peak.";
  const end = fall.recovered ? `was made good on ${fall.recovered}, after` : "was not made good by the end,";
  return `The deepest fall, ${percent(fall.depth)}, began ${fall.peak === null ? "at the start" : `on ${fall.peak}`}, reached its bottom on ${fall.trough} and ${end} ${grouped(fall.days)} days.`;
}

function openText(values: PageInput["run"]["metrics"]["values"], marked: boolean): Html | null {
  const open = values.open_at_end;
  if (!open?.value) return null;
  return html`<p class="muted">${grouped(open.value)} position${open.value === 1 ? " is" : "s are"} open at the end, ${metricText(values.open_at_end_pnl)} ${marked ? "at the last marks" : "as the log prints it, which need not be what they were worth"}: in the totals, not in win rate and the like.</p>`;
}
