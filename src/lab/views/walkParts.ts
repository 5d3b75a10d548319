// What a walk-forward says, in figures, sentences and tables.
import { grouped, metricText, percent } from "../../report/format";
import { foresight, tallyOf } from "../../report/walkforward/words";
import { isoDate } from "../../units";
import type { Evidence, WalkForward, WindowResult } from "../../walkforward";
import type { Plane } from "../plane";
import type { HeldConfig } from "../protocol";
import { annual } from "../../walkforward/efficiency";
import { lengthOf } from "../../walkforward/windows";
import { element } from "./dom";
import { testText } from "./windowStrip";

const ratio = (value: number | null): string => (value === null ? "–" : grouped(value, 2));
const share = (value: number | null, digits = 0): string => (value === null ? "–" : percent(value, digits));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Row and column of a config number. */
export type Locate = (config: number) => { row: number; column: number };

/** The choice of both parameters in words. */
export function choiceText({ rows, columns }: Plane, { row, column }: { row: number; column: number }): string {
  return `${rows.slider.label} ${rows.slider.text(rows.positions[row])}, ${columns.slider.label} ${columns.slider.text(columns.positions[column])}`;
}

/** The headline, definitions as tooltips. */
export function figures(result: WalkForward): HTMLElement {
  const { values, efficiency, windows } = result;
  const { gains } = tallyOf(result);
  const { correlation, percentile } = foresight(result);
  const of = (id: string): readonly [string, string, string] => [values[id].label, metricText(values[id]), values[id].definition];
  const chose = windows.filter(({ chosen }) => chosen !== null);
  const rate = (figures: readonly { return: number; days: number }[]): string => (figures.length ? percent(annual(sum(figures.map((one) => one.return)), sum(figures.map(({ days }) => days))), 1) : "–");
  const [inside, outside] = [rate(chose.map(({ train, trained }) => ({ return: trained!.return, days: lengthOf(train) }))), rate(chose.map(({ test, tested }) => ({ return: tested!.return, days: lengthOf(test) })))];
  const items: (readonly [term: string, value: string, help: string])[] = [
    of("sharpe"), of("cagr"), of("max_drawdown"), of("trades"),
    ["Efficiency", ratio(efficiency.value), `Out-of-sample annual return / in-sample annual return, all windows together${efficiency.reason ? ` (undefined: ${efficiency.reason})` : ""}`],
    ["Windows with a gain", `${gains} of ${windows.length}`, "Test windows that ended above their beginning"],
    ["A year, training → test", `${inside.replace(" %", "")} → ${outside}`, "Net profit / initial equity per year, not compounded, of the chosen configs, all windows together"],
    ["Chosen beat", share(percentile), "Share of all configs that did worse on the test than the chosen one, mean over windows; a config drawn at random beats 50 %"],
    ["Rank correlation", ratio(correlation), "Spearman, training against test, over all configs; mean over windows"],
  ];
  return element("dl", { class: "figures", id: "walk-figures" }, ...items.map(([term, value, help]) => element("div", { title: help }, element("dt", {}, term), element("dd", {}, value))));
}

const interval = ({ low, high, pValue }: Evidence): string => `95 % interval ${share(low, 1)} … ${share(high, 1)}, p = ${pValue === null ? "–" : pValue.toFixed(2)} one-sided`;

/** What the account earned, and whether luck could have done it. */
export function verdict({ rivals: [{ evidence }] }: WalkForward): string {
  if (evidence.perYear === null) return `Whether it earned anything cannot be told: ${evidence.reason}.`;
  const told = evidence.low !== null && evidence.low > 0;
  return `Out of sample the account earned ${share(evidence.perYear, 1)} a year on average (${interval(evidence)}): ${told ? "more than luck would give, if this is the only rule that was tried" : "not told from zero"}.`;
}

interface TableParts {
  id: string;
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns of words, from the left. */
  words: number;
}

