// The windows: where each lies, what was chosen by on training and what came of it on the test.
import { dot, gridX, gridY, rect, rectY, ruleX, ruleY } from "@observablehq/plot";
import type { WalkForward, WindowResult } from "../../../walkforward";
import { isoDate } from "../../../units";
import { grouped, percent } from "../../format";
import { foresight, inUnit, ratio, share, tallyOf } from "../../walkforward/words";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { dateOf } from "../time";

const tested = ({ windows }: WalkForward): (WindowResult & { tested: NonNullable<WindowResult["tested"]> })[] => windows.flatMap((window) => (window.tested ? [{ ...window, tested: window.tested }] : []));

/** Fill of a test by what it made; cash is hollow. */
const fillOf = ({ tested: figures }: WindowResult): string => (figures === null ? "none" : figures.return < 0 ? role("bad") : role("good"));

/** A row per window: training, validation and test on one time axis. */
export function stripFigure(document: Document, { windows, metric }: WalkForward): Html {
  const bar = (from: number, to: number, row: number, fill: string, title: string) => ({ x1: dateOf(from), x2: dateOf(to + 1), y1: row, y2: row + 0.82, fill, title });
  const bars = windows.flatMap((window, row) => {
    const { train, validate, test, chosen, trained, tested: out } = window;
    const title = `Test ${isoDate(test.start)} … ${isoDate(test.end)}: ${chosen === null ? `cash, ${window.cash ?? ""}` : `config ${chosen}, ${metric.label} ${inUnit(trained?.metric ?? null, metric.unit)} on training, ${inUnit(out?.metric ?? null, metric.unit)} on the test, return ${share(out?.return ?? null, 2)}`}`;
    return [bar(train.start, train.end, row, colour("amount", 1), title), ...(validate ? [bar(validate.start, validate.end, row, colour("series", 5), title)] : []), bar(test.start, test.end, row, fillOf(window), title)];
  });
  const [first, last] = [windows[0], windows[windows.length - 1]];
  const { gains, losses, cash } = tallyOf({ windows });
  const summary = `${grouped(windows.length)} windows, from training ${isoDate(first.train.start)} and testing ${isoDate(first.test.start)} to testing until ${isoDate(last.test.end)}. Tests: ${gains} gained, ${losses} lost, ${cash} held cash${gains + losses + cash < windows.length ? `, ${windows.length - gains - losses - cash} came out at zero` : ""}.`;
  return figure(document, {
    title: "Where the windows lie", summary, height: 44 + Math.min(420, Math.max(70, windows.length * 14)),
    options: {
      marginLeft: 12, x: { label: null }, y: { axis: null, domain: [windows.length, 0] },
      marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), rect(bars, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill", title: "title", stroke: (item: { fill: string }) => (item.fill === "none" ? role("muted") : "none"), strokeWidth: 1 })],
    },
    legend: [
      { label: "training", colour: colour("amount", 1), mark: "box" }, ...(first.validate ? [{ label: "validation", colour: colour("series", 5), mark: "box" as const }] : []), { label: "test: gain", colour: role("good"), mark: "box" }, { label: "test: loss", colour: role("bad"), mark: "box" },
      { label: "test: cash", colour: role("muted"), mark: "hollow" },
    ],
  });
}

/** The chosen config's metric on training and on the test, window by window. */
export function stagesFigure(document: Document, result: WalkForward): Html | null {
  const { label, unit } = result.metric;
  const pairs = tested(result).flatMap(({ test, trained, tested: { metric } }) => (trained && trained.metric !== null && metric !== null ? [{ x: dateOf((test.start + test.end) / 2), train: trained.metric, test: metric }] : []));
  if (pairs.length === 0) return null;
  const kept = pairs.filter(({ train, test }) => test >= train).length;
  const middle = (key: "train" | "test"): number => [...pairs].sort((a, b) => a[key] - b[key])[pairs.length >> 1][key];
  const summary = `${label} of the chosen config on training and on the test, at the middle of the test. Median ${inUnit(middle("train"), unit)} on training, ${inUnit(middle("test"), unit)} on the test; it held up in ${kept} of ${pairs.length} windows.`;
  return figure(document, {
    title: `${label} by window`, summary, height: 230,
    options: {
      x: { label: null }, y: { label: `↑ ${label}`, nice: true },
      marks: [
        gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([0], { stroke: role("muted") }), ruleX(pairs, { x: "x", y1: "train", y2: "test", stroke: role("muted"), strokeOpacity: 0.6 }),
        dot(pairs, { x: "x", y: "train", r: 3.2, fill: "var(--background)", stroke: role("muted"), strokeWidth: 1.6 }), dot(pairs, { x: "x", y: "test", r: 3.6, fill: (pair: { test: number }) => (pair.test < 0 ? role("bad") : role("good")) }),
      ],
    },
    legend: [{ label: "training", colour: role("muted"), mark: "hollow" }, { label: "test, above zero", colour: role("good"), mark: "box" }, { label: "test, below zero", colour: role("bad"), mark: "box" }],
  });
}

/** Return of every test window as a bar over its days. */
export function windowFigure(document: Document, result: WalkForward): Html {
  const bars = tested(result).map(({ test, tested: { return: total } }) => ({ x1: dateOf(test.start), x2: dateOf(test.end + 1), y: 100 * total }));
  if (bars.length === 0) return html`<p class="muted">No window traded.</p>`;
  const sorted = tested(result).sort((a, b) => a.tested.return - b.tested.return);
  const [worst, best] = [sorted[0], sorted[sorted.length - 1]];
  const summary = `Net profit of each window's trades / initial equity. Best ${percent(best.tested.return)} from ${isoDate(best.test.start)}, worst ${percent(worst.tested.return)} from ${isoDate(worst.test.start)}.`;
  return figure(document, {
    title: "Return by window", summary, height: 200,
    options: { x: { label: null }, y: { label: "↑ %", nice: true }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), rectY(bars, { x1: "x1", x2: "x2", y: "y", inset: 0.5, fill: (bar: { y: number }) => (bar.y < 0 ? role("bad") : role("good")) }), ruleY([0], { stroke: role("muted") })] },
  });
}

/** The metric on training against the metric on the test, a dot per window. */
export function foresightFigure(document: Document, result: WalkForward): Html | null {
  const { label } = result.metric;
  const dots = tested(result).flatMap(({ trained, tested: { metric } }) => (trained && trained.metric !== null && metric !== null ? [{ x: trained.metric, y: metric }] : []));
  if (dots.length < 2) return null;
  const { correlation, percentile } = foresight(result);
  const above = dots.filter(({ y }) => y > 0).length;
  const summary = `Each dot is a window: ${label} of the chosen config on training and on the test; ${above} of ${dots.length} are above zero on the test. Over all configs the mean rank correlation of training and test is ${ratio(correlation)}; the chosen ones beat ${share(percentile)} of all on the test.`;
  return figure(document, {
    title: `${label}: training against test`, summary, height: 320, width: 520,
    options: {
      x: { label: `${label} on training →`, nice: true, tickFormat: (value: number) => grouped(value, 1) }, y: { label: `↑ ${label} on the test`, nice: true },
      marks: [gridX({ stroke: role("line"), strokeOpacity: 1 }), gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleY([0], { stroke: role("muted") }), ruleX([0], { stroke: role("muted") }), dot(dots, { x: "x", y: "y", r: 4, fill: colour("series", 1), fillOpacity: 0.75 })],
    },
  });
}
