// Figures of the runs side by side over the common sessions.
import type { Metric, MetricValue } from "../../../metrics";
import { METRICS } from "../../../metrics";
import { isoDate } from "../../../units";
import { grouped, metricText, percent, wholeDollars } from "../../format";
import { definitionId } from "../backtest/summary";
import { signedText } from "../backtest/swing";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { HtmlColumn } from "../table";
import { COMPARED_METRICS, labelOf, metricOn } from "./common";
import type { Common, CommonSide } from "./common";

const left = (title: string): HtmlColumn => ({ title, align: "left" });
const perSide = (sides: readonly CommonSide[]): HtmlColumn[] => sides.map(({ letter }) => ({ title: letter }));

/** Letters of the best values; "" when nothing is better, or all are equal or unknown. */
export function bestOf({ better }: Pick<Metric, "better">, values: readonly (number | null)[], letters: readonly string[]): string {
  const known = values.filter((value) => value !== null);
  if (better === null || known.length < 2) return "";
  const best = better === "higher" ? Math.max(...known) : Math.min(...known);
  if (known.every((value) => value === best)) return "equal";
  return letters.filter((_, i) => values[i] === best).join(", ");
}

/** Every figure that a common window leaves meaningful, with the better one named. */
export function metrics({ day, sides, same }: Common): Html {
  const letters = sides.map(({ letter }) => letter);
  const oneStart = sides.every(({ base }) => base === sides[0].base);
  const rows = COMPARED_METRICS.map((metric) => {
    const values = sides.map((side) => metricOn(metric, side, day));
    const best = metric.unit === "dollars" && !oneStart ? "" : bestOf(metric, values.map(({ value }) => value), letters);
    return [html`<a href="#${definitionId(metric.id)}">${labelOf(metric)}</a>`, ...values.map((value, i) => cell(value, best.split(", ").includes(letters[i]))), best, difference(metric, values)];
  });
  const reasons = new Map<string, string[]>();
  for (const side of sides) for (const metric of COMPARED_METRICS) {
    const { reason } = metricOn(metric, side, day);
    if (reason) reasons.set(`${side.letter}: ${reason}`, [...(reasons.get(`${side.letter}: ${reason}`) ?? []), labelOf(metric)]);
  }
  return html`${htmlTable("Over the common sessions, a risk-free rate of 0 for all; trades are those opened and ended inside", [left("figure"), ...perSide(sides), left("better"), { title: `${letters[0]} − ${letters[1]}` }], rows)}
${!oneStart && html`<p class="muted">Amounts in dollars belong to accounts of different size (${sides.map(({ letter, base }) => `${letter} ${wholeDollars(base)}`).join(", ")}), so none of them is called better.</p>`}
${reasons.size > 0 && html`<p class="muted">Not defined:</p><ul class="muted">${[...reasons].map(([reason, labels]) => html`<li>${reason} <small>(${labels.join(", ")})</small></li>`)}</ul>`}
${!same && ownRanges(sides)}`;
}

const cell = (value: MetricValue, best: boolean): string | Html => (best ? html`<strong>${metricText(value)}</strong>` : metricText(value));

function difference({ unit }: Metric, [a, b]: readonly MetricValue[]): string | Html {
  if (a.value === null || b.value === null) return "–";
  const change = a.value - b.value;
  return signedText(0, `${change > 0 ? "+" : ""}${metricText({ value: change, unit })}`);
}

/** What each printed of itself, over its own range. */
function ownRanges(sides: readonly CommonSide[]): Html {
  const rows = METRICS.filter(({ id }) => sides.some(({ run }) => run.metrics.values[id])).map(({ id, label, unit }) => [labelOf({ id, label, unit }), ...sides.map(({ run: { metrics: own } }) => (own.values[id] ? metricText(own.values[id]) : "–"))]);
  return html`<details><summary>Each over its own range, as it was reported</summary>${htmlTable("Every run over its own sessions and with its own risk-free rate: not to be compared", [left("figure"), ...perSide(sides)], rows)}</details>`;
}

/** Return of each calendar year over the common sessions. */
export function years({ day, sides }: Common): Html {
  const ends = day.flatMap((d, t) => (t + 1 === day.length || isoDate(day[t + 1]).slice(0, 4) !== isoDate(d).slice(0, 4) ? [t] : []));
  const letters = sides.map(({ letter }) => letter);
  const wins = sides.map(() => 0);
  const rows = ends.map((t, y) => {
    const returns = sides.map(({ equity, base }) => equity[t] / (y === 0 ? base : equity[ends[y - 1]]) - 1);
    const best = bestOf({ better: "higher" }, returns, letters);
    letters.forEach((letter, i) => (wins[i] += best === letter ? 1 : 0));
    const gap = 100 * (returns[0] - returns[1]);
    return [isoDate(day[t]).slice(0, 4), ...returns.map((value) => signedText(value, percent(value))), best, signedText(gap, `${gap > 0 ? "+" : ""}${grouped(gap, 2)} pt`)];
  });
  return htmlTable(`Return by calendar year over the common sessions, the first and the last year as far as they reach. Better in: ${letters.map((letter, i) => `${letter} ${grouped(wins[i])}`).join(", ")} of ${grouped(ends.length)} years.`, [left("year"), ...perSide(sides), left("better"), { title: `${letters[0]} − ${letters[1]}` }], rows);
}

/** Trades and P&L by why they ended, each in its own words. */
export function exits({ sides }: Common): Html {
  const reasons = [...new Set(sides.flatMap(({ inside }) => inside.map(({ reason }) => reason)))].sort();
  if (reasons.length === 0) return html`<p class="muted">No trade was opened and ended within the common range.</p>`;
  const columns = [left("exit"), ...sides.flatMap(({ letter }) => [{ title: `${letter} trades` }, { title: "share" }, { title: "net P&L" }, { title: "per trade" }])];
  const rows = reasons.map((reason) => [
    reason.replaceAll("_", " "),
    ...sides.flatMap(({ inside }) => {
      const group = inside.filter((trade) => trade.reason === reason);
      const net = group.reduce((sum, trade) => sum + trade.net, 0);
      return group.length === 0 ? ["·", "·", "·", "·"] : [grouped(group.length), percent(group.length / inside.length, 1), signedText(net, wholeDollars(net)), signedText(net, wholeDollars(net / group.length))];
    }),
  ]);
  const log = sides.some(({ recorded }) => "imported" in recorded.record);
  return htmlTable(`Trades by why they ended, after costs${log ? "; a log's reasons are its own words" : ""}`, columns, rows);
}
