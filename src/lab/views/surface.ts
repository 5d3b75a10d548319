// The chain of a day as a surface: implied volatility over moneyness and days to expiry, projected without perspective, turned by hand, keys or two inputs.
import { cos, sin } from "../../../assembly/portable/trig";
import { percent } from "../../report/format";
import { moneyness, MEASURES, surfaceOf } from "../volatility";
import type { Measure, Surface } from "../volatility";
import type { Smile } from "../protocol";
import { element, vector } from "./dom";
import type { Leg } from "./smiles";

export interface SurfaceView {
  show(smiles: readonly Smile[], spot: number, legs: readonly Leg[]): void;
}

type Point = readonly [x: number, y: number];

/** Pixels of half a side of the floor at most, and of the picture for each. */
const SCALE = 150;
const HEIGHT = 2.75;
/** Degrees per arrow key and per pixel of a drag. */
const STEP = 5;
const DRAG = 0.5;
const TILT = [5, 85] as const;
const COLOURS = 7;
const NAMES: Record<Measure, string> = { standardised: "ln(strike / spot) / √years", ratio: "strike / spot" };

export function createSurfaceView(host: HTMLElement): SurfaceView {
  let [turn, tilt] = [-30, 28];
  let data: { smiles: readonly Smile[]; spot: number; legs: readonly Leg[] } = { smiles: [], spot: NaN, legs: [] };
  const slider = (name: string, min: number, max: number): HTMLInputElement => element("input", { type: "range", min, max, step: STEP, "aria-label": name });
  const [turning, tilting] = [slider("Turn, degrees", -180, 180), slider("Tilt, degrees", TILT[0], TILT[1])];
  const measure = element("select", { id: "surface-measure" }, ...MEASURES.map((name) => element("option", { value: name }, NAMES[name])));
  const svg = vector("svg", { class: "surface", id: "surface", tabindex: 0, role: "img" });
  const empty = element("p", { class: "muted", hidden: true }, "A surface needs two expiries with four strikes each; this day has fewer.");
  host.replaceChildren(element("div", { class: "row" }, element("label", {}, "Moneyness ", measure), element("label", {}, "Turn ", turning), element("label", {}, "Tilt ", tilting)), svg, empty);

  const draw = (): void => {
    const surface = surfaceOf(data.smiles, data.spot, measure.value as Measure);
    empty.hidden = surface !== null;
    svg.toggleAttribute("hidden", surface === null);
    [turning.valueAsNumber, tilting.valueAsNumber] = [turn, tilt];
    if (!surface) return;
    const width = Math.max(280, host.clientWidth);
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(heightOf(width)));
    svg.setAttribute("aria-label", `Surface of implied volatility over ${NAMES[surface.measure]} from ${surface.xs[0].toFixed(2)} to ${surface.xs[surface.xs.length - 1].toFixed(2)} and ${surface.rows.length} expiries from ${surface.rows[0].dte} to ${surface.rows[surface.rows.length - 1].dte} days: ${percent(surface.low, 0)} to ${percent(surface.high, 0)}. Its numbers are in the table below. Arrow keys turn it.`);
    svg.replaceChildren(...picture(surface, data, { turn, tilt, width }));
  };
  const move = (across: number, up: number): void => {
    turn = ((((turn + across + 180) % 360) + 360) % 360) - 180;
    tilt = Math.max(TILT[0], Math.min(TILT[1], tilt + up));
    draw();
  };
  turning.addEventListener("input", () => move(turning.valueAsNumber - turn, 0));
  tilting.addEventListener("input", () => move(0, tilting.valueAsNumber - tilt));
  measure.addEventListener("change", draw);
  svg.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(by[0], by[1]);
  });
  svg.addEventListener("pointerdown", (event) => svg.setPointerCapture(event.pointerId));
  svg.addEventListener("pointermove", (event) => svg.hasPointerCapture(event.pointerId) && move(-event.movementX * DRAG, event.pointerType === "mouse" ? event.movementY * DRAG : 0));
  new ResizeObserver(draw).observe(host);
  return {
    show(smiles, spot, legs) {
      data = { smiles, spot, legs };
      draw();
    },
  };
}

interface Angles {
  /** Degrees. */
  turn: number;
  tilt: number;
  /** Pixels. */
  width: number;
}

