import { gridY, lineY, ruleX } from "@observablehq/plot";
import type { DaySmiles } from "../../../quality";
import { isoDate } from "../../../units";
import { grouped } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import { colour, role } from "../style";

/** Highest volatility drawn, percent: beyond are wings of dying options. */
const TOP = 120;
/** Strikes in the table, as strike / spot − 1. */
const TABLED = [-0.2, -0.1, -0.05, 0, 0.05, 0.1];

/** The smiles of chosen days, a picture each, on one scale. */
export function smileFigures(document: Document, symbol: string, days: readonly DaySmiles[]): Html {
  const shown = days.filter((d) => d.smiles.length > 0);
  if (shown.length === 0) return html`<p class="muted">${symbol}: no day has an expiry with five out-of-the-money volatilities.</p>`;
  return html`<div class="grid">${shown.map((day) => smileFigure(document, symbol, day))}</div>`;
}

function smileFigure(document: Document, symbol: string, { day, why, smiles }: DaySmiles): Html {
  const colourOf = (i: number): string => colour("order", smiles.length === 1 ? 1 : 1 + Math.round((i * 6) / (smiles.length - 1)));
  const points = smiles.flatMap(({ dte, moneyness, iv }, i) => moneyness.map((m, k) => ({ x: m * 100, y: iv[k] * 100, line: dte, colour: colourOf(i) })));
  const options = {
    marginLeft: 44,
    x: { label: "strike / spot − 1, % →", domain: [-30, 30] }, y: { label: "↑ IV, %", domain: [0, Math.min(TOP, Math.max(...points.map((p) => p.y)) * 1.05)], clamp: true },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1 }), ruleX([0], { stroke: role("muted") }), lineY(points, { x: "x", y: "y", z: "line", stroke: "colour", strokeWidth: 1.6 })],
  };
  const rows = smiles.map((s) => [`${s.dte} days`, ...TABLED.map((target) => ivAt(target, s))]);
  const title = `${symbol}: smiles of ${isoDate(day)}`;
  const summary = `Implied volatility by strike, ${smiles.length} expiries. ${rows.map(([name, ...cells]) => `${name}: ${cells.join(", ")}`).join("; ")}, at ${TABLED.map(strikeText).join(", ")} of the spot.`;
  const below = html`<details><summary>in numbers</summary>${htmlTable(`${title}: implied volatility by strike / spot − 1`, [{ title: "expiry" }, ...TABLED.map((target) => ({ title: strikeText(target) }))], rows)}</details>`;
  return figure(document, { title, summary, caption: `${why}; out-of-the-money options, expiry by colour`, options, width: 520, height: 320, below, legend: smiles.map(({ dte }, i) => ({ label: `${dte} d`, colour: colourOf(i) })) });
}

const strikeText = (target: number): string => (target === 0 ? "0 %" : `${target > 0 ? "+" : "−"}${grouped(Math.abs(target) * 100)} %`);

/** IV of the strike nearest to a moneyness; a dash when none is within 2 %. */
function ivAt(target: number, { moneyness, iv }: DaySmiles["smiles"][number]): string {
  const k = moneyness.reduce((best, m, i) => (Math.abs(m - target) < Math.abs(moneyness[best] - target) ? i : best), 0);
  return Math.abs(moneyness[k] - target) < 0.02 ? `${grouped(iv[k] * 100, 1)} %` : "–";
}
