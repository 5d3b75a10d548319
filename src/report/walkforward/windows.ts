import type { WalkForward, WindowResult } from "../../walkforward";
import { grouped } from "../format";
import { wrapText } from "../style";
import { section, signed } from "../view";
import type { View } from "../view";
import { fitTable } from "./fit";
import { inUnit, monthOf, NONE, ratio, share, tallyOf } from "./words";

/** Rows on a terminal; the files have all. */
const SHOWN = 16;

/** The last windows: dates, choice, the metric on the three stretches, what the test brought. */
export function windowsSection(view: View, result: WalkForward): string[] {
  const { windows, metric } = result;
  const { dim, warn } = view.style;
  const shown = windows.slice(-SHOWN);
  const column = (title: string, of: (window: WindowResult) => string, drop = 0) => ({ title, drop, cells: shown.map(of) });
  const validated = windows.some(({ validate }) => validate !== null);
  const columns = [
    { ...column("test", ({ test }) => `${monthOf(test.start)} … ${monthOf(test.end)}`), align: "left" as const },
    column("config", ({ chosen }) => (chosen === null ? warn("cash") : String(chosen))),
    column("place", ({ trainRank }) => (trainRank === null ? NONE : String(trainRank)), 4),
    column("train", ({ trained }) => inUnit(trained?.metric ?? null, metric.unit)),
    ...(validated ? [column("valid.", (window) => inUnit(window.validated?.metric ?? null, metric.unit), 2)] : []),
    column("test", ({ tested }) => inUnit(tested?.metric ?? null, metric.unit)),
    column("return", ({ tested }) => (tested ? signed(view, tested.return, share(tested.return, 2)) : NONE)),
    column("trades", ({ tested }) => (tested ? grouped(tested.trades) : NONE), 1),
    column("WFE", ({ efficiency }) => ratio(efficiency.value), 5),
    column("beat", ({ tested }) => share(tested?.percentile ?? null), 3),
  ];
  const { gains, losses, cash } = tallyOf(result);
  const note = `${windows.length > shown.length ? `the last ${shown.length} of ${windows.length}; ` : ""}place: rank on training; train, ${validated ? "valid., " : ""}test: ${metric.label}, each stretch run from flat and marked at its end; beat: share of all configs that did worse on the test`;
  return section(view, "Windows", [...fitTable(view, columns), ...wrapText(note, view.width - 4).map((line) => dim(`  ${line}`))], `${grouped(gains)} gained, ${grouped(losses)} lost${cash ? `, ${grouped(cash)} in cash` : ""}`);
}