const scaleOf = (width: number): number => Math.min(width / 3.5, SCALE);
/** Too narrow for titles beside the axes: they get a line below. */
const isNarrow = (width: number): boolean => scaleOf(width) < 0.85 * SCALE;
const heightOf = (width: number): number => Math.round(HEIGHT * scaleOf(width)) + (isNarrow(width) ? 22 : 0);

/** The box [−1, 1]² × [0, 1] on the screen, and how far away each of its points is. */
function projector({ turn, tilt, width }: Angles) {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [ca, sa, ce, se] = [cos(radians(turn)), sin(radians(turn)), cos(radians(tilt)), sin(radians(tilt))];
  const scale = scaleOf(width);
  const tall = 1.1;
  return {
    at: (x: number, y: number, z: number): Point => [width / 2 + scale * (x * ca - y * sa), scale * (HEIGHT / 2 + 0.4 * tall) - scale * (z * tall * ce + (x * sa + y * ca) * se)],
    away: (x: number, y: number, z: number): number => (x * sa + y * ca) * ce - z * tall * se,
  };
}

/** Everything drawn, back to front. */
function picture(surface: Surface, { spot, legs }: { spot: number; legs: readonly Leg[] }, angles: Angles): SVGElement[] {
  const { xs, rows, measure } = surface;
  const { at, away } = projector(angles);
  const [low, high] = [Math.floor(surface.low * 20) / 20, Math.ceil(surface.high * 20) / 20];
  const root = (dte: number): number => Math.sqrt(dte);
  const [near, far] = [root(rows[0].dte), root(rows[rows.length - 1].dte)];
  const place = {
    x: (value: number): number => (2 * (value - xs[0])) / (xs[xs.length - 1] - xs[0]) - 1,
    y: (dte: number): number => (2 * (root(dte) - near)) / (far - near) - 1,
    z: (iv: number): number => (iv - low) / (high - low || 1),
  };
  const cells = rows.slice(1).flatMap((row, r) => xs.slice(1).flatMap((_, c) => {
    const corners = [[r, c], [r, c + 1], [r + 1, c + 1], [r + 1, c]].map(([i, j]) => ({ x: place.x(xs[j]), y: place.y(rows[i].dte), iv: rows[i].ivs[j] }));
    if (corners.some(({ iv }) => Number.isNaN(iv))) return [];
    const mean = corners.reduce((sum, { iv }) => sum + iv, 0) / 4;
    const depth = corners.reduce((sum, { x, y, iv }) => sum + away(x, y, place.z(iv)), 0) / 4;
    return [{ depth, mean, points: corners.map(({ x, y, iv }) => at(x, y, place.z(iv)).map((value) => value.toFixed(1)).join(",")).join(" ") }];
  })).sort((a, b) => b.depth - a.depth);
  const quads = cells.map(({ mean, points }) => vector("polygon", { points, fill: colourOf((mean - surface.low) / (surface.high - surface.low || 1)) }));
  const dots = legs.filter(({ dte, iv }) => dte >= rows[0].dte && dte <= rows[rows.length - 1].dte && iv >= low && iv <= high).flatMap(({ strike, dte, iv, short }) => {
    const [x, y] = [place.x(moneyness(measure, strike, spot, dte)), place.y(dte)];
    if (x < -1 || x > 1) return [];
    const [[cx, cy], [fx, fy]] = [at(x, y, place.z(iv)), at(x, y, 0)];
    return [vector("line", { class: "drop", x1: cx, y1: cy, x2: fx, y2: fy }), vector("circle", { class: short ? "short" : "long", cx, cy, r: 4.5 }, vector("title", {}, `${short ? "short" : "long"} ${strike}, ${dte} days, ${percent(iv, 1)}`))];
  });
  return [...frame(surface, { at, away, place, low, high }), ...quads, ...dots];
}

/** A colour of the ordered palette, between its steps. */
function colourOf(share: number): string {
  const at = Math.max(0, Math.min(COLOURS - 1, share * (COLOURS - 1)));
  const step = Math.min(COLOURS - 2, Math.floor(at));
  return `color-mix(in oklab, var(--order-${step + 1}), var(--order-${step + 2}) ${Math.round(100 * (at - step))}%)`;
}

interface Stage extends ReturnType<typeof projector> {
  place: { x(value: number): number; y(dte: number): number; z(iv: number): number };
  low: number;
  high: number;
}

