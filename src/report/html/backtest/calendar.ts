import { isoDate } from "../../../units";
import { grouped } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import type { PageInput } from "./input";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Deepest tint, percent of the colour: text keeps a contrast of 4.5 : 1 on it (tested). */
export const DEEPEST_TINT = 40;

export interface MonthReturns {
  year: string;
  /** Return of each month, null where the run has no session. */
  months: (number | null)[];
  /** Return of the year's sessions. */
  total: number;
  /** Deepest fall from a running peak inside the year, the equity before it being the first peak. */
  fall: number;
}

/** Returns of marked equity by month and year: last session of the period over the last one before it. */
export function monthlyReturns({ sessions: { day, equity }, initial }: PageInput): MonthReturns[] {
  const years: MonthReturns[] = [];
  let [before, yearBefore, peak] = [initial, initial, initial];
  for (let t = 0; t < day.length; t++) {
    const date = isoDate(day[t]);
    const year = date.slice(0, 4);
    if (years.at(-1)?.year !== year) {
      yearBefore = t === 0 ? initial : equity[t - 1];
      peak = yearBefore;
      years.push({ year, months: Array.from({ length: 12 }, () => null), total: 0, fall: 0 });
    }
    const row = years.at(-1)!;
    peak = Math.max(peak, equity[t]);
    row.fall = Math.max(row.fall, (peak - equity[t]) / peak);
    const next = t + 1 < day.length ? isoDate(day[t + 1]) : "";
    if (next.slice(0, 7) === date.slice(0, 7)) continue;
    row.months[Number(date.slice(5, 7)) - 1] = equity[t] / before - 1;
    before = equity[t];
    if (next.slice(0, 4) !== year) row.total = equity[t] / yearBefore - 1;
  }
  return years;
}

/** A table of months, tinted by their return; the numbers are in the cells. */
export function monthTable(input: PageInput): Html {
  const years = monthlyReturns(input);
  if (years.length === 0) return html`<p class="muted">No session, no month.</p>`;
  const monthly = years.flatMap(({ months }) => months.filter((value) => value !== null));
  const [deepMonth, deepYear] = [Math.max(...monthly.map(Math.abs)), Math.max(...years.map(({ total }) => Math.abs(total)))];
  const best = Math.max(...monthly);
  const worst = Math.min(...monthly);
  const rising = monthly.filter((value) => value > 0).length;
  const caption = `Return of ${input.marked ? "marked equity" : "the equity of closed trades"} by month, in percent. ${grouped(rising)} of ${grouped(monthly.length)} months rose; best ${text(best)}, worst ${text(worst)}.`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Returns by month"><table class="heat">
<caption>${caption}</caption>
<thead><tr><th scope="col">year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}<th scope="col">year</th><th scope="col">deepest fall</th></tr></thead>
<tbody>${years.map(({ year, months, total, fall }) => html`<tr><th scope="row">${year}</th>${months.map((value) => cell(value, deepMonth))}${cell(total, deepYear, "total")}<td>${grouped(-100 * fall, 1)}</td></tr>
`)}</tbody>
</table></div>`;
}

const text = (value: number): string => `${value > 0 ? "+" : ""}${grouped(100 * value, 1)}`;

function cell(value: number | null, deepest: number, name = ""): Html {
  if (value === null) return html`<td class="muted"><span aria-label="no session">·</span></td>`;
  const tint = deepest > 0 ? Math.round((DEEPEST_TINT * Math.abs(value)) / deepest) : 0;
  return html`<td class="${value > 0 ? "up" : value < 0 ? "down" : ""}${name && ` ${name}`}" style="--tint:${tint}%">${text(value)}</td>`;
}
