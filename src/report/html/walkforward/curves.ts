import { areaY, gridY, lineY } from "@observablehq/plot";
import { underwater } from "../../../metrics";
import { isoDate, toDollars } from "../../../units";
import type { Rival, WalkForward } from "../../../walkforward";
import { ledgerOf } from "../../../walkforward/curve";
import { grouped, percent, shortDollars, wholeDollars } from "../../format";
import { figure } from "../chart";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { stretches } from "../thin";

const MS_PER_DAY = 86_400_000;
const COLOURS: Record<Rival["name"], string> = { "walk-forward": colour("series", 1), "first choice kept": colour("series", 2), "median config": colour("series", 7), "best in hindsight": colour("series", 3) };

/** The stitched account and the configs held instead; the last value of each stretch of days. */
export function curveFigure(document: Document, { rivals, initial }: WalkForward): Html {
  const points = rivals.flatMap(({ name, curve: { days, equity } }) => stretches(days.length).map(({ end }) => ({ x: new Date(days[end - 1] * MS_PER_DAY), y: toDollars(equity[end - 1]), name })));
  const [{ curve }] = rivals;
  const ends = rivals.map(({ name, curve: { equity } }) => `${name} ${wholeDollars(toDollars(equity[equity.length - 1]))}`).join(", ");
  return figure(document, {
    title: "Stitched equity", summary: `Account of ${wholeDollars(toDollars(initial))} from ${isoDate(curve.days[0])} to ${isoDate(curve.days[curve.days.length - 1])}; in the end ${ends}.`, height: 320,
    options: {
      marginLeft: 72, x: { label: null }, y: { label: null, tickFormat: (value: number) => shortDollars(value), nice: true, zero: false },
      marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ...[...rivals].reverse().map(({ name }) => lineY(points.filter((point) => point.name === name), { x: "x", y: "y", stroke: COLOURS[name], strokeWidth: name === "walk-forward" ? 2.2 : 1.2 }))],
    },
    legend: rivals.map(({ name, config }) => ({ label: config === null ? name : `${name} (config ${config})`, colour: COLOURS[name] })),
  });
}

/** The fall below the running peak; the deepest of each stretch. */
export function drawdownFigure(document: Document, { stitched, initial, values }: WalkForward): Html {
  const falls = underwater(ledgerOf(stitched, initial, { days: stitched.days, rates: null, riskFree: 0 }));
  const points = stretches(falls.length).map(({ begin, end }) => ({ x: new Date(stitched.days[begin] * MS_PER_DAY), y: -100 * Math.max(...falls.subarray(begin, end)) }));
  const deepest = values.max_drawdown.value ?? 0;
  return figure(document, {
    title: "Drawdown of the stitched account", summary: `Fall below the running peak; the deepest is ${percent(deepest)}.`, height: 160,
    options: { x: { label: null }, y: { label: "%", tickFormat: (value: number) => grouped(value) }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), areaY(points, { x: "x", y: "y", fill: role("bad"), fillOpacity: 0.35 }), lineY(points, { x: "x", y: "y", stroke: role("bad"), strokeWidth: 1 })] },
  });
}
