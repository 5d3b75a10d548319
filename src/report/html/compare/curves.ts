import { areaY, gridY, lineY, ruleY } from "@observablehq/plot";
import { daysPerYearOf } from "../../../metrics/returns";
import { differenceBand } from "../../../stats/differenceBand";
import { FEWEST_SESSIONS } from "../../../stats/bootstrapMean";
import { pairedDifference } from "../../../stats/pairedDifference";
import { isoDate } from "../../../units";
import { grouped, percent } from "../../format";
import { envelope } from "../backtest/curve";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import type { Common, CommonSide } from "./common";

const nameOf = ({ letter, run: { folder } }: CommonSide): string => `${letter}: ${folder}`;
/** Curves that count closed trades only are dashed. */
const dash = ({ marked }: CommonSide): { strokeDasharray?: string } => (marked ? {} : { strokeDasharray: "6 3" });
const legendOf = (sides: readonly CommonSide[]) => sides.map((side) => ({ label: `${nameOf(side)}${side.marked ? "" : " (closed trades only)"}`, colour: side.colour }));

/** Both curves from 100, and the falls from their peaks. */
export function curves(document: Document, { day, sides }: Common): Html {
  if (day.length < 2) return html`<p class="muted">One common session is no curve.</p>`;
  const grid = gridY({ stroke: role("line"), strokeOpacity: 1 });
  const index = sides.map((side) => side.equity.map((value) => (100 * value) / side.base));
  const ends = sides.map((side, i) => `${side.letter} ${grouped(index[i].at(-1)!, 1)} (lowest ${grouped(Math.min(...index[i]), 1)}, highest ${grouped(Math.max(...index[i]), 1)})`);
  const overlaid = figure(document, {
    title: "Equity from 100", height: 320, legend: legendOf(sides),
    summary: `Marked equity, 100 at the close before ${isoDate(day[0])}; on ${isoDate(day[day.length - 1])}: ${ends.join("; ")}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ start = 100", nice: true }, marks: [grid, ruleY([100], { stroke: role("muted") }), ...sides.map((side, i) => lineY(envelope(day, index[i]), { x: "x", y: "y", stroke: side.colour, strokeWidth: 1.6, ...dash(side) }))] },
  });
  const falls = sides.map(({ letter, drawdown }) => {
    const deepest = Math.max(...drawdown);
    return deepest > 0 ? `${letter} at most ${percent(deepest)} on ${isoDate(day[drawdown.indexOf(deepest)])}` : `${letter} never`;
  });
  const under = figure(document, {
    title: "Underwater", height: 200, legend: legendOf(sides), summary: `Fall below the running peak since the common start: ${falls.join("; ")}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ % of peak" }, marks: [grid, ...sides.map((side) => lineY(envelope(day, side.drawdown.map((fall) => (fall > 0 ? -100 * fall : 0))), { x: "x", y: "y", stroke: side.colour, strokeWidth: 1.2, ...dash(side) })), ruleY([0], { stroke: role("muted") })] },
  });
  const closedOnly = sides.filter(({ marked }) => !marked).map(({ letter }) => letter);
  return html`${overlaid}${under}${closedOnly.length > 0 && html`<p class="warn">${closedOnly.join(", ")} counts closed trades only: between entry and exit the curve does not move, and its falls are smaller than an account would have seen.</p>`}`;
}

