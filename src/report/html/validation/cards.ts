// Headline figures and their definitions, as on the page of a run.
import type { MetricValue } from "../../../metrics";
import type { Figure } from "../../../overfit";
import { metricText } from "../../format";
import { html, slug } from "../escape";
import type { Html } from "../escape";

export interface Card {
  label: string;
  value: string | Html;
  /** Why there is none, or what it rests on. */
  note?: string;
  /** Term of the page's definitions; default: the label. */
  term?: string;
  tone?: "good" | "bad" | "warn" | "";
}

/** Id of a term's definition on the page. */
export const termId = (term: string): string => `def-${slug(term)}`;

/** Groups of figures, each linked to its definition. */
export const cards = (groups: readonly { title: string; cards: readonly Card[] }[]): Html =>
  html`<div class="cards${groups.length % 4 === 0 && " four"}">${groups.map(({ title, cards: own }) => html`<dl><dt class="group">${title}</dt>${own.map(card)}</dl>`)}</div>`;

const card = ({ label, value, note, term = label, tone = "" }: Card): Html => html`<div><dt><a href="#${termId(term)}">${label}</a></dt><dd>${tone ? html`<span class="${tone}">${value}</span>` : value}${note && html`<small class="why">${note}</small>`}</dd></div>`;

const SIGNED = ["net_profit", "total_return", "cagr", "sharpe", "sortino", "calmar"];

/** A metric of a run; returns and ratios by their sign. */
export const metricCard = (id: string, metric: MetricValue): Card => ({ label: metric.label, value: metricText(metric), note: metric.reason, tone: SIGNED.includes(id) && metric.value !== null ? toneOf(metric.value) : "" });

export const toneOf = (value: number): "good" | "bad" | "" => (value > 0 ? "good" : value < 0 ? "bad" : "");

/** A figure, or an en dash and why there is none. */
export const figureCard = (label: string, figure: Figure, text: (value: number) => string, note?: string): Card =>
  figure.value === null ? { label, value: "–", note: figure.reason } : { label, value: text(figure.value), note };

export interface Definition {
  term: string;
  text: string;
}

/** What every figure means; the first definition of a term stands. */
export const definitionList = (definitions: readonly Definition[]): Html => html`<dl class="definitions">
${definitions.filter(({ term }, i) => definitions.findIndex((other) => other.term === term) === i).map(({ term, text }) => html`<dt id="${termId(term)}">${term}</dt><dd>${text}</dd>
`)}</dl>`;

export const metricDefinitions = (values: Readonly<Record<string, MetricValue>>): Definition[] => Object.values(values).map(({ label, definition }) => ({ term: label, text: definition }));
