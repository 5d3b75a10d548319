import { areaY, gridY, lineY } from "@observablehq/plot";
import type { RecordedLog } from "../../../log/read";
import { VERSION } from "../../../version";
import { dollars, grouped, metricText, wholeDollars } from "../../format";
import { monthTable } from "../backtest/calendar";
import { conventions } from "../backtest/costs";
import { curve, envelope } from "../backtest/curve";
import { definitions } from "../backtest/definitions";
import { distribution } from "../backtest/distribution";
import { groupTables } from "../backtest/groups";
import type { PageInput } from "../backtest/input";
import { stress } from "../backtest/stress";
import { summary } from "../backtest/summary";
import { marksFigure, tradeTable, worstTrades } from "../backtest/worst";
import { figure } from "../chart";
import { logProvenance, notSaid } from "../compare/about";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import { logInput } from "./input";

/** The page of an imported log: the sections of a run that a log can fill. Pure; throws data errors for tables that lack a column. */
export function logPage(log: RecordedLog, document: Document): string {
  const input = logInput(log);
  const { record, folder } = log;
  const closedOnly = html`<p class="warn">There is no daily log and positions were held overnight: equity counts closed trades only, and moves on the days they end. Its falls are smaller than the account would have seen.</p>`;
  const needsMarks = html`<p class="muted">Not known: this needs equity marked daily. Import the daily log too: mahler data import-log TRADES --daily DAILY.</p>`;
  return framePage({
    title: `Imported log${record.strategies.join() === "(no name)" ? "" : `: ${record.strategies.join(", ")}`} on ${record.config.ticker.join(", ")}`,
    subtitle: html`${record.range.start} … ${record.range.end} · ${grouped(input.sessions.day.length)} sessions · ${wholeDollars(input.initial)} start · Option Omega · folder: ${folder}`,
    banner: html`<strong>ANOTHER TOOL'S TRADES.</strong> Figures are computed by this project's definitions from what the log says; its quotes, fills and rules are not known. What it does not say is left out, not counted as 0.`,
    sections: [
      { id: "result", title: "Result", body: summary({ ...input, run: { ...log, metrics: { ...log.metrics, values: brief(log.metrics.values) } } }) },
      { id: "silence", title: "What the log does not say", body: notSaid(log) },
      { id: "equity", title: "Equity", body: html`${!record.marked && closedOnly}${curve(document, input)}` },
      { id: "months", title: "Months and years", body: html`${!record.marked && closedOnly}${monthTable(input)}` },
      { id: "groups", title: "Where the P&L comes from", body: groupTables(input) },
      { id: "distribution", title: "Distribution of trades", body: distribution(document, input) },
      { id: "exposure", title: "Risk through time", body: exposure(document, input) },
      { id: "stress", title: "Stress windows", body: record.marked ? stress(input) : needsMarks },
      { id: "worst", title: "Worst trades", body: worst(document, input) },
      { id: "costs", title: "Costs", body: costs(input) },
      { id: "conventions", title: "Other conventions", body: record.marked ? conventions(input) : needsMarks },
      { id: "provenance", title: "Provenance", body: logProvenance("it", log) },
      { id: "definitions", title: "Definitions", body: definitions(input) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. Logs: docs/logs.md of the project. No script, no network.`,
  });
}

/** Reasons that are told in full below, and for many figures, are named once. */
const brief = (values: RecordedLog["metrics"]["values"]): RecordedLog["metrics"]["values"] =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value.reason !== undefined && value.reason.length > 24 ? { ...value, reason: "not known, see below" } : value]));

function worst(document: Document, { closed }: PageInput): Html {
  const trades = worstTrades(closed);
  if (trades.length === 0) return html`<p class="muted">No trade was closed.</p>`;
  const spanned = trades.every(({ mfe, mae }) => !Number.isNaN(mfe) && !Number.isNaN(mae));
  return html`${spanned ? marksFigure(document, trades) : html`<p class="muted">How far these trades were up or down on the way is not known.</p>`}${tradeTable(trades)}`;
}

function exposure(document: Document, { sessions: { day, equity, heat, positions }, run: { metrics: { values } } }: PageInput): Html {
  if (day.length < 2) return html`<p class="muted">One session is no time series.</p>`;
  const area = (series: readonly number[], n: number) => [gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(envelope(day, series), { x: "x", y: "y", fill: colour("series", n), fillOpacity: 0.25, curve: "step-after" }), lineY(envelope(day, series), { x: "x", y: "y", stroke: colour("series", n), strokeWidth: 1.1, curve: "step-after" })];
  const positionsFigure = figure(document, {
    title: "Open positions", height: 150, summary: `Positions open at the close: mean ${metricText(values.mean_positions)}, at most ${metricText(values.max_positions)}. In the market on ${metricText(values.time_in_market)} of the sessions.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ positions", zero: true, ticks: Math.min(8, Math.max(1, ...positions)), tickFormat: "d" }, marks: area(positions, 3) },
  });
  if (heat.some(Number.isNaN)) return html`${positionsFigure}<p class="muted">Heat is not known: ${values.mean_heat.reason ?? "the largest loss of some trades is not"}.</p>`;
  return html`${figure(document, {
    title: "Portfolio heat", height: 190, summary: `Sum of the largest losses of open positions at the close, share of equity: mean ${metricText(values.mean_heat)}, largest ${metricText(values.max_heat)}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ % of equity", zero: true }, marks: area(heat.map((value, t) => (equity[t] > 0 ? (100 * value) / equity[t] : 0)), 1) },
  })}${positionsFigure}`;
}

function costs({ trades, run: { metrics: { values } } }: PageInput): Html {
  const net = trades.reduce((sum, trade) => sum + trade.net, 0);
  const paid = trades.reduce((sum, trade) => sum + trade.commissions, 0);
  const known = values.commissions.value !== null && !Number.isNaN(paid);
  const rows = [
    ["Gross P&L, at fills", known ? dollars(net + paid) : "–", known ? "net P&L and what was paid" : "not known without the commissions"],
    ["Commissions and fees", known ? dollars(paid) : "–", values.commissions.reason ?? "of opening and closing; fees of assignment, if any, are among them"],
    ["Net P&L", dollars(net), "sum over the trades of the log"], ["Fills", "–", "the other tool's, not known; so the break-even fill is not either"],
  ];
  return htmlTable("Costs over all trades", [{ title: "what", align: "left" }, { title: "amount" }, { title: "how", wrap: true }], rows);
}
