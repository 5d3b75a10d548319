// The stitched account beside what was held instead: equity, and below it the falls from their peaks.
import { areaY, gridY, lineY, ruleY } from "@observablehq/plot";
import { isoDate, toDollars } from "../../../units";
import type { Curve, Rival, WalkForward } from "../../../walkforward";
import { percent, shortDollars, wholeDollars } from "../../format";
import { figure } from "../chart";
import type { LegendEntry } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { dateOf, envelope } from "../time";

/** The walk-forward stands out; the others keep their colour in both pictures. */
const COLOURS: Record<Rival["name"], string> = { "walk-forward": colour("series", 1), "first choice kept": colour("series", 2), "median config": colour("series", 7), "best in hindsight": colour("series", 3) };
const widthOf = (name: Rival["name"]): number => (name === "walk-forward" ? 2.2 : 1.1);

const shown = ({ rivals }: WalkForward): Rival[] => rivals.filter(({ config, name }) => config !== null || name === "walk-forward");
const legendOf = (rivals: readonly Rival[]): LegendEntry[] => rivals.map(({ name, config }) => ({ label: config === null ? name : `${name} (config ${config})`, colour: COLOURS[name] }));

/** Both pictures on one time axis. */
export function curveFigures(document: Document, result: WalkForward): Html {
  if (result.stitched.days.length < 2) return html`<p class="muted">One session is no curve.</p>`;
  return html`${equityFigure(document, result)}${drawdownFigure(document, result)}`;
}

function equityFigure(document: Document, result: WalkForward): Html {
  const { stitched: { days }, initial } = result;
  const rivals = shown(result);
  const lines = rivals.map(({ name, curve }) => ({ name, points: envelope(Array.from(days), Array.from(curve.equity, toDollars)) }));
  const ends = rivals.map(({ name, curve: { equity } }) => `${name} ${wholeDollars(toDollars(equity[equity.length - 1]))}`).join(", ");
  return figure(document, {
    title: "Stitched equity", summary: `Marked equity of the test windows one after another, from ${wholeDollars(toDollars(initial))} on ${isoDate(days[0])} to ${isoDate(days[days.length - 1])}. In the end: ${ends}.`, height: 320,
    options: {
      marginLeft: 66, marginTop: 28, x: { label: null }, y: { label: "↑ equity", nice: true, tickFormat: shortDollars },
      marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([toDollars(initial)], { stroke: role("muted") }), ...[...lines].reverse().map(({ name, points }) => lineY(points, { x: "x", y: "y", stroke: COLOURS[name], strokeWidth: widthOf(name) }))],
    },
    legend: legendOf(rivals),
  });
}

/** Falls below the running peak, percent and not above zero; the initial equity is the first peak. */
function falls({ equity }: Curve, initial: number): number[] {
  let peak = initial;
  return Array.from(equity, (value) => {
    if (value > peak) peak = value;
    return (-100 * (peak - value)) / peak;
  });
}

function drawdownFigure(document: Document, result: WalkForward): Html {
  const { stitched, initial } = result;
  const rivals = shown(result);
  const days = Array.from(stitched.days);
  const lines = rivals.map(({ name, curve }) => ({ name, under: falls(curve, initial) })).map((line) => ({ ...line, points: envelope(days, line.under), deepest: Math.min(0, ...line.under) }));
  const own = lines.find(({ name }) => name === "walk-forward")!;
  const at = dateOf(days[Math.max(0, own.under.indexOf(own.deepest))]).toISOString().slice(0, 10);
  const summary = `Fall below the running peak. Deepest: ${lines.map(({ name, deepest }) => `${name} ${percent(-deepest / 100)}${name === "walk-forward" ? ` on ${at}` : ""}`).join(", ")}.`;
  return figure(document, {
    title: "Underwater", summary, height: 210,
    options: {
      marginLeft: 66, marginTop: 28, x: { label: null }, y: { label: "↑ % of peak" },
      marks: [
        gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(own.points, { x: "x", y: "y", fill: COLOURS["walk-forward"], fillOpacity: 0.18 }),
        ...[...lines].reverse().map(({ name, points }) => lineY(points, { x: "x", y: "y", stroke: COLOURS[name], strokeWidth: widthOf(name) / 1.4 })), ruleY([0], { stroke: role("muted") }),
      ],
    },
    legend: legendOf(rivals),
  });
}
