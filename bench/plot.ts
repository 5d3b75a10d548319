// Small multiples on logarithmic axes as SVG text: no dependency, readable on light and dark pages.

export interface Series {
  name: string;
  /** x, y; both above 0. */
  points: readonly (readonly [number, number])[];
}

export interface Panels {
  title: string;
  /** For readers who do not see the plot. */
  description: string;
  /** Label of the y axis, which all panels share. */
  y: string;
  /** Every panel has the same series, the first drawn strongest. */
  panels: readonly { x: string; series: readonly Series[] }[];
}

interface Scale {
  ticks: number[];
  at: (value: number) => number;
}

const PANEL = 200;
const GAP = 34;
const LEFT = 62;
const TOP = 62;
const BOTTOM = 52;
/** Hue and line pattern both tell the series apart. */
const DASHES = ["", "6 3", "2 3"];
const STYLE = `
  svg { --ink: #24292f; --faint: #d0d7de; --a: #0969da; --b: #9a6700; --c: #1a7f37; background: #ffffff; font: 12px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #3d444d; --a: #58a6ff; --b: #e3b341; --c: #56d364; background: #0d1117 } }
  text { fill: var(--ink) } .title { font-size: 15px; font-weight: 600 } .grid { stroke: var(--faint) }
  .s0 { stroke: var(--a); fill: var(--a) } .s1 { stroke: var(--b); fill: var(--b) } .s2 { stroke: var(--c); fill: var(--c) } path { fill: none !important; stroke-width: 1.8 }`;

/** Panels side by side, the y axis on the left of the first. Needs two different values on each axis. */
export function plotPanels({ title, description, y, panels }: Panels): string {
  const width = LEFT + panels.length * (PANEL + GAP);
  const height = TOP + PANEL + BOTTOM;
  const values = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map((point) => point[1])));
  const vertical = scale(values, TOP + PANEL, TOP, 5);
  const body = panels.map((panel, k) => drawPanel(panel, LEFT + k * (PANEL + GAP), vertical, k === 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escape(title)}</title><desc id="description">${escape(description)}</desc><style>${STYLE}</style>`,
    text(LEFT, 22, title, `class="title"`),
    ...panels[0].series.map(({ name }, s) => legend(name, s)),
    text(16, TOP + PANEL / 2, y, `text-anchor="middle" transform="rotate(-90 16 ${TOP + PANEL / 2})"`),
    ...body,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ x, series }: Panels["panels"][number], left: number, vertical: Scale, first: boolean): string {
  const horizontal = acrossScale(series.flatMap(({ points }) => points.map((point) => point[0])), left, left + PANEL);
  const foot = TOP + PANEL;
  return [
    ...vertical.ticks.map((tick) => `${grid(left, vertical.at(tick), left + PANEL, vertical.at(tick))}${first ? text(left - 6, vertical.at(tick) + 4, label(tick), `text-anchor="end"`) : ""}`),
    ...horizontal.ticks.map((tick) => `${grid(horizontal.at(tick), TOP, horizontal.at(tick), foot)}${text(horizontal.at(tick), foot + 17, label(tick), `text-anchor="middle"`)}`),
    ...series.map(({ points }, s) => curve(points.map(([a, b]) => [horizontal.at(a), vertical.at(b)] as const), s)),
    text(left + PANEL / 2, foot + 38, x, `text-anchor="middle"`),
  ].join("\n");
}

function curve(points: readonly (readonly [number, number])[], s: number): string {
  const path = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  const dots = points.map(([x, y]) => `<circle class="s${s}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.4"/>`).join("");
  return `<path class="s${s}" stroke-dasharray="${DASHES[s]}" d="M${path}"/>${dots}`;
}

function legend(name: string, s: number): string {
  const x = LEFT + s * 165;
  return `<path class="s${s}" stroke-dasharray="${DASHES[s]}" d="M${x} 42h26"/>${text(x + 32, 46, name, "")}`;
}

/** Ticks at the values themselves when they are few, with the margin that powers of ten would leave. */
function acrossScale(values: readonly number[], from: number, to: number): Scale {
  const own = [...new Set(values)].sort((a, b) => a - b);
  if (own.length > 5) return scale(values, from, to, 3);
  return { ticks: own, at: (value) => from + 10 + ((to - from - 20) * Math.log(value / own[0])) / Math.log(own[own.length - 1] / own[0]) };
}

/** Logarithmic, from tick to tick: the finest of 1-2-5, 1-5 and powers of ten that makes at most about `most` ticks. */
function scale(values: readonly number[], from: number, to: number, most: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const decades = Math.log10(high / low);
  const steps = decades * 3 <= most ? [1, 2, 5] : decades * 2 <= most ? [1, 5] : [1];
  const all = Array.from({ length: 40 }, (_, k) => k - 20).flatMap((power) => steps.map((step) => step * 10 ** power));
  const begin = Math.max(...all.filter((tick) => tick <= low * 1.001));
  const end = Math.min(...all.filter((tick) => tick >= high / 1.001));
  return { ticks: all.filter((tick) => tick >= begin && tick <= end), at: (value) => from + ((to - from) * Math.log(value / begin)) / Math.log(end / begin) };
}

const grid = (x1: number, y1: number, x2: number, y2: number): string => `<line class="grid" x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`;
const text = (x: number, y: number, content: string, attributes: string): string => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escape(content)}</text>`;
const label = (tick: number): string => (tick >= 1e6 ? `${tick / 1e6} M` : tick >= 1e3 ? `${tick / 1e3} k` : String(Number(tick.toPrecision(3))));
const escape = (content: string): string => content.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
