// Two-parameter maps of every metric: tables, of which radio buttons and style rules show one. There is no script.
import { METRICS } from "../../../metrics";
import { betterOf } from "../../../sweep/analysis/columns";
import type { Levels } from "../../../sweep/analysis/levels";
import { grouped, shortDollars } from "../../format";
import { clip } from "../../style";
import { valueOf } from "../../sweepView";
import { escapeText, html, raw } from "../escape";
import type { Html } from "../escape";
import type { SweepInput } from "./input";
import { cellSizes, mapMetrics, mapValues, pairsOf } from "./pairs";
import type { Pair } from "./pairs";
import { STEPS } from "./palette";
import { countOf, digitsFor, extent, nameOfMetric, someOf, unitOf } from "./words";

/** What a cell holds. */
const READINGS = [["median", "median over the other parameters"], ["best", "best over the other parameters"]] as const;
const LABEL = 18;

/** Metrics in which zero parts good from bad. */
const AROUND_ZERO = new Set(["net_profit", "total_return", "cagr", "sharpe", "sortino", "calmar", "expectancy"]);

/** Maps and the buttons that choose among them. */
export function heatMaps(input: SweepInput): Html {
  const metrics = mapMetrics(input);
  const { shown, left, absent, inert } = pairsOf(input, metrics.length * READINGS.length);
  if (shown.length === 0 || metrics.length === 0) return html`<p class="muted">${metrics.length === 0 ? "No metric has a value in any config." : "A map needs two parameters that vary by themselves: here there are fewer. Sensitivity shows the one there is."}</p>`;
  const names = shown.map(({ cells: { rows, columns } }) => `${rows.key} × ${columns.key}`);
  return html`<p class="muted">Each cell takes together all configs with these two values, whatever their other parameters. Choose what to see; a printed page shows what is chosen.</p>
<div class="maps">
${picker("m", "Metric", metrics.map(nameOfMetric))}
${picker("p", "Parameters, down × across", names)}
${picker("r", "Each cell", READINGS.map(([, text]) => text))}
${shown.map((pair, p) => metrics.map((metric, m) => tables(input, pair, metric, `m${m} p${p}`)))}
</div>
${left.length > 0 && html`<p class="muted">${left.length === 1 ? "One pair is" : `${grouped(left.length)} pairs are`} not on the page, being less important: ${someOf([...(absent.length ? [`all with ${absent.join(" or ")}`] : []), ...left.filter((pair) => !pair.some((key) => absent.includes(key))).map((pair) => pair.join(" × "))], 6)}.</p>`}
${inert.length > 0 && html`<p class="muted">In no map, as ${inert.length === 1 ? "it" : "they"} never changed a trade: ${someOf(inert)}.</p>`}`;
}

/** One group of buttons; the first is chosen. */
function picker(group: string, title: string, labels: readonly string[]): Html {
  return html`<fieldset${labels.length === 1 && raw(' class="single"')}><legend>${title}</legend>${labels.map((label, i) => html`<label><input type="radio" name="map-${group}" id="map-${group}${i}"${i === 0 && raw(" checked")}>${label}</label>`)}</fieldset>`;
}

/** Rules that hide what is not chosen. A browser without :has shows all maps, one below the other. */
export function pickerRules(input: SweepInput): string {
  const metrics = mapMetrics(input);
  const { shown } = pairsOf(input, metrics.length * READINGS.length);
  const rules = (group: string, count: number): string[] => Array.from({ length: count }, (_, i) => `.maps:has(#map-${group}${i}:checked) .map:not(.${group}${i})`);
  return `${[...rules("m", metrics.length), ...rules("p", shown.length), ...rules("r", READINGS.length)].join(",\n")} { display: none; }`;
}

function tables(input: SweepInput, pair: Pair, metric: string, classes: string): Html {
  const values = mapValues(input, pair, metric);
  return html`${READINGS.map(([reading, words], r) => table(input, pair, { metric, reading, words, values: values[reading], classes: `${classes} r${r}` }))}`;
}

interface Map {
  metric: string;
  reading: string;
  words: string;
  values: (number | null)[];
  classes: string;
}

