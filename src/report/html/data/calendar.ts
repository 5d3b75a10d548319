import { barX } from "@observablehq/plot";
import type { DayFacts } from "../../../quality";
import { dayNumber, isoDate, weekday, yearOf } from "../../../units";
import { grouped, percent } from "../../format";
import { figure } from "../chart";
import type { LegendEntry } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";

/** Share of a day's rows from which the day is marked as faulty. */
const FAULTY = 0.01;
const ROW_HEIGHT = 24;
/** Days listed in words before the rest is only counted. */
const LISTED = 60;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface Cell { year: string; x1: number; x2: number; fill: string; stroke: string; title?: string }

/** Weekdays since the year's first Monday-to-Friday day: columns without weekends. */
function column(day: number): number {
  const first = dayNumber(yearOf(day), 1, 1);
  const weeks = Math.floor((day - first) / 7);
  let rest = 0;
  for (let d = first + weeks * 7; d < day; d++) if (weekday(d) <= 5) rest++;
  return weeks * 5 + rest;
}

/** Every session as a cell by year: how many rows, missing, stale, faulty. */
export function calendarFigure(document: Document, symbol: string, facts: readonly DayFacts[], missing: readonly number[]): Html {
  const levels = rowLevels(facts);
  const cells = [...facts.map((f) => dayCell(f, levels)), ...missing.map(missingCell)];
  const years = [...new Set(cells.map((c) => c.year))].sort();
  const stale = facts.filter((f) => f.stale);
  const faulty = facts.filter((f) => !f.stale && f.faulty > FAULTY * f.rows);
  const summary = `${grouped(facts.length)} session${facts.length === 1 ? "" : "s"} with a chain, ${grouped(missing.length)} missing in between, ${grouped(stale.length)} that repeat the day before, ${grouped(faulty.length)} with faults in more than ${percent(FAULTY, 0)} of their rows.`;
  const options = {
    marginLeft: 48, marginTop: 22, marginBottom: 4,
    x: { domain: [0, 262], ticks: MONTHS.map((_, m) => (m + 0.5) * 21.8), tickFormat: (x: number) => MONTHS[Math.floor(x / 21.8)], axis: "top" as const, tickSize: 0, label: null },
    y: { domain: years, tickSize: 0, label: null, padding: 0.25 },
    marks: [barX(cells, { x1: "x1", x2: "x2", y: "year", fill: "fill", stroke: "stroke", title: "title" })],
  };
  return figure(document, { title: `${symbol}: coverage calendar`, summary, options, height: 30 + years.length * ROW_HEIGHT, legend: legendOf(levels), below: problemDays(missing, stale, faulty) });
}

/** Row counts that separate the shades: quartiles of the days, as far as they differ. */
function rowLevels(facts: readonly DayFacts[]): number[] {
  const rows = facts.map((f) => f.rows).sort((a, b) => a - b);
  const quartiles = [0.25, 0.5, 0.75].map((share) => rows[Math.floor(share * (rows.length - 1))] ?? 0);
  return [...new Set(quartiles)].filter((level) => level < (rows.at(-1) ?? 0));
}

const shade = (rows: number, levels: readonly number[]): string => colour("amount", 1 + levels.filter((level) => rows > level).length);

function dayCell(f: DayFacts, levels: readonly number[]): Cell {
  const x = column(f.day);
  const bad = f.faulty > FAULTY * f.rows;
  const fill = f.stale ? role("bad") : bad ? role("warn") : shade(f.rows, levels);
  const why = f.stale ? "repeats the day before" : bad ? `${grouped(f.faulty)} faulty rows of ${grouped(f.rows)}` : null;
  return { year: String(yearOf(f.day)), x1: x + 0.06, x2: x + 0.94, fill, stroke: "none", title: why === null ? undefined : `${isoDate(f.day)}: ${why}` };
}

function missingCell(day: number): Cell {
  const x = column(day);
  return { year: String(yearOf(day)), x1: x + 0.12, x2: x + 0.88, fill: "none", stroke: role("bad"), title: `${isoDate(day)}: no chain` };
}

function legendOf(levels: readonly number[]): LegendEntry[] {
  const label = (i: number): string => (levels.length === 0 ? "a chain" : i === levels.length ? `more than ${grouped(levels[i - 1])} rows` : i === 0 ? `up to ${grouped(levels[0])} rows` : `to ${grouped(levels[i])}`);
  return [
    ...Array.from({ length: levels.length + 1 }, (_, i) => ({ label: label(i), colour: colour("amount", i + 1), mark: "box" as const })),
    { label: "session without a chain", colour: role("bad"), mark: "hollow" }, { label: "repeats the day before", colour: role("bad"), mark: "box" }, { label: "faulty rows above 1 %", colour: role("warn"), mark: "box" },
  ];
}

/** What the colours say, in words. */
function problemDays(missing: readonly number[], stale: readonly DayFacts[], faulty: readonly DayFacts[]): Html {
  const lists: [string, string[]][] = [
    ["Sessions without a chain", missing.map(isoDate)], ["Days that repeat the day before", stale.map((f) => isoDate(f.day))],
    ["Days with faulty rows", faulty.map((f) => `${isoDate(f.day)} (${grouped(f.faulty)} of ${grouped(f.rows)})`)],
  ];
  return html`${lists.filter(([, days]) => days.length > 0).map(([name, days]) => html`<details><summary>${name}: ${grouped(days.length)}</summary>
<p>${days.slice(0, LISTED).join(" · ")}${days.length > LISTED ? ` … and ${grouped(days.length - LISTED)} more` : ""}</p></details>`)}`;
}
