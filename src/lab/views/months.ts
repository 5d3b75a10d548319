import { percent } from "../../report/format";
import { isoDate } from "../../units";
import { element } from "./dom";

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** A month of this size has the full colour. */
const FULL = 0.03;

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

/** Months as a table of years × months, coloured by return, with the year's own. */
export function createMonthsView(host: HTMLElement): MonthsView {
  let first = 0;
  let key = "";
  let cells: HTMLTableCellElement[][] = [];
  const build = (from: number, to: number): void => {
    first = from;
    cells = Array.from({ length: to - from + 1 }, () => Array.from({ length: 13 }, () => element("td")));
    const head = element("tr", {}, element("th", { scope: "col" }, "Year"), ...[...NAMES, "Year"].map((name) => element("th", { scope: "col" }, name)));
    const rows = cells.map((row, y) => element("tr", {}, element("th", { scope: "row" }, String(from + y)), ...row));
    host.replaceChildren(element("div", { class: "scroll" }, element("table", { class: "months" }, element("caption", { class: "hidden" }, "Return by month"), element("thead", {}, head), element("tbody", {}, ...rows))));
  };
  return {
    show(days, equity, initial) {
      if (days.length === 0) return host.replaceChildren();
      const years = [Number(isoDate(days[0]).slice(0, 4)), Number(isoDate(days[days.length - 1]).slice(0, 4))];
      if (key !== years.join()) build(years[0], years[1]);
      key = years.join();
      const paint = (cell: HTMLTableCellElement, value: number | undefined): void => {
        const text = value === undefined ? "" : percent(value, 1).replace(" %", "");
        if (cell.textContent === text) return; // the colour goes with the text
        cell.textContent = text;
        cell.style.background = value === undefined ? "" : `color-mix(in srgb, var(${value < 0 ? "--bad" : "--good"}) ${Math.min(60, (60 * Math.abs(value)) / FULL).toFixed(0)}%, transparent)`;
      };
      const returns = monthlyReturns(days, equity, initial);
      cells.forEach((row, y) => {
        let growth = 1;
        let known = false;
        for (let m = 0; m < 12; m++) {
          const value = returns.get((first + y) * 12 + m);
          if (value !== undefined) [growth, known] = [growth * (1 + value), true];
          paint(row[m], value);
        }
        paint(row[12], known ? growth - 1 : undefined);
      });
    },
  };
}
