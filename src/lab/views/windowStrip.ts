// The windows of a walk-forward under its equity curve, on the same days: training against test, and what was chosen.
import { isoDate } from "../../units";
import type { WindowResult } from "../../walkforward";
import { element, vector } from "./dom";

export interface Lane {
  label: string;
  /** Values from bottom to top, as people read them. */
  levels: readonly string[];
  /** Level of each window; null = cash. */
  chosen: readonly (number | null)[];
  /** Level of the consensus. */
  consensus: number | null;
}

export interface Strip {
  windows: readonly WindowResult[];
  /** First and last day of the curve above. */
  first: number;
  last: number;
  metric: string;
  text: (value: number | null) => string;
  lanes: readonly Lane[];
  /** A window in words. */
  words: (window: number) => string;
}

/** Left edge and width of the curve's own plot, CSS pixels. */
export interface Frame {
  left: number;
  width: number;
}

const METRIC_HEIGHT = 96;
const LANE_HEIGHT = 46;
const HEAD = 18;

/** A strip that a hand or the arrow keys walk along; the window under the cursor is told in words. */
export function createStrip(host: HTMLElement, strip: Strip): { draw(frame: Frame): void } {
  const svg = vector("svg", { class: "strip", tabindex: 0, role: "slider", "aria-label": "Window", "aria-valuemin": 1, "aria-valuemax": strip.windows.length });
  const words = element("p", { class: "muted strip-words", id: "walk-window" });
  host.replaceChildren(svg, words);
  let cursor: SVGElement | null = null;
  let at = strip.windows.length - 1;
  let x: (day: number) => number = () => 0;
  const height = METRIC_HEIGHT + HEAD + strip.lanes.length * (LANE_HEIGHT + HEAD);

  const choose = (window: number): void => {
    at = Math.max(0, Math.min(strip.windows.length - 1, window));
    const { test } = strip.windows[at];
    cursor?.setAttribute("x", String(x(test.start)));
    cursor?.setAttribute("width", String(Math.max(2, x(test.end) - x(test.start))));
    words.textContent = strip.words(at);
    svg.setAttribute("aria-valuenow", String(at + 1));
    svg.setAttribute("aria-valuetext", words.textContent);
  };
  svg.addEventListener("pointermove", ({ offsetX }) => choose(Math.max(0, strip.windows.findLastIndex(({ test }) => x(test.start) <= offsetX))));
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -4, PageUp: 4, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(at + step);
  });
  return {
    draw({ left, width }) {
      x = (day) => left + (width * (day - strip.first)) / Math.max(1, strip.last - strip.first);
      svg.setAttribute("width", String(left + width + 8));
      svg.setAttribute("height", String(height));
      cursor = vector("rect", { class: "cursor", y: 0, height });
      const right = left + width;
      svg.replaceChildren(cursor, ...metricLane(strip, { left, right, x }), ...strip.lanes.flatMap((lane, l) => choiceLane(strip, lane, { left, right, x, top: METRIC_HEIGHT + HEAD + l * (LANE_HEIGHT + HEAD) })));
      choose(at);
    },
  };
}

interface Place {
  left: number;
  right: number;
  x: (day: number) => number;
}

const caption = (text: string, left: number, y: number): SVGElement => vector("text", { x: left, y, class: "caption" }, text);
const label = (text: string, left: number, y: number): SVGElement => vector("text", { x: left - 6, y, "text-anchor": "end" }, text);

/** A bar per test from zero to its metric, and a line at the metric on training. */
function metricLane({ windows, metric, text }: Strip, { left, right, x }: Place): SVGElement[] {
  const values = windows.flatMap(({ trained, tested }) => [trained?.metric, tested?.metric]).filter((value) => value !== null && value !== undefined);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = (value: number): number => HEAD + ((METRIC_HEIGHT - 4) * (high - value)) / (high - low || 1);
  const marks = windows.flatMap(({ test, trained, tested, chosen }): SVGElement[] => {
    const [from, to] = [x(test.start), x(test.end)];
    const wide = Math.max(1, to - from - 1);
    if (chosen === null) return [vector("rect", { class: "cash", x: from, y: HEAD, width: wide, height: METRIC_HEIGHT - 4 })];
    const [before, after] = [trained?.metric ?? null, tested?.metric ?? null];
    return [
      ...(after === null ? [] : [vector("rect", { class: after < 0 ? "loss" : "gain", x: from, y: Math.min(y(0), y(after)), width: wide, height: Math.max(1, Math.abs(y(after) - y(0))) })]),
      ...(before === null ? [] : [vector("line", { class: "trained", x1: from, x2: from + wide, y1: y(before), y2: y(before) })]),
    ];
  });
  return [
    caption(`${metric}: bars on the test, lines on training${windows.some(({ chosen }) => chosen === null) ? ", grey: cash" : ""}`, left, 12),
    vector("line", { class: "zero", x1: left, x2: right, y1: y(0), y2: y(0) }),
    ...[high, low].filter((value) => value !== 0).map((value) => label(text(value), left, y(value) + (value === high ? 9 : 0))), label(text(0), left, y(0) + 4), ...marks,
  ];
}

/** The chosen value of a parameter as a line of steps, the consensus behind it. */
function choiceLane({ windows }: Strip, { label: name, levels, chosen, consensus }: Lane, { left, right, x, top }: Place & { top: number }): SVGElement[] {
  const y = (level: number): number => top + HEAD + (LANE_HEIGHT - 8) * (1 - level / Math.max(1, levels.length - 1));
  let path = "";
  chosen.forEach((level, w) => {
    if (level === null) return;
    const { start, end } = windows[w].test;
    const joined = w > 0 && chosen[w - 1] !== null;
    path += `${joined ? "L" : "M"}${x(start).toFixed(1)},${y(level).toFixed(1)}H${x(windows[w + 1] && chosen[w + 1] !== null ? windows[w + 1].test.start : end).toFixed(1)}`;
  });
  return [
    caption(`${name} chosen${consensus === null ? "" : "; dashed: consensus"}`, left, top + 10),
    ...(consensus === null ? [] : [vector("line", { class: "consensus", x1: left, x2: right, y1: y(consensus), y2: y(consensus) })]),
    label(levels[levels.length - 1], left, y(levels.length - 1) + 4), label(levels[0], left, y(0) + 4), vector("path", { class: "steps", d: path }),
  ];
}

/** `2014-04-01 … 2014-06-30`. */
export const testText = ({ test }: WindowResult): string => `${isoDate(test.start)} … ${isoDate(test.end)}`;
