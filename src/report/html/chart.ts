// Charts as text: Observable Plot draws into whatever document it is given (a browser's, or the headless one), this turns the result into SVG for a page.
// Colours are references to the page's variables, so that one picture serves light and dark.
import { plot } from "@observablehq/plot";
import type { PlotOptions } from "@observablehq/plot";
import { escapeText, html, raw, slug } from "./escape";
import type { Html } from "./escape";

export interface Chart {
  /** Accessible name; unique on its page. */
  title: string;
  /** Text alternative: what the picture shows, with its numbers. */
  summary: string;
  /** Shown above the picture; default: the summary. */
  caption?: string;
  /** Plot's options; size, style and document are set here. */
  options: PlotOptions;
  width?: number;
  height?: number;
}

/** Width of a chart across the page, pixels; on narrow screens it scrolls rather than shrinks. */
const WIDE = 1000;

/** A chart as an `svg` element with title and description. */
export function chartSvg(document: Document, { title, summary, options, width = WIDE, height = 280 }: Chart): Html {
  const figure = plot({ marginLeft: 56, marginBottom: 38, ...options, width, height, document, className: "chart", figure: false });
  const id = `chart-${slug(title)}`;
  const named = `<svg role="img" aria-labelledby="${id}-t ${id}-d"`;
  const texts = `<title id="${id}-t">${escapeText(title)}</title><desc id="${id}-d">${escapeText(summary)}</desc>`;
  const svg = figure.outerHTML.replace(/<style>[^]*?<\/style>/, "").replace(/^<svg/, named).replace(/>/, `>${texts}`);
  return raw(shorten(svg));
}

/** Coordinates to a hundredth of a pixel: a third of the size, the same picture. */
const shorten = (svg: string): string => svg.replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (n) => String(Math.round(Number(n) * 100) / 100)));

export interface LegendEntry {
  label: string;
  colour: string;
  /** `hollow`: an outline, as drawn for what is not there. */
  mark?: "box" | "line" | "hollow";
}

/** A legend as a list; the marks repeat the chart's. */
export const legend = (entries: readonly LegendEntry[]): Html => html`<ul class="legend">${entries.map(({ label, colour, mark = "line" }) => html`<li>${raw(swatch(colour, mark))}${label}</li>`)}</ul>`;

function swatch(colour: string, mark: NonNullable<LegendEntry["mark"]>): string {
  const shape = { box: `<rect width="10" height="10" fill="${colour}"/>`, hollow: `<rect x="1" y="1" width="8" height="8" fill="none" stroke="${colour}" stroke-width="2"/>`, line: `<path d="M0 5H10" stroke="${colour}" stroke-width="3"/>` };
  return `<svg viewBox="0 0 10 10" aria-hidden="true">${shape[mark]}</svg>`;
}

/** A chart with its caption, legend and, below, anything that says the same in words or numbers. */
export function figure(document: Document, chart: Chart & { legend?: readonly LegendEntry[]; below?: Html }): Html {
  return html`<figure>
<figcaption><strong>${chart.title}</strong><br>${chart.caption ?? chart.summary}</figcaption>
${chart.legend && legend(chart.legend)}
<div class="scroll${(chart.width ?? WIDE) >= WIDE ? " wide" : ""}" tabindex="0" role="group" aria-label="${chart.title}">${chartSvg(document, chart)}</div>
${chart.below}
</figure>`;
}
