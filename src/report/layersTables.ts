// The tables under the verdicts: runs, trades, refusals, times. Pairs are grouped by context, the system's first.
import type { LayersResult, PairResult } from "../layers";
import { REASONS } from "../results/reasons";
import { grouped, metricText, percent, wholeDollars } from "./format";
import { CONTEXT_NAMES, CONTEXTS, plus } from "./layersVerdict";
import { clip, wrapText } from "./style";
import { textTable } from "./table";
import type { TableColumn } from "./table";
import { section } from "./view";
import type { View } from "./view";

/** Columns of a layer's name. */
const NAME = 16;

const left = (title: string): TableColumn => ({ title, align: "left" });
const right = (title: string): TableColumn => ({ title, align: "right" });

/** One row per pair that was told nowhere else and passes, under the name of its context. */
function grouping(view: View, { pairs }: LayersResult, columns: readonly TableColumn[], rowOf: (pair: PairResult) => string[] | null): string[] {
  const rows = CONTEXTS.flatMap((context) => {
    const own = pairs.filter((pair) => pair.context === context && pair.sameAs === null).flatMap((pair) => {
      const row = rowOf(pair);
      return row === null ? [] : [row];
    });
    return own.length === 0 ? [] : [[view.style.dim(CONTEXT_NAMES[context]), ...columns.slice(1).map(() => "")], ...own];
  });
  return rows.length === 0 ? [] : textTable(columns, rows, view.style.dim);
}

/** Every run with its figures. */
export function runTable(view: View, { runs }: LayersResult): string[] {
  const columns = [left("run"), right("return"), right("CAGR"), right("Sharpe"), right("drawdown"), right("trades"), right("won"), right("opened")];
  const share = ({ value }: { value: number | null }, digits = 1): string => (value === null ? "–" : percent(value, digits));
  const rows = runs.map(({ id, metrics: m, starvation }) => [
    clip(id, 9 + NAME), share(m.total_return), share(m.cagr, 2), metricText(m.sharpe), share(m.max_drawdown), metricText(m.trades), share(m.win_rate), share({ value: starvation.chances === 0 ? null : starvation.opened / starvation.chances }),
  ]);
  return section(view, "Runs", textTable(columns, rows, view.style.dim), "opened: share of the chances");
}

/** "$293", "−$3.0k". */
const thousands = (amount: number): string => (Math.abs(amount) < 999.5 ? wholeDollars(amount) : `${wholeDollars(amount).slice(0, amount < 0 ? 2 : 1)}${grouped(Math.abs(amount) / 1000, 1)}k`);

/** What the layer prevented, changed and added. */
export function tradeTable(view: View, result: LayersResult): string[] {
  const cell = ({ trades: n, dollars: amount }: { trades: number; dollars: number }): string => (n === 0 ? "–" : `${grouped(n)} ${thousands(amount)}`);
  const columns = [left("layer"), right("winners missed"), right("losers avoided"), right("replaced"), right("exits"), right("new")];
  const lines = grouping(view, result, columns, ({ layer, inert, trades: t }) =>
    inert === null ? [clip(layer, NAME), cell(t.winnersMissed), cell(t.losersAvoided), cell(t.replaced), cell(t.exits), cell(t.added)] : null);
  return lines.length === 0 ? [] : section(view, "What it costs and saves", lines, "trades matched by contract and day");
}

/** Reasons shown per layer. */
const SHOWN = 2;

/** What stopped entries that the partner made. */
export function refusals(view: View, result: LayersResult): string[] {
  const columns = [left("layer"), right("lost"), right("gained"), left("what stopped them")];
  const lines = grouping(view, result, columns, ({ layer, refused }) =>
    refused === null || refused.lost + refused.gained === 0 ? null : [clip(layer, NAME), grouped(refused.lost), grouped(refused.gained), refused.reasons.slice(0, SHOWN).map(({ id, count }) => `${id} ${grouped(count)}`).join(", ") || "–"]);
  if (lines.length === 0) return [];
  const told = [...new Set(result.pairs.flatMap((pair) => pair.refused?.reasons.slice(0, SHOWN).map(({ id }) => id) ?? []))].sort();
  const words = wrapText(told.map((id) => `${id}: ${REASONS.find((reason) => reason.id === id)!.text}`).join(" · "), view.width - 4).map((line) => view.style.dim(`  ${line}`));
  return section(view, "Starvation", [...lines, ...words], "entries lost and gained by the layer");
}

/** Whether it holds all the time, and what it is at the same volatility. */
export function times(view: View, result: LayersResult): string[] {
  const first = result.pairs.find((pair) => pair.difference !== null)?.difference;
  if (!first) return [];
  const spans = first.thirds.map(({ from, to }) => `${from.slice(2, 4)}–${to.slice(2, 4)}`);
  const columns = [left("layer"), ...spans.map(right), right("years"), right("mean"), right("same risk"), right("drawdown, same risk")];
  const lines = grouping(view, result, columns, ({ layer, difference: d }) =>
    d === null ? null : [
      clip(layer, NAME), ...d.thirds.map(({ sharpe }) => (sharpe === null ? "–" : plus(sharpe))), `${d.years.same} of ${d.years.of}`,
      `${plus(100 * d.mean.value)} %`, `${plus(100 * d.equalRisk.mean)} %`, `${grouped(100 * d.drawdown.without, 1)} → ${percent(d.equalRisk.drawdown, 1)}`,
    ]);
  const notes = ["Sharpe difference by third of the sessions; years: in how many it has the same sign; mean: of the return, a year; same risk: at the volatility of the run without the layer.", ...stressNote(result)];
  return section(view, "When, and at the same risk", [...lines, ...notes.flatMap((note) => wrapText(note, view.width - 4).map((line) => view.style.dim(`  ${line}`)))]);
}

/** Stress windows named in the note. */
const NAMED = 5;

/** The stress windows that layers of the system changed most. */
function stressNote({ pairs }: LayersResult): string[] {
  const changes = pairs.filter((pair) => pair.context === "system" && pair.difference !== null).flatMap(({ layer, difference }) => difference!.stress.map((window) => ({ layer, ...window })));
  const most = changes.filter((c) => c.with !== c.without).sort((a, b) => Math.abs(b.with - b.without) - Math.abs(a.with - a.without)).slice(0, NAMED);
  return most.length === 0 ? [] : [`Stress windows changed most: ${most.map((c) => `${c.name} by ${c.layer} ${grouped(100 * c.without, 2)} → ${percent(c.with, 2)}`).join(" · ")}.`];
}
