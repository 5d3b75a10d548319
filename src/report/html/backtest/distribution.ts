import { gridY, rectY, ruleX, ruleY } from "@observablehq/plot";
import { grouped, percent } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import type { PageInput } from "./input";
import { signedText } from "../swing";
import { quantileOfSorted } from "../../../stats/sums";

/** Bins of a tenth of R for usual trades, coarser when some lie far out. */
const MOST_BINS = 60;
const WIDTHS = [0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10];
/** Share of trades that the tail is made of. */
const TAIL = 0.05;

export interface Bin { x1: number; x2: number; count: number }

/** Equal bins on multiples of a round width; the lower edge belongs to the bin. */
export function histogram(values: readonly number[]): Bin[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = WIDTHS.find((w) => (high - low) / w <= MOST_BINS) ?? (high - low) / MOST_BINS;
  const place = (value: number): number => Math.floor(value / width + 1e-9);
  const first = place(low);
  const bins = Array.from({ length: place(high) - first + 1 }, (_, i): Bin => ({ x1: (first + i) * width, x2: (first + i + 1) * width, count: 0 }));
  for (const value of values) bins[place(value) - first].count++;
  return bins;
}

/** What trades returned on the risk they took, and how far the tails reach. */
export function distribution(document: Document, { closed, run: { metrics } }: PageInput): Html {
  if (closed.length === 0) return html`<p class="muted">No trade was closed.</p>`;
  const r = closed.map((trade) => trade.r).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (r.length === 0) return html`<p class="muted">The largest loss is not known of any closed trade, so there is no R.</p>`;
  const without = closed.length - r.length;
  const mean = r.reduce((sum, value) => sum + value, 0) / r.length;
  const tail = r.slice(0, Math.ceil(TAIL * r.length));
  const cvar = tail.reduce((sum, value) => sum + value, 0) / tail.length;
  const losing = r.filter((value) => value <= 0).length;
  const summary = `${grouped(r.length)} closed trades by net P&L over max loss at entry (R): mean ${text(mean)}, median ${text(quantileOfSorted(r, 0.5))}, worst ${text(r[0])}, best ${text(r[r.length - 1])}; ${percent(losing / r.length, 0)} did not gain. The worst ${percent(TAIL, 0)} lost ${text(-cvar)} on average (CVaR).`;
  const bins = histogram(r).map((bin) => ({ ...bin, fill: bin.x1 < -1e-9 ? role("bad") : colour("series", 1), title: `${text(bin.x1)} to ${text(bin.x2)}: ${bin.count}` }));
  const options = {
    x: { label: "R (net P&L / max loss) →" }, y: { label: "↑ trades" },
    marks: [
      gridY({ stroke: role("line"), strokeOpacity: 1 }), rectY(bins, { x1: "x1", x2: "x2", y: "count", fill: "fill", title: "title", insetLeft: 0.5, insetRight: 0.5 }), ruleY([0], { stroke: role("muted") }),
      ruleX([mean], { stroke: role("text"), strokeWidth: 1.5 }), ruleX([cvar], { stroke: role("text"), strokeWidth: 1.5, strokeDasharray: "4 3" }),
    ],
  };
  const legend = [{ label: "losing bins", colour: role("bad"), mark: "box" as const }, { label: "winning bins", colour: colour("series", 1), mark: "box" as const }, { label: `mean ${text(mean)} (full line), CVaR ${text(cvar)} (dashed)`, colour: role("text") }];
  return html`${without > 0 && html`<p class="warn">The largest loss of ${grouped(without)} closed trade${without === 1 ? "" : "s"} is not known: left out here.</p>`}${figure(document, { title: "Distribution of R", summary, options, legend, height: 260 })}
${htmlTable("Quantiles of R, closed trades", [...QUANTILES.map(([name]) => ({ title: name })), { title: "σ" }], [[...QUANTILES.map(([, p]) => signedText(quantileOfSorted(r, p), text(quantileOfSorted(r, p)))), metrics.values.sigma_r.value === null ? "–" : text(metrics.values.sigma_r.value)]])}`;
}

const QUANTILES = [["worst", 0], ["1 %", 0.01], ["5 %", 0.05], ["25 %", 0.25], ["median", 0.5], ["75 %", 0.75], ["95 %", 0.95], ["99 %", 0.99], ["best", 1]] as const;

const text = (value: number): string => grouped(value, 2);