function table({ id, caption, head, rows, words }: TableParts): HTMLElement {
  const side = (column: number): string | undefined => (column < words ? "left" : undefined);
  const top = element("tr", {}, ...head.map((name, c) => element("th", { scope: "col", class: side(c) }, name)));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell, c) => (c === 0 ? element("th", { scope: "row", class: "left" }, cell) : element("td", { class: side(c) }, cell)))));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, element("table", { id }, element("caption", { class: "hidden" }, caption), element("thead", {}, top), element("tbody", {}, ...body)));
}

/** The walk-forward beside configs that were held over the same days. */
export function rivalTable({ rivals }: WalkForward, current: HeldConfig, name: (config: number) => string): HTMLElement {
  const cells = ({ values, trades, evidence }: HeldConfig): string[] =>
    [...["total_return", "cagr", "sharpe", "max_drawdown"].map((id) => metricText(values[id])), grouped(trades), share(evidence.perYear, 1), evidence.low === null ? "–" : `${share(evidence.low, 1)} … ${share(evidence.high, 1)}`];
  const [walked, ...held] = rivals;
  const rows = [
    ["Walk-forward", "chosen anew for every window", ...cells(walked).slice(0, 5), "", ""], ["Config on the screen", "chosen with these days in sight", ...cells(current)],
    ...held.map((rival) => [rival.name[0].toUpperCase() + rival.name.slice(1), name(rival.config!), ...cells(rival)]),
  ];
  return table({ id: "walk-rivals", caption: "The same days with one config held", head: ["", "Chosen", "Return", "CAGR", "Sharpe", "Drawdown", "Trades", "Lead", "95 % interval"], rows, words: 2 });
}

/** Every window in numbers. */
export function windowTable({ windows, metric }: WalkForward, plane: Plane, locate: Locate): HTMLElement {
  const inUnit = (value: number | null | undefined): string => metricText({ value: value ?? null, unit: metric.unit });
  const rows = windows.map((window) => {
    const { train, trained, validated, tested, chosen, cash, efficiency } = window;
    const place = chosen === null ? null : locate(chosen);
    const { rows: vertical, columns: horizontal } = plane;
    const names = place ? [vertical.slider.text(vertical.positions[place.row]), horizontal.slider.text(horizontal.positions[place.column])] : [`cash: ${cash}`, "–"];
    return [testText(window), `${isoDate(train.start)} … ${isoDate(train.end)}`, ...names, inUnit(trained?.metric), inUnit(validated?.metric), inUnit(tested?.metric), share(tested?.return ?? null, 2), tested ? grouped(tested.trades) : "–", ratio(efficiency.value), share(tested?.percentile ?? null)];
  });
  const head = ["Test", "Training", plane.rows.slider.label, plane.columns.slider.label, "on training", "on validation", "on the test", "Return", "Trades", "Efficiency", "Beat"];
  return table({ id: "walk-windows", caption: `Windows: ${metric.label} of the chosen config on each stretch`, head, rows, words: 2 });
}

/** How much each parameter moved. */
export function stabilityText({ stability, windows }: WalkForward, plane: Plane): string {
  const chose = windows.filter(({ chosen }) => chosen !== null).length;
  return stability.map(({ key, values, steps, changes, edge }) => {
    const axis = [plane.rows, plane.columns].find(({ slider }) => slider.key === key)!;
    return `${axis.slider.label}: ${values.length} of ${axis.values.length} values chosen, another one in ${changes} of ${steps} steps${edge === null ? "" : `, an end of its range in ${edge} of ${chose} windows`}.`;
  }).join(" ");
}

/** A window for the reader of the strip. */
export function windowWords(window: WindowResult, { metric, options }: WalkForward, choice: string | null): string {
  const { trained, tested, cash } = window;
  const inUnit = (value: number | null | undefined): string => metricText({ value: value ?? null, unit: metric.unit });
  if (choice === null) return `${testText(window)}: cash, ${cash}.`;
  return `${testText(window)}: ${choice}. ${metric.label} ${inUnit(trained?.metric)} on training, ${inUnit(tested?.metric)} on the test; return ${share(tested?.return ?? null, 2)}${options.boundary === "run-off" ? ", its positions run off" : ""}, ${tested?.trades ?? 0} trades.`;
}
