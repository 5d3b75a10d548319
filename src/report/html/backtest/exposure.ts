import { areaY, gridY, lineY } from "@observablehq/plot";
import { grouped, metricText, percent } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import type { ReportInput } from "./input";
import { envelope } from "../time";

/** Risk and positions through time, and what breakers put on new risk. */
export function exposure(document: Document, input: ReportInput): Html {
  const { sessions: { day, equity, heat, positions, multiplier }, run: { metrics, record } } = input;
  if (day.length < 2) return html`<p class="muted">One session is no time series.</p>`;
  const { mean_heat, max_heat, mean_positions, max_positions, time_in_market, mean_breaker_multiplier } = metrics.values;
  const share = heat.map((value, t) => (equity[t] > 0 ? (100 * value) / equity[t] : NaN)).map((value) => (Number.isNaN(value) ? 0 : value));
  const area = (values: readonly number[], n: number) => [
    gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(envelope(day, values), { x: "x", y: "y", fill: colour("series", n), fillOpacity: 0.25 }), lineY(envelope(day, values), { x: "x", y: "y", stroke: colour("series", n), strokeWidth: 1.1 }),
  ];
  const heatFigure = figure(document, {
    title: "Portfolio heat", height: 190,
    summary: `Sum of the max losses of open positions at the close, share of equity: mean ${metricText(mean_heat)}, largest ${metricText(max_heat)}; the limit is ${grouped(Number(record.config.max_portfolio_heat), 1)} %. In the market on ${metricText(time_in_market)} of the sessions.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ % of equity", zero: true }, marks: area(share, 1) },
  });
  const positionsFigure = figure(document, {
    title: "Open positions", height: 150,
    summary: `Positions open at the close: mean ${metricText(mean_positions)}, at most ${metricText(max_positions)}; the limit is ${grouped(Number(record.config.max_positions))}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ positions", zero: true, ticks: Math.min(8, Math.max(1, ...positions)), tickFormat: "d" }, marks: area(positions, 3) },
  });
  return html`${heatFigure}${positionsFigure}${breakers(document, day, multiplier, metrics.breakers, metricText(mean_breaker_multiplier))}`;
}

function breakers(document: Document, day: readonly number[], multiplier: readonly number[], shares: Readonly<Record<string, number>>, mean: string): Html {
  if (multiplier.every((value) => value === 1)) return html`<p class="muted">No breaker was in force on any session.</p>`;
  const names = Object.entries(shares).map(([name, share]) => `${name.replaceAll("_", " ")} ${share > 0 && share < 0.0005 ? "under 0.1 %" : percent(share, 1)}`);
  return figure(document, {
    title: "Breaker multiplier", height: 140,
    summary: `Multiplier that loss, drawdown and volatility breakers put on new risk, 1 = none: mean ${mean}. In force, share of sessions: ${names.join(", ")}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ multiplier", domain: [0, Math.max(1, ...multiplier)] }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), lineY(envelope(day, multiplier), { x: "x", y: "y", stroke: colour("series", 2), strokeWidth: 1.2, curve: "step-after" })] },
  });
}
