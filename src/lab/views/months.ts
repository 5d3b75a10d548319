import { isoDate } from "../../units";
import { element, whenQuiet } from "./dom";
import { createHeat, MONTHS, tenths } from "./heat";
import type { HeatRow } from "./heat";

/** Return of each calendar month: last equity of the month / last equity before it − 1. Key = year × 12 + month. */
export function monthlyReturns(days: Int32Array, equity: Float64Array, initial: number): Map<number, number> {
  const returns = new Map<number, number>();
  let before = initial;
  for (const { month, last } of monthEnds(days)) {
    returns.set(month, equity[last] / before - 1);
    before = equity[last];
  }
  return returns;
}

/** Months of the sessions shown last: dates are slow to take apart, and the same ones come again with every movement. */
let known: { key: string; ends: { month: number; last: number }[] } = { key: "", ends: [] };

/** Last session of each month. */
function monthEnds(days: Int32Array): { month: number; last: number }[] {
  const key = `${days.length}:${days[0]}:${days[days.length - 1]}`;
  if (known.key === key) return known.ends;
  const months = Array.from(days, monthOf);
  known = { key, ends: months.flatMap((month, t) => (month === months[t + 1] ? [] : [{ month, last: t }])) };
  return known.ends;
}

const monthOf = (day: number): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

export interface MonthsView {
  show(days: Int32Array, equity: Float64Array, initial: number): void;
}

/** Milliseconds after the last movement when the table for readers of the screen follows the picture. */
const LATER = 400;

/** Years × months, coloured by return, with the year's own: a picture that follows the hand, and the same as a table for who does not see it. */
export function createMonthsView(host: HTMLElement): MonthsView {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const table = element("table", { class: "hidden" });
  const empty = element("p", { class: "muted" }, "No session in the range of this config.");
  const box = element("div", { class: "scroll" }, canvas, table);
  host.replaceChildren(box, empty);
  const heat = createHeat(canvas, box);
  const quiet = whenQuiet(LATER);
  return {
    show(days, equity, initial) {
      empty.hidden = days.length > 0;
      box.hidden = days.length === 0;
      if (days.length === 0) return;
      const first = Number(isoDate(days[0]).slice(0, 4));
      const rows = yearRows(first, monthlyReturns(days, equity, initial));
      heat.draw(first, rows);
      quiet(() => fill(table, first, rows));
    },
  };
}

/** Months and the year, by year from `first` on. */
function yearRows(first: number, returns: ReadonlyMap<number, number>): HeatRow[] {
  const last = Math.max(...returns.keys());
  return Array.from({ length: Math.floor(last / 12) - first + 1 }, (_, y) => {
    const months = Array.from({ length: 12 }, (__, m) => returns.get((first + y) * 12 + m));
    const known = months.filter((value) => value !== undefined);
    return [...months, known.length > 0 ? known.reduce((growth, value) => growth * (1 + value), 1) - 1 : undefined];
  });
}

function fill(table: HTMLTableElement, first: number, rows: readonly HeatRow[]): void {
  const head = element("tr", {}, ...["Year", ...MONTHS, "Whole year"].map((name) => element("th", { scope: "col" }, name)));
  const body = rows.map((row, y) => element("tr", {}, element("th", { scope: "row" }, String(first + y)), ...row.map((value) => element("td", {}, value === undefined ? "" : `${tenths(value)} %`))));
  table.replaceChildren(element("caption", {}, "Return by month"), element("thead", {}, head), element("tbody", {}, ...body));
}
