import { dot, gridX, gridY, rectY, ruleX, ruleY } from "@observablehq/plot";
import type { WalkForward, WindowResult } from "../../../walkforward";
import { isoDate } from "../../../units";
import { grouped, percent } from "../../format";
import { foresight, ratio, share, tallyOf } from "../../walkforward/words";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";

const MS_PER_DAY = 86_400_000;
const tested = ({ windows }: WalkForward): (WindowResult & { tested: NonNullable<WindowResult["tested"]> })[] => windows.flatMap((window) => (window.tested ? [{ ...window, tested: window.tested }] : []));

/** Return of every test window as a bar over its days. */
export function windowFigure(document: Document, result: WalkForward): Html {
  const bars = tested(result).map(({ test, tested: { return: total } }) => ({ x1: new Date(test.start * MS_PER_DAY), x2: new Date((test.end + 1) * MS_PER_DAY), y: 100 * total }));
  if (bars.length === 0) return html`<p class="muted">No window traded.</p>`;
  const { gains, losses, cash } = tallyOf(result);
  const sorted = tested(result).sort((a, b) => a.tested.return - b.tested.return);
  const [worst, best] = [sorted[0], sorted[sorted.length - 1]];
  const summary = `Net profit of each window's trades / initial equity: ${gains} windows gained, ${losses} lost, ${cash} held cash. Best ${percent(best.tested.return)} from ${isoDate(best.test.start)}, worst ${percent(worst.tested.return)} from ${isoDate(worst.test.start)}.`;
  return figure(document, {
    title: "Return by window", summary, height: 220,
    options: { x: { label: null }, y: { label: "↑ %", nice: true }, marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), rectY(bars, { x1: "x1", x2: "x2", y: "y", inset: 0.5, fill: (bar: { y: number }) => (bar.y < 0 ? role("bad") : role("good")) }), ruleY([0], { stroke: role("muted") })] },
  });
}

/** The metric on training against the metric on the test, a dot per window. */
export function foresightFigure(document: Document, result: WalkForward): Html {
  const { label } = result.metric;
  const dots = tested(result).flatMap(({ trained, tested: { metric } }) => (trained && trained.metric !== null && metric !== null ? [{ x: trained.metric, y: metric }] : []));
  if (dots.length < 2) return html``;
  const { correlation, percentile } = foresight(result);
  const above = dots.filter(({ y }) => y > 0).length;
  const summary = `Each dot is a window: ${label} of the chosen config on training and on the test; ${above} of ${dots.length} are above zero on the test. Over all configs the mean rank correlation of training and test is ${ratio(correlation)}; the chosen ones beat ${share(percentile)} of all on the test.`;
  return figure(document, {
    title: `${label}: training against test`, summary, height: 320, width: 520,
    options: { x: { label: `${label} on training →`, nice: true, tickFormat: (value: number) => grouped(value, 1) }, y: { label: `↑ ${label} on the test`, nice: true }, marks: [gridX({ stroke: role("line") }), gridY({ stroke: role("line") }), ruleY([0], { stroke: role("muted") }), ruleX([0], { stroke: role("muted") }), dot(dots, { x: "x", y: "y", r: 4, fill: colour("series", 1), fillOpacity: 0.75 })] },
  });
}