/** The daily difference of the first two, with the band of luck. */
export function difference(document: Document, { day, sides: [a, b] }: Common): Html {
  const fault = faultOf(day, a, b);
  if (fault) return html`<p class="muted">Not tested: ${fault}.</p>`;
  const perYear = daysPerYearOf(Int32Array.from(day));
  const { difference: sum, low, high, annual, interval, pValue, meanBlock } = differenceBand(a.returns.map((value, t) => value - b.returns[t]), perYear);
  const { sharpe, replicates } = pairedDifference(a.returns, b.returns);
  const points = (values: Float64Array) => envelope(day, Array.from(values, (value) => 100 * value));
  const band = day.map((d, t) => ({ x: new Date(d * 86_400_000), low: 100 * low[t], high: 100 * high[t] })).filter((_, t) => t % Math.max(1, Math.floor(day.length / 250)) === 0 || t === day.length - 1);
  const verdict = pValue < 0.05 ? `more than luck would give in one comparison: ${annual > 0 ? a.letter : b.letter} is ahead` : "no evidence of a difference";
  const picture = figure(document, {
    title: `Difference ${a.letter} − ${b.letter}`, height: 240, legend: [{ label: `sum of daily differences, ${a.letter} − ${b.letter}`, colour: colour("series", 1) }, { label: "5 % to 95 % of what luck alone gives", colour: role("line"), mark: "box" }],
    summary: `Sum of the daily differences in return, in percentage points: ${grouped(100 * sum[sum.length - 1], 1)} at the end, luck alone gives ${grouped(100 * low[low.length - 1], 1)} to ${grouped(100 * high[high.length - 1], 1)} (5 % to 95 %). The test below: p = ${pText(pValue)}, ${verdict}.`,
    options: { marginLeft: 66, x: { label: null }, y: { label: "↑ percentage points" }, marks: [areaY(band, { x: "x", y1: "low", y2: "high", fill: role("line"), fillOpacity: 0.7 }), gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([0], { stroke: role("muted") }), lineY(points(sum), { x: "x", y: "y", stroke: colour("series", 1), strokeWidth: 1.6 })] },
  });
  const root = Math.sqrt(perYear);
  const rows = [
    ["mean difference a year", percent(annual), intervalText(interval, percent), pText(pValue)],
    ["difference of Sharpe ratios", known(sharpe.estimate * root, (v) => grouped(v, 2)), intervalText([sharpe.low * root, sharpe.high * root], (v) => grouped(v, 2)), pText(sharpe.pValue)],
  ];
  return html`${picture}${htmlTable(`${a.letter} − ${b.letter} over ${grouped(day.length)} common sessions, paired by day: what both share cancels`, [{ title: "what", align: "left" }, { title: "estimate" }, { title: "95 % interval" }, { title: "p" }], rows)}
<p class="muted">Studentised stationary bootstrap of the daily differences, mean block ${grouped(meanBlock, 1)} sessions, ${grouped(replicates)} resamples for the ratios and 1,000 for the mean. The band comes from the same blocks without studentising: where blocks are few it is too narrow, and the test decides. One comparison: whoever compares many pairs and shows the best needs a stricter bar.</p>`;
}

const known = (value: number, text: (v: number) => string): string => (Number.isFinite(value) ? text(value) : "–");
/** Few sessions may bound nothing; a curve that never moves has no ratio. */
const intervalText = ([low, high]: readonly [number, number], text: (v: number) => string): string => (Number.isFinite(low) && Number.isFinite(high) ? `${text(low)} … ${text(high)}` : Number.isNaN(low) ? "–" : "unbounded: too few sessions");

/** Three digits; a dash when there is no test. */
export const pText = (p: number): string => (Number.isNaN(p) ? "–" : p < 0.001 ? "< 0.001" : grouped(p, 3));

function faultOf(day: readonly number[], a: CommonSide, b: CommonSide): string | null {
  const closedOnly = [a, b].filter(({ marked }) => !marked).map(({ letter }) => letter);
  if (closedOnly.length) return `${closedOnly.join(" and ")} counts closed trades only, and a day's difference needs equity marked on the day`;
  if (day.length < FEWEST_SESSIONS) return `${grouped(day.length)} common sessions are too few for an interval`;
  if (![...a.returns, ...b.returns].every(Number.isFinite)) return "equity is not positive on some day";
  return a.returns.every((value, t) => value === b.returns[t]) ? "both have the same returns on every day" : null;
}