function table({ best }: SweepInput, pair: Pair, { metric, reading, words, values, classes }: Map): Html {
  const { cells: { rows, columns, of }, height, width } = pair;
  const scale = scaleOf(metric, values);
  const stride = columns.labels.length;
  const name = `${nameOfMetric(metric)} by ${rows.key} and ${columns.key}, ${words}`;
  const peak = best >= 0 ? of[best] : -1;
  const cell = (at: number): string => {
    const value = values[at];
    const names = [value === null ? "none" : scale.step(value), at === peak ? "peak" : ""].filter(Boolean).join(" ");
    return `<td${names && ` class="${names}"`}>${value === null ? "–" : escapeText(scale.text(value))}${at === peak ? "<b title=\"best config\"> ◆</b>" : ""}</td>`;
  };
  const line = (r: number): string => `<tr><th scope="row">${header(rows, r)}</th>${Array.from({ length: width }, (_, c) => cell(r * stride + c)).join("")}</tr>`;
  return html`<div class="map ${classes}"><p>${caption(pair, { metric, reading, name })}</p><div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="cells">
<thead><tr><th scope="col">${columns.key} →<br>${rows.key} ↓</th>${Array.from({ length: width }, (_, c) => html`<th scope="col">${raw(header(columns, c))}</th>`)}</tr></thead>
<tbody>${raw(Array.from({ length: height }, (_, r) => line(r)).join("\n"))}</tbody></table></div>${legend(scale, values)}</div>`;
}

const header = ({ labels }: Levels, at: number): string => {
  const short = clip(labels[at], LABEL);
  return short === labels[at] ? escapeText(short) : `<span title="${escapeText(labels[at])}">${escapeText(short)}</span>`;
};

function caption(pair: Pair, { metric, reading, name }: { metric: string; reading: string; name: string }): Html {
  const { cells: { rows, columns }, height, width } = pair;
  const [fewest, most] = cellSizes(pair);
  const unit = unitOf(metric) === "percent" ? ", percent" : unitOf(metric) === "R" ? ", R" : unitOf(metric) === "days" ? ", days" : "";
  const cut = [rows, columns].filter(({ values }) => values.some((span) => span.length > 1)).map(({ key }) => key);
  const hidden = [...(height < rows.labels.length ? [`${rows.labels.length - height} values of ${rows.key}`] : []), ...(width < columns.labels.length ? [`${columns.labels.length - width} values of ${columns.key}`] : [])];
  return html`<strong>${name}</strong>${unit}. ${fewest === most ? countOf(most, "config") : `${grouped(fewest)} to ${countOf(most, "config")}`} in a cell${reading === "best" ? "; only configs that may win" : ""}.${cut.length > 0 && ` Values of ${cut.join(" and ")} are taken together in stretches.`}${hidden.length > 0 && html` <span class="warn">${hidden.join(" and ")} not shown.</span>`}`;
}

interface Scale {
  diverging: boolean;
  low: number;
  high: number;
  text: (value: number) => string;
  /** What a deep colour means. */
  better: string;
  /** Class of a value's colour; "" = no colour. */
  step: (value: number) => string;
}

/** Around zero where it parts good from bad and values lie on both sides; else towards the better end. */
function scaleOf(metric: string, values: readonly (number | null)[]): Scale {
  const [low, high] = extent(values.map((value) => value ?? NaN)) ?? [0, 0];
  const text = cellText(metric, high - low);
  const level = (share: number): number => Math.min(STEPS, Math.floor(share * STEPS) + 1);
  if (AROUND_ZERO.has(metric) && low < 0) {
    const reach = Math.max(-low, high);
    return { diverging: true, low, high, text, better: "", step: (value) => (value === 0 ? "" : `${value > 0 ? "u" : "d"}${level(Math.abs(value) / reach)}`) };
  }
  const upward = betterOf(metric) === "higher";
  const preferred = METRICS.find(({ id }) => id === metric)?.better;
  return { diverging: false, low, high, text, better: `deeper blue is ${preferred ? "better" : "more"}`, step: (value) => (high > low ? `u${level((upward ? value - low : high - value) / (high - low))}` : "") };
}

/** Cells go without units: the caption has them. */
function cellText(metric: string, spread: number): (value: number) => string {
  const unit = unitOf(metric);
  if (unit === "percent") return (value) => grouped(100 * value, Math.max(1, digitsFor(spread * 100)));
  if (unit === "dollars") return spread < 100 ? (value) => valueOf(metric, value) : shortDollars;
  return (value) => grouped(value, unit === "count" ? digitsFor(spread) && 1 : Math.max(2, digitsFor(spread)));
}

/** The colours with the values at their ends, in words. */
function legend({ diverging, low, high, text, better, step }: Scale, values: readonly (number | null)[]): Html {
  const reach = Math.max(-low, high);
  const samples = diverging ? [-1, -0.7, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.7, 1].map((share) => step(share * reach)) : high > low ? [0, 0.3, 0.5, 0.7, 1].map((share) => step(low + share * (high - low))) : [];
  const bar = samples.map((name) => `<i class="${name}"></i>`).join("");
  const ends = diverging ? [text(-reach), text(reach)] : [text(low), text(high)];
  return html`<p class="ramp">${samples.length > 0 && html`<span class="bar">${ends[0]} <b aria-hidden="true">${raw(bar)}</b> ${ends[1]}</span> <span>${diverging ? "orange below zero, blue above" : better}</span>`}${values.includes(null) && html` <span>– = no config with a value</span>`} <span>◆ = the best config lies here</span></p>`;
}
