import { isoDate } from "../src/browser";
import type { EquityCurve } from "./protocol";

const WIDTH = 720;
const HEIGHT = 220;
const SVG = "http://www.w3.org/2000/svg";

/** The curve as an SVG line with its extremes and dates as text; a flat or empty curve is a flat line. */
export function equityChart({ day, dollars }: EquityCurve): SVGSVGElement {
  const low = dollars.reduce((a, b) => Math.min(a, b), Infinity);
  const high = dollars.reduce((a, b) => Math.max(a, b), -Infinity);
  const x = (i: number) => (i / Math.max(dollars.length - 1, 1)) * WIDTH;
  const y = (value: number) => (high > low ? ((high - value) / (high - low)) * HEIGHT : HEIGHT / 2);
  const points = Array.from(dollars, (value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT + 24}`, role: "img", "aria-label": "Equity by session" });
  svg.append(element("polyline", { points, fill: "none", stroke: "currentColor", "stroke-width": "1.5" }));
  if (dollars.length > 0) {
    svg.append(label(`${money(low)} to ${money(high)}`, WIDTH / 2, "middle"));
    svg.append(label(isoDate(day[0]), 0, "start"), label(isoDate(day[day.length - 1]), WIDTH, "end"));
  }
  return svg;
}

export const money = (dollars: number): string => `$${Math.round(dollars).toLocaleString("en-US")}`;

function label(text: string, x: number, anchor: string): SVGElement {
  const node = element("text", { x: String(x), y: String(HEIGHT + 18), "text-anchor": anchor, "font-size": "12", fill: "currentColor" });
  node.textContent = text;
  return node;
}

function element<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>): SVGElementTagNameMap[K] {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
