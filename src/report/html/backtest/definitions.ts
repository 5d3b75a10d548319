import { html } from "../escape";
import type { Html } from "../escape";
import type { PageInput } from "./input";
import { definitionId } from "../metric";

/** Figures of this page that are not metrics. */
const OTHERS: readonly (readonly [term: string, definition: string])[] = [
  ["Marked equity", "cash less what it would cost to close every position at mid; a leg without a valid quote keeps its last mark, bounded by no-arbitrage"],
  ["Underwater", "marked equity below its running peak, share of the peak; the initial equity is the first peak"],
  ["Month, year", "last marked equity of the period / last one before it − 1; the initial equity stands before the first session"],
  ["Deepest fall of a year", "largest percentage fall from a running peak inside the year, the equity before it being the first peak"],
  ["R", "net P&L of a trade / its max loss at entry; max loss = (width − credit) × multiplier × contracts"],
  ["Wins of a group", "trades with net P&L > 0 / closed trades of the group; positions open at the end count as trades, not as closed"],
  ["Days to expiry", "calendar days from entry to the last trade date"],
  ["|Δ|", "absolute delta of the short put at entry, of the short call when there is no put"],
  ["Regime at entry", "label known before the session of the entry"],
  ["Heat", "Σ max loss of open positions / equity, at the close"],
  ["MFE, MAE", "largest and smallest gross P&L of a trade on daily marks and at its exit"],
  ["Breaker multiplier", "smallest multiplier of the loss, drawdown and volatility rules in force; it scales the budget of new risk, 0 halts entries"],
  ["Chance", "one session, one underlying, one sleeve: it opens a position or carries exactly one reason code"],
];

/** What every figure means. */
export function definitions({ run: { metrics } }: PageInput): Html {
  return html`<dl class="definitions">
${Object.entries(metrics.values).map(([id, { label, definition, unit }]) => html`<dt id="${definitionId(id)}">${label} <small><code>${id}</code>, ${unit}</small></dt><dd>${definition}</dd>
`)}
${OTHERS.map(([term, definition]) => html`<dt>${term}</dt><dd>${definition}</dd>
`)}</dl>`;
}