/** Floor, back walls and labelled axes; which edges carry them depends on the angle. */
function frame({ xs, rows, measure }: Surface, { at, away, place, low, high }: Stage): SVGElement[] {
  const front = { x: away(1, 0, 0) < away(-1, 0, 0) ? 1 : -1, y: away(0, 1, 0) < away(0, -1, 0) ? 1 : -1 };
  const line = (a: Point, b: Point): SVGElement => vector("line", { class: "edge", x1: a[0], y1: a[1], x2: b[0], y2: b[1] });
  const middle = at(0, 0, 0)[0];
  const text = ([x, y]: Point, words: string): SVGElement => vector("text", { x, y, "text-anchor": x < middle - 8 ? "end" : x > middle + 8 ? "start" : "middle" }, words);
  /** A point so many pixels outside an edge of the floor, away from its middle. */
  const outside = (x: number, y: number, pixels: number): Point => {
    const [[ex, ey], [ix, iy]] = [at(x, y, 0), at(Math.abs(y) === 1 ? x : 0, Math.abs(y) === 1 ? 0 : y, 0)];
    const length = Math.max(1, Math.sqrt((ex - ix) * (ex - ix) + (ey - iy) * (ey - iy)));
    return [ex + (pixels * (ex - ix)) / length, ey + (pixels * (ey - iy)) / length + 4];
  };
  /** Beside its axis, or on the line below, on that axis' side. */
  const title = ([x, y]: Point, words: string, onLeft: boolean): SVGElement => {
    if (isNarrow(2 * middle)) return vector("text", { class: "title", x: onLeft ? 0 : 2 * middle, y: heightOf(2 * middle) - 5, "text-anchor": onLeft ? "start" : "end" }, words);
    return vector("text", { class: "title", x, y, "text-anchor": x < middle - 40 ? "end" : x > middle + 40 ? "start" : "middle" }, words);
  };
  const titles = [outside(0, front.y, 36), outside(front.x, 0, 44)] as const;
  const onLeft = titles[0][0] < titles[1][0];
  const ticks = steps(xs[0], xs[xs.length - 1], 7);
  const dtes = spaced(rows.map(({ dte }) => dte), place.y);
  const ivs = steps(low, high, 4);
  const left = [[-1, -1], [-1, 1], [1, -1], [1, 1]].reduce((best, corner) => (at(corner[0], corner[1], 0)[0] < at(best[0], best[1], 0)[0] ? corner : best));
  const outline = (...points: Point[]): SVGElement => vector("polygon", { class: "wall", points: points.map((point) => point.join(",")).join(" ") });
  return [
    outline(at(-1, -1, 0), at(1, -1, 0), at(1, 1, 0), at(-1, 1, 0)), outline(at(-front.x, -1, 0), at(-front.x, 1, 0), at(-front.x, 1, 1), at(-front.x, -1, 1)), outline(at(-1, -front.y, 0), at(1, -front.y, 0), at(1, -front.y, 1), at(-1, -front.y, 1)),
    ...ticks.flatMap((value) => [line(at(place.x(value), -1, 0), at(place.x(value), 1, 0)), line(at(place.x(value), -front.y, 0), at(place.x(value), -front.y, 1)), text(outside(place.x(value), front.y, 14), value.toFixed(measure === "ratio" ? 2 : 1).replace("-", "−"))]),
    ...dtes.flatMap((dte) => [line(at(-1, place.y(dte), 0), at(1, place.y(dte), 0)), line(at(-front.x, place.y(dte), 0), at(-front.x, place.y(dte), 1)), text(outside(front.x, place.y(dte), 14), String(dte))]),
    ...ivs.flatMap((iv) => [line(at(-1, -front.y, place.z(iv)), at(1, -front.y, place.z(iv))), line(at(-front.x, -1, place.z(iv)), at(-front.x, 1, place.z(iv)))]),
    ...ivs.map((iv) => {
      const [x, y] = at(left[0], left[1], place.z(iv));
      return text([x - 6, y + 4], percent(iv, 0));
    }),
    title(titles[0], NAMES[measure], onLeft), title(titles[1], "days to expiry", !onLeft),
  ];
}

/** Round numbers within a range, about so many. */
function steps(from: number, to: number, about: number): number[] {
  const step = [0.05, 0.1, 0.2, 0.5, 1].find((size) => (to - from) / size <= about + 1) ?? 2;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/** Days whose labels do not touch. */
function spaced(days: readonly number[], y: (day: number) => number): number[] {
  const kept: number[] = [];
  for (const day of days) if (kept.length === 0 || y(day) - y(kept[kept.length - 1]) > 0.22) kept.push(day);
  return kept;
}
