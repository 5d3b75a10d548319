// Equity and drawdown on a canvas each, with one cursor: thousands of points are redrawn in a millisecond or two while a slider moves.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { percent, shortDollars, wholeDollars } from "../../report/format";
import { element, variable, whenQuiet } from "./dom";

export interface Curve {
  days: Int32Array;
  /** Marked equity, dollars. */
  equity: Float64Array;
  initial: number;
}

export interface CurvesView {
  show(now: Curve, pinned: Curve | null): void;
}

/** Fall from the running peak, fractions ≤ 0. */
export function underwaterOf({ equity, initial }: Curve): Float64Array {
  let peak = initial;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

const SECONDS = 86_400;
/** Wider lines are outlined before they are filled, which takes a software renderer twice as long. */
const WIDTH = 1;
const HEIGHTS = { equity: 260, drawdown: 120 };
/** Milliseconds without a movement after which the words are read aloud. */
const QUIET = 600;

export function createCurvesView(host: HTMLElement): CurvesView {
  const aloud = whenQuiet(QUIET);
  const summary = element("p", { class: "hidden", role: "status" });
  const boxes = [element("div"), element("div")];
  host.replaceChildren(...boxes, summary);
  let plots: uPlot[] = [];
  let shown: { now: Curve; pinned: Curve | null } | null = null;
  let axis: { days: Int32Array; seconds: Float64Array } | null = null;

  const options = (height: number, label: (value: number) => string, names: readonly string[], fill: boolean): uPlot.Options => {
    const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
    const colours = [variable("--series-1"), variable("--series-2")];
    return {
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      width: host.clientWidth || 600, height, cursor: { sync: { key: "lab" }, drag: { x: true, y: false } }, legend: { live: true },
      axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map(label) }],
      series: [
        { value: "{YYYY}-{MM}-{DD}" },
        ...names.map((name, i): uPlot.Series => ({ label: name, stroke: colours[i], width: WIDTH, dash: i === 0 ? [] : [6, 4], fill: fill && i === 0 ? `${colours[0]}33` : undefined, points: { show: false }, value: (_, value) => (value === null ? "–" : label(value)) })),
      ],
    };
  };
  const build = (): void => {
    for (const plot of plots) plot.destroy();
    plots = [
      new uPlot(options(HEIGHTS.equity, shortDollars, ["equity", "pinned"], false), undefined, boxes[0]),
      new uPlot(options(HEIGHTS.drawdown, (value) => percent(value, 1), ["drawdown", "pinned"], true), undefined, boxes[1]),
    ];
    plots.forEach(({ root }, i) => {
      root.setAttribute("role", "img");
      root.setAttribute("aria-label", i === 0 ? "Equity by session" : "Drawdown by session");
    });
  };
  const draw = (): void => {
    if (!shown) return;
    const { now, pinned } = shown;
    if (axis?.days !== now.days) axis = { days: now.days, seconds: Float64Array.from(now.days, (day) => day * SECONDS) };
    const x = axis.seconds;
    const beside = pinned ? aligned(pinned, now.days) : null;
    const empty = new Float64Array(0);
    const underwater = underwaterOf(now);
    plots[0].setData([x, now.equity, beside?.equity ?? empty]);
    plots[1].setData([x, underwater, beside ? underwaterOf(beside) : empty]);
    aloud(() => {
      const last = now.equity.length ? now.equity[now.equity.length - 1] : now.initial;
      const deepest = underwater.reduce((low, value) => Math.min(low, value), 0);
      const words = `Equity from ${wholeDollars(now.initial)} to ${wholeDollars(last)}; deepest drawdown ${percent(-deepest)}.`;
      summary.textContent = words;
      plots[0].root.setAttribute("aria-label", words);
      plots[1].root.setAttribute("aria-label", `Drawdown by session, ${percent(-deepest)} at the deepest`);
    });
  };
  build();
  new ResizeObserver(() => plots.forEach((plot, i) => plot.setSize({ width: host.clientWidth, height: i === 0 ? HEIGHTS.equity : HEIGHTS.drawdown }))).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    build();
    draw();
  });
  return {
    show(now, pinned) {
      shown = { now, pinned };
      draw();
    },
  };
}

/** The curve on other sessions: its last value known on each, its start before the first. */
export function aligned(curve: Curve, days: Int32Array): Curve {
  let at = -1;
  const equity = Float64Array.from(days, (day) => {
    while (at + 1 < curve.days.length && curve.days[at + 1] <= day) at++;
    return at < 0 ? curve.initial : curve.equity[at];
  });
  return { days, equity, initial: curve.initial };
}
