import { gridY, lineY, ruleY } from "@observablehq/plot";
import { DELTAS, TENORS } from "../../../quality";
import type { DayFacts } from "../../../quality";
import { isoDate } from "../../../units";
import { grouped, percent } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { medianOf, stretches } from "../thin";

const MS_PER_DAY = 86_400_000;

interface Line { name: string; colour: string; value: (f: DayFacts) => number | null }

interface Point { x: Date; y: number | null; line: string }

/** One point per stretch of days: the median of what is known. A stretch without a value breaks the line. */
function pointsOf(facts: readonly DayFacts[], lines: readonly Line[]): Point[] {
  const parts = stretches(facts.length);
  return lines.flatMap(({ name, value }) => parts.map(({ begin, end }) => ({ x: new Date(facts[begin].day * MS_PER_DAY), y: medianOf(facts.slice(begin, end).map(value)), line: name })));
}

interface TimeChart {
  title: string;
  what: string;
  lines: readonly Line[];
  /** Multiplies values on the axis. */
  scale: number;
  unit: string;
  zero?: boolean;
}

/** Lines through time; nothing when no value is known. */
function timeFigure(document: Document, facts: readonly DayFacts[], { title, what, lines, scale, unit, zero = false }: TimeChart): Html {
  const known = lines.filter(({ value }) => facts.some((f) => value(f) !== null));
  if (known.length === 0) return html`<p class="muted">${title}: nothing is known.</p>`;
  const points = pointsOf(facts, known).map((p) => ({ ...p, y: p.y === null ? NaN : p.y * scale }));
  const colours = new Map(known.map((l) => [l.name, l.colour]));
  const days = stretches(facts.length)[0].end;
  const summary = `${what}${days > 1 ? `; medians of ${days} sessions each` : ""}. ${known.map((line) => rangeText(facts, line, scale, unit)).join("; ")}.`;
  const options = {
    x: { label: null }, y: { label: `↑ ${unit}`, zero: false, nice: true },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ...(zero ? [ruleY([0], { stroke: role("muted") })] : []), lineY(points, { x: "x", y: "y", z: "line", stroke: (p: Point) => colours.get(p.line)!, strokeWidth: 1.6 })],
  };
  return figure(document, { title, summary, options, height: 260, legend: known.length > 1 ? known.map(({ name, colour: c }) => ({ label: name, colour: c })) : undefined });
}

function rangeText(facts: readonly DayFacts[], { name, value }: Line, scale: number, unit: string): string {
  const values = facts.map(value).filter((v): v is number => v !== null);
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  const text = (v: number): string => `${grouped(v * scale, 1)} ${unit.split(" ")[0]}`;
  return `${name}: ${text(low)} to ${text(high)}, median ${text(medianOf(values)!)}`;
}

/** At-the-money IV by tenor, IV by delta, width and parity through time. */
export function timeFigures(document: Document, symbol: string, facts: readonly DayFacts[]): { volatility: Html; quotes: Html } {
  if (facts.length < 2) return { volatility: html`<p class="muted">${symbol}: one day is no time series.</p>`, quotes: html`<p class="muted">${symbol}: one day is no time series.</p>` };
  const span = `${isoDate(facts[0].day)} to ${isoDate(facts.at(-1)!.day)}`;
  const term = TENORS.map((tenor, i): Line => ({ name: `${tenor} days`, colour: colour("order", [1, 2, 3, 5, 7][i]), value: (f) => f.term[i] }));
  const month = TENORS.indexOf(30);
  const delta = [...DELTAS.map((d, i): Line => ({ name: `${percent(Math.abs(d), 0).replace(" %", "")}-delta ${d < 0 ? "put" : "call"}`, colour: colour("series", [2, 5, 4, 3, 6][i]), value: (f) => f.byDelta[i] })),
    { name: "at the money, 30 days", colour: colour("series", 1), value: (f: DayFacts) => f.term[month] }];
  return {
    volatility: html`${timeFigure(document, facts, { title: `${symbol}: at-the-money volatility by tenor`, what: `Implied volatility at the spot, interpolated between expiries in total variance, ${span}`, lines: term, scale: 100, unit: "% a year" })}
${timeFigure(document, facts, { title: `${symbol}: volatility by delta`, what: `Implied volatility of the row nearest to each delta in the expiry nearest to 30 days, ${span}`, lines: delta, scale: 100, unit: "% a year" })}`,
    quotes: html`${timeFigure(document, facts, { title: `${symbol}: width of quotes`, what: `Median of (ask − bid) / mid, options of 20–60 days and 8–35 delta, ${span}`, lines: [{ name: "width", colour: colour("series", 1), value: (f) => f.width }], scale: 100, unit: "% of mid" })}
${timeFigure(document, facts, { title: `${symbol}: parity-implied forward against the spot`, what: `Median over expiries within 60 days of forward / spot − 1, ${span}; interest lifts it, dividends and borrowing costs press it`, lines: [{ name: "forward", colour: colour("series", 1), value: (f) => f.forward }], scale: 1e4, unit: "bp of spot", zero: true })}`,
  };
}
