import { areaY, gridY, lineY, rectX, ruleY } from "@observablehq/plot";
import { isoDate, parseIsoDate } from "../../../units";
import { percent, shortDollars, wholeDollars } from "../../format";
import { figure } from "../chart";
import type { LegendEntry } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { stretches } from "../thin";
import type { PageInput, Sessions } from "./input";

const MS_PER_DAY = 86_400_000;
/** Place of a day number on a time axis. */
export const dateOf = (day: number): Date => new Date(day * MS_PER_DAY);

export interface TimePoint { x: Date; y: number }

/** A series thinned to what a page shows: the lowest and the highest value of each stretch, in their order. Peaks and bottoms stay. */
export function envelope(day: readonly number[], values: readonly number[]): TimePoint[] {
  return stretches(day.length).flatMap(({ begin, end }) => {
    let [low, high] = [begin, begin];
    for (let t = begin; t < end; t++) {
      if (values[t] < values[low]) low = t;
      if (values[t] > values[high]) high = t;
    }
    const kept = [...new Set([low, high, ...(end === day.length ? [end - 1] : [])])].sort((a, b) => a - b);
    return kept.map((t) => ({ x: dateOf(day[t]), y: values[t] }));
  });
}

/** Equity, and below it the fall from its peak, on one time axis. */
export function curve(document: Document, input: PageInput): Html {
  const { sessions } = input;
  if (sessions.day.length < 2) return html`<p class="muted">One session is no curve.</p>`;
  return html`${equityFigure(document, input)}${underwaterFigure(document, sessions)}`;
}

function equityFigure(document: Document, { sessions: { day, equity }, initial, marked, run: { metrics } }: PageInput): Html {
  const [low, high] = [Math.min(initial, ...equity), Math.max(initial, ...equity)];
  const stress = metrics.stress.map(({ name, start, end }) => ({ name, x1: dateOf(parseIsoDate(start)!), x2: dateOf(parseIsoDate(end)!) }));
  const first = dateOf(day[0]);
  const last = dateOf(day[day.length - 1]);
  const bands = stress.map((band) => ({ ...band, x1: band.x1 < first ? first : band.x1, x2: band.x2 > last ? last : band.x2 }));
  const summary = `${marked ? "Marked equity" : "Equity of closed trades"} from ${wholeDollars(initial)} on ${isoDate(day[0])} to ${wholeDollars(equity[equity.length - 1])} on ${isoDate(day[day.length - 1])}; lowest ${wholeDollars(low)}, highest ${wholeDollars(high)}.`;
  const legend: LegendEntry[] = [{ label: "equity at the close", colour: colour("series", 1) }, { label: "initial equity", colour: role("muted") }, ...(bands.length ? [{ label: "named stress windows", colour: role("line"), mark: "box" as const }] : [])];
  const options = {
    marginLeft: 66, x: { label: null }, y: { label: "↑ equity", nice: true, tickFormat: shortDollars },
    marks: [
      rectX(bands, { x1: "x1", x2: "x2", fill: role("line"), fillOpacity: 0.55, title: "name" }), gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([initial], { stroke: role("muted") }),
      lineY(envelope(day, equity), { x: "x", y: "y", stroke: colour("series", 1), strokeWidth: 1.6 }),
    ],
  };
  return figure(document, { title: "Equity", summary, options, legend, height: 300 });
}

function underwaterFigure(document: Document, { day, drawdown }: Sessions): Html {
  const deepest = Math.max(...drawdown);
  if (deepest === 0) return html`<p class="muted">Equity never fell below its peak.</p>`;
  const under = drawdown.filter((fall) => fall > 0).length;
  const summary = `Fall of equity below its running peak: at most ${percent(deepest)} on ${isoDate(day[drawdown.indexOf(deepest)])}; below a peak on ${percent(under / day.length, 0)} of the sessions.`;
  const points = envelope(day, drawdown.map((fall) => -100 * fall));
  const options = {
    marginLeft: 66, x: { label: null }, y: { label: "↑ % of peak" },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(points, { x: "x", y: "y", fill: role("bad"), fillOpacity: 0.25 }), lineY(points, { x: "x", y: "y", stroke: role("bad"), strokeWidth: 1.2 }), ruleY([0], { stroke: role("muted") })],
  };
  return figure(document, { title: "Underwater", summary, options, height: 180 });
}
