// A day from within: its volatility as smiles or as a surface, and every candidate with its score or the gate that refused it.
import { dollars, grouped, percent } from "../../report/format";
import { isoDate } from "../../units";
import type { CandidateRow, DayReply, PairRow, PairSide } from "../protocol";
import { smileFigures } from "../volatility";
import { element } from "./dom";
import { drawSmiles, legsOfPick } from "./smiles";
import type { SurfaceView } from "./surface";

export interface ChainView {
  show(day: DayReply): void;
}

/** Rows of a table before "and n more". */
const LISTED = 12;

/** `onProblem` hears when the surface could not be loaded. */
export function createChainView(host: HTMLElement, onProblem: (error: unknown) => void): ChainView {
  const [head, rest] = [element("div"), element("div")];
  const [smileBox, surfaceBox] = [element("div"), element("div", { hidden: true })];
  const kind = (id: string, text: string, checked: boolean): readonly [HTMLInputElement, HTMLElement] => {
    const input = element("input", { type: "radio", name: "volatility", id, checked });
    return [input, element("label", { for: id }, input, ` ${text}`)];
  };
  const [smile, smileLabel] = kind("chain-smiles", "Smiles", true);
  const [surface, surfaceLabel] = kind("chain-surface", "Surface", false);
  const choice = element("fieldset", { class: "row plain" }, element("legend", { class: "hidden" }, "Volatility as"), smileLabel, surfaceLabel, element("span", { class: "muted", id: "chain-marks" }));
  const charts = element("div", { hidden: true }, choice, smileBox, surfaceBox);
  host.replaceChildren(head, charts, rest);
  let shown: DayReply | null = null;
  let view: SurfaceView | null = null;

  const draw = async (): Promise<void> => {
    [smileBox.hidden, surfaceBox.hidden] = [surface.checked, !surface.checked];
    if (!shown) return;
    const { smiles, spot, candidates } = shown;
    const legs = legsOfPick(candidates);
    if (!surface.checked) return drawSmiles(smileBox, smiles, spot, legs);
    view ??= (await import("./surface")).createSurfaceView(surfaceBox);
    view.show(smiles, spot, legs);
  };
  const redraw = (): void => void draw().catch(onProblem);
  smile.addEventListener("change", redraw);
  surface.addEventListener("change", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  return {
    show(day) {
      shown = day;
      const missing = day.smiles.length === 0;
      charts.hidden = missing;
      head.replaceChildren(...headOf(day));
      const marks = choice.querySelector("#chain-marks");
      if (marks) marks.textContent = day.candidates.some(({ best }) => best) ? "● short, ○ long leg of the one picked" : "";
      rest.replaceChildren(...(missing ? [] : [volatilityTable(day), ...candidateParts(day)]));
      if (!missing) requestAnimationFrame(redraw);
    },
  };
}

function headOf({ day, symbol, spot, reasons, smiles }: DayReply): HTMLElement[] {
  const title = element("h3", {}, `${symbol} on ${isoDate(day)}${Number.isNaN(spot) ? "" : `, spot ${dollars(spot)}`}`);
  const words = reasons.map(({ sleeve, id, text, remedy }) => element("p", { "data-reason": id }, `${sleeve.replaceAll("-", " ")}: ${text}${remedy ? ` → ${remedy}` : ""}.`));
  return [title, ...words, ...(smiles.length === 0 ? [element("p", { class: "muted", id: "no-chain" }, "No candidates: the chain of that day is missing.")] : [])];
}

/** The surface in numbers: at the money and at 25 delta by expiry. */
function volatilityTable({ smiles, spot }: DayReply): HTMLElement {
  const figures = smiles.map((smile) => smileFigures(smile, spot));
  const share = (value: number | null): string => (value === null ? "–" : percent(value, 1));
  const rows = figures.map(({ expiry, dte, atm, put25, call25, skew }) => [isoDate(expiry), String(dte), share(atm), share(put25), share(call25), skew === null ? "–" : `${grouped(100 * skew, 1)} pts`]);
  const term = figures.filter(({ atm, dte }) => atm !== null && dte > 0);
  const [first, last] = [term[0], term[term.length - 1]];
  const words = term.length < 2 ? "" : `At the money ${share(first.atm)} at ${first.dte} day${first.dte === 1 ? "" : "s"} and ${share(last.atm)} at ${last.dte} days: the term structure ${Math.abs(last.atm! - first.atm!) < 0.005 ? "is flat" : last.atm! > first.atm! ? "rises" : "falls"}.`;
  return element("details", {}, element("summary", {}, "Volatility in numbers"), element("p", { class: "muted" }, `${words} Skew: put − call at 25 delta.`), tableOf("volatility", ["Expiry", "DTE", "At the money", "25Δ put", "25Δ call", "Skew"], rows.map((cells) => ({ cells, good: false }))));
}

function candidateParts(day: DayReply): HTMLElement[] {
  const { candidates, pairs, reasons } = day;
  if (candidates.length === 0) return [element("p", { class: "muted", id: "no-candidates" }, `No candidates: ${[...new Set(reasons.map(({ text }) => text))].join("; ")}.`)];
  const picked = candidates.filter(({ best }) => best);
  const refused = new Map<string, number>();
  for (const { reason } of candidates) if (reason) refused.set(reason, (refused.get(reason) ?? 0) + 1);
  const gates = [...refused].sort((a, b) => b[1] - a[1]).map(([reason, count]) => element("li", {}, `${grouped(count)}: ${reason}`));
  const sides = pairs.length > 0;
  return [
    element("p", { class: "muted" }, `${grouped(candidates.length)} ${sides ? "sides" : "candidates"}, ${grouped(candidates.filter(({ reason }) => reason === "").length)} tradable. ${picked.length ? `Picked: ${picked.map(nameOf).join(" + ")}.` : "None was picked."}`),
    ...(gates.length ? [element("ul", { class: "gates" }, ...gates)] : []),
    ...(sides ? [element("h4", {}, "Pairs: of each expiry the best put side with the best call side"), pairTable(pairs), element("details", {}, element("summary", {}, "Sides"), candidateTable(candidates))] : [candidateTable(candidates)]),
  ];
}

const nameOf = ({ short, long, right, expiry }: CandidateRow): string => `${short}${long ? `/${long}` : ""} ${right} of ${isoDate(expiry)}`;
const money = (value: number | null): string => (value === null ? "–" : dollars(value));
const score = (value: number | null): string => (value === null ? "–" : grouped(value, 2));
const gate = ({ best, reason }: { best: boolean; reason: string }): string => (best ? "picked" : reason || "tradable");
const byScore = (a: { best: boolean; score: number | null }, b: { best: boolean; score: number | null }): number => Number(b.best) - Number(a.best) || (b.score ?? -Infinity) - (a.score ?? -Infinity) || 0;

function candidateTable(candidates: readonly CandidateRow[]): HTMLElement {
  const rows = [...candidates].sort((a, b) => byScore(a, b) || a.expiry - b.expiry || a.short - b.short).map((row) => ({
    good: row.best, cells: [`${row.short}${row.long ? `/${row.long}` : ""} ${row.right}`, isoDate(row.expiry), String(row.dte), row.delta.toFixed(3), money(row.natural), money(row.credit), score(row.score), gate(row)],
  }));
  return tableOf("candidates", ["Strikes", "Expiry", "DTE", "|Δ|", "Natural", "Credit", "Score", "Gate"], rows);
}

function pairTable(pairs: readonly PairRow[]): HTMLElement {
  const side = (of: PairSide | null): string => (of ? `${of.short}/${of.long} for ${dollars(of.credit)}` : "none");
  const rows = [...pairs].sort((a, b) => byScore(a, b) || a.expiry - b.expiry).map((row) => ({ good: row.best, cells: [isoDate(row.expiry), String(row.dte), side(row.put), side(row.call), money(row.width), money(row.natural), money(row.credit), score(row.score), gate(row)] }));
  return tableOf("pairs", ["Expiry", "DTE", "Put side", "Call side", "Width", "Natural", "Credit", "Score", "Gate"], rows);
}

/** A table of the first rows; the others come when they are asked for. */
function tableOf(id: string, head: readonly string[], rows: readonly { good: boolean; cells: readonly string[] }[]): HTMLElement {
  const gateAt = head.indexOf("Gate");
  const rowOf = ({ good, cells: [first, ...cells] }: (typeof rows)[number]): HTMLElement => element("tr", { class: good && "good" }, element("th", { scope: "row" }, first), ...cells.map((cell, c) => element("td", { class: c === gateAt - 1 && "wrap" }, cell)));
  const body = element("tbody", {}, ...rows.slice(0, LISTED).map(rowOf));
  const box = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table: ${id}` }, element("table", { id }, element("caption", { class: "hidden" }, id), element("thead", {}, element("tr", {}, ...head.map((name, c) => element("th", { scope: "col", class: c === gateAt && "left" }, name)))), body));
  if (rows.length <= LISTED) return box;
  const more = element("button", { type: "button", class: "more" }, `and ${grouped(rows.length - LISTED)} more`);
  more.addEventListener("click", () => {
    body.append(...rows.slice(LISTED).map(rowOf));
    box.focus();
    more.remove();
  });
  return element("div", {}, box, more);
}
