import { dollars, grouped, metricText, percent } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { PageInput, ReportInput } from "./input";
import { signedText } from "../swing";

const FILLS: Record<string, string> = { orats: "ORATS: 75, 66, 56, 53 % of the quoted width for 1, 2, 3, 4 legs", mid: "mid: 50 % of the quoted width", pessimistic: "pessimistic: 100 % of the quoted width" };

/** What trading cost, and everything that was counted rather than hidden. */
export function costs({ run: { metrics, record: { config } }, trades }: ReportInput): Html {
  const { values } = metrics;
  const net = trades.reduce((sum, trade) => sum + trade.net, 0);
  const paid = trades.reduce((sum, trade) => sum + trade.commissions + trade.fees, 0);
  const rows = [
    ["Gross P&L, at fills", signedText(net + paid, dollars(net + paid)), "before commissions and fees, after slippage"],
    ["Commissions", metricText(values.commissions), `${dollars(Number(config.commission))} per contract, leg and side${Number(config.commission_min) > 0 ? `, at least ${dollars(Number(config.commission_min))} an order` : ""}${Number(config.commission_max) > 0 ? `, at most ${dollars(Number(config.commission_max))} an order` : ""}`],
    ["Assignment fees", metricText(values.fees), `${dollars(Number(config.assignment_fee))} per assigned leg and contract`],
    ["Net P&L", signedText(net, dollars(net)), "equals final − initial equity"],
    ["Fills", "", FILLS[String(config.slippage)] ?? `${String(config.slippage)} % of the quoted width, from the favourable side`],
    ...(values.break_even_slippage ? [["Break-even fill", metricText(values.break_even_slippage), values.break_even_slippage.reason ?? "share of the quoted width at which total P&L is zero; the same on entry and exit"]] : []),
  ];
  const counted = Object.values(metrics.counters).filter(({ count }) => count > 0);
  return html`${htmlTable("Costs over all trades", [{ title: "what", align: "left" }, { title: "amount" }, { title: "how", wrap: true }], rows)}
<h3>Counted, not hidden</h3>
${counted.length ? html`<ul>${counted.map(({ count, text }) => html`<li>${grouped(count)} × ${text}</li>`)}</ul>` : html`<p class="muted">No stale mark, blocked exit, assignment, pin or stand-in settlement occurred.</p>`}`;
}

/** The same curve as other tools would print it. */
export function conventions({ run: { metrics } }: PageInput): Html {
  if (metrics.conventions.length === 0) return html`<p class="muted">Too few daily returns.</p>`;
  const { sharpe, sortino, cagr } = metrics.values;
  const number = (value: number | null): string => (value === null ? "–" : grouped(value, 3));
  const rows = [
    [html`<strong>mahler</strong>`, number(sharpe.value), number(sortino.value), cagr.value === null ? "–" : percent(cagr.value), html`<strong>sample σ, downside over all days, √${metrics.convention.daysPerYear}, years = calendar / 365.25</strong>`],
    ...metrics.conventions.map((row) => [row.tool, number(row.sharpe), number(row.sortino), row.cagr === null ? "–" : percent(row.cagr), row.convention]),
  ];
  return htmlTable("One equity curve under the conventions of other tools: to reconcile their figures with these", [{ title: "tool", align: "left" }, { title: "Sharpe" }, { title: "Sortino" }, { title: "CAGR" }, { title: "convention", wrap: true }], rows);
}
