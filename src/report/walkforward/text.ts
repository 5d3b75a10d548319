import type { Origin } from "../../market/types";
import type { Rival, WalkForward } from "../../walkforward";
import { ledgerOf } from "../../walkforward/curve";
import { sparkline } from "../chart";
import { curveSection } from "../curve";
import { grouped, metricText, percent } from "../format";
import { originBanner } from "../origin";
import { clip, padEnd, widthOf, wrapText } from "../style";
import { section, signed, viewOf } from "../view";
import type { View } from "../view";
import { fitTable } from "./fit";
import { pathsSection, stabilitySection } from "./choices";
import { windowsSection } from "./windows";
import { count, foresight, inUnit, NONE, ratio, settingsText, share, valueText } from "./words";

export interface WalkForwardTextOptions {
  /** Columns of the terminal; 72 to 90 are used. */
  columns: number;
  colour: boolean;
  title: string;
  /** Where the quotes come from. */
  origin: Origin;
}

/** A walk-forward as text of at most 90 columns. Pure. */
export function walkForwardText(result: WalkForward, { columns, colour, title, origin }: WalkForwardTextOptions): string {
  const view = viewOf(columns, colour);
  const sections = [head, outOfSample, chart, rivalsSection, windowsSection, stabilitySection, pathsSection, flagsSection];
  const [first, ...rest] = sections;
  return `${[...titleLines(view, title), ...first(view, result), ...originBanner(view, origin), ...rest.flatMap((render) => render(view, result))].join("\n")}\n`;
}

const titleLines = (view: View, title: string): string[] => ["", `${view.style.accent(view.style.bold("mahler"))}  ${view.style.bold(clip(title, view.width - 8))}`];

function head(view: View, result: WalkForward): string[] {
  const rest = [...(result.rejected ? [`${count(result.rejected, "combination")} broke a constraint`] : []), ...(result.invalid ? [`${count(result.invalid, "combination")} did not fit together`] : [])];
  const facts = [`${count(result.configs, "config")}${rest.length ? ` (${rest.join(", ")})` : ""}`, ...settingsText(result)];
  return facts.flatMap((fact) => wrapText(fact, view.width)).map(view.style.dim);
}

const SIGNED = ["total_return", "cagr", "sharpe", "sortino"];

function outOfSample(view: View, result: WalkForward): string[] {
  const { values, efficiency } = result;
  const { bold, dim } = view.style;
  const seen = foresight(result);
  const width = Math.floor((view.width - 2) / 3);
  const metric = (id: string): [string, string] => [values[id].label, SIGNED.includes(id) && values[id].value !== null ? signed(view, values[id].value, metricText(values[id])) : metricText(values[id])];
  const rows: [string, string][][] = [
    [metric("total_return"), metric("sharpe"), metric("trades")],
    [metric("cagr"), metric("sortino"), metric("win_rate")],
    [metric("max_drawdown"), metric("calmar"), ["WFE", ratio(efficiency.value)]],
    [metric("volatility"), ["Rank correlation", ratio(seen.correlation)], ["Chosen beat", share(seen.percentile)]],
  ];
  const cell = ([label, text]: [string, string]): string => `${padEnd(dim(label), width - 2 - widthOf(text))}${bold(text)}  `;
  const notes = [
    efficiency.value === null ? `WFE (out-of-sample / in-sample annual return): undefined, ${efficiency.reason}` : "WFE: out-of-sample / in-sample annual return, all windows together",
    "rank correlation: of the configs' places on training and on the test; chosen beat: share of all configs that did worse on the test; means over windows",
  ];
  return section(view, "Out of sample", [...rows.map((row) => `  ${row.map(cell).join("")}`.trimEnd()), ...notes.flatMap((note) => wrapText(note, view.width - 4)).map((line) => dim(`  ${line}`))], `${count(result.stitched.days.length, "session")}`);
}

function chart(view: View, { stitched, initial }: WalkForward): string[] {
  return curveSection(view, "Stitched equity", ledgerOf(stitched, initial, { days: stitched.days, rates: null, riskFree: 0 }));
}

/** The walk-forward beside configs that were held. */
function rivalsSection(view: View, { rivals, metric }: WalkForward): string[] {
  const { bold, dim } = view.style;
  const column = (title: string, of: (rival: Rival) => string, drop = 0) => ({ title, drop, cells: rivals.map(of) });
  const sign = (id: string) => ({ values }: Rival): string => (values[id].value === null ? NONE : signed(view, values[id].value, valueText(values, id)));
  const columns = [
    { ...column("", ({ name }) => (name === "walk-forward" ? bold(name) : name)), align: "left" as const }, column("config", ({ config }) => (config === null ? "" : String(config)), 4), column("return", sign("total_return")), column("CAGR", sign("cagr"), 3),
    column("Sharpe", ({ values }) => valueText(values, "sharpe")), column("drawdown", ({ values }) => valueText(values, "max_drawdown")), column("trades", ({ trades }) => grouped(trades), 2), column("p ahead", ({ name, evidence }) => (name === "walk-forward" ? "" : ratio(evidence.pValue, 3)), 1),
  ];
  const note = `over the same days. First choice kept: the first window's, never changed. Median: the middle config by ${metric.label} over these days. Best in hindsight: nobody could have known it. p ahead: one-sided, against a mean return of the walk-forward no higher than this one's.`;
  const own = rivals[0].evidence;
  const told = own.perYear === null ? `mean return a year: undefined, ${own.reason}` : `walk-forward, mean return a year: ${share(own.perYear, 2)}, 95 % interval ${share(own.low, 2)} … ${share(own.high, 2)}, one-sided p = ${ratio(own.pValue, 3)}${own.reason ? ` (${own.reason})` : ""}`;
  return section(view, "Was choosing worth it?", [...fitTable(view, columns), ...wrapText(told, view.width - 4).map((line) => `  ${line}`), ...wrapText(note, view.width - 4).map((line) => dim(`  ${line}`))]);
}

function flagsSection(view: View, { flags, consensus, windows, metric, values }: WalkForward): string[] {
  const { dim, good, warn } = view.style;
  const lines = flags.length ? flags.flatMap(({ text }) => wrapText(text, view.width - 4).map((line, i) => warn(`${i ? "    " : "  ▲ "}${line}`))) : [good("  none of the checks found anything")];
  const next = consensus ? [`consensus: config ${consensus.config}, chosen in ${consensus.windows} of ${windows.length} windows; its values agree with ${percent(consensus.agreement, 0)} of all choices`] : ["no consensus: no window chose a config"];
  const returns = windows.map(({ tested }) => tested?.return ?? null);
  const largest = Math.max(...returns.map((value) => Math.abs(value ?? 0)));
  const spark = sparkline(returns.map((value) => (value === null || largest === 0 ? null : (value / largest + 1) / 2)));
  return [...section(view, "Red flags", lines, flags.length ? String(flags.length) : ""), "", ...next.flatMap((line) => wrapText(line, view.width - 2)).map((line) => dim(`  ${line}`)),
    ...(spark.length <= view.width - 22 ? [dim(`  returns by window  ${spark}`)] : []), ...(values.sharpe.value === null ? [dim(`  Sharpe undefined: ${values.sharpe.reason}; ${inUnit(null, metric.unit)} stands for undefined`)] : [])];
}
