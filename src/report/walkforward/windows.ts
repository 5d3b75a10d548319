import type { WalkForward, WindowResult } from "../../walkforward";
import { grouped } from "../format";
import { wrapText } from "../style";
import { textTable } from "../table";
import { section, signed } from "../view";
import type { View } from "../view";
import { inUnit, monthOf, NONE, ratio, share, tallyOf } from "./words";

/** Rows on a terminal; the files have all. */
const SHOWN = 16;

/** The last windows: dates, choice, the metric on the three stretches, what the test brought. */
export function windowsSection(view: View, result: WalkForward): string[] {
  const { windows, metric } = result;
  const { dim } = view.style;
  const validated = windows.some(({ validate }) => validate !== null);
  const shown = windows.slice(-SHOWN);
  const rows = shown.map((window) => rowOf(view, window, metric.unit, validated));
  const titles = ["test", "config", "place", "train", ...(validated ? ["valid."] : []), "test", "return", "trades", "WFE", "beat"].map((title, c) => ({ title, align: c === 0 ? ("left" as const) : ("right" as const) }));
  const { gains, losses, cash } = tallyOf(result);
  const note = `${windows.length > shown.length ? `the last ${shown.length} of ${windows.length}; ` : ""}place: rank on training; train, ${validated ? "valid., " : ""}test: ${metric.label}, each stretch run from flat and marked at its end; beat: share of all configs that did worse on the test`;
  return section(view, "Windows", [...textTable(titles, rows, dim), ...wrapText(note, view.width - 4).map((line) => dim(`  ${line}`))], `${grouped(gains)} gained, ${grouped(losses)} lost${cash ? `, ${grouped(cash)} in cash` : ""}`);
}

function rowOf(view: View, { test, chosen, cash, trainRank, trained, validated, tested, efficiency }: WindowResult, unit: WalkForward["metric"]["unit"], stage: boolean): string[] {
  const span = `${monthOf(test.start)} … ${monthOf(test.end)}`;
  if (!trained || !tested) return [span, view.style.warn("cash"), "", "", ...(stage ? [""] : []), "", view.style.dim(cash ?? ""), "", "", ""];
  return [span, String(chosen), String(trainRank), inUnit(trained.metric, unit), ...(stage ? [validated ? inUnit(validated.metric, unit) : NONE] : []), inUnit(tested.metric, unit), signed(view, tested.return, share(tested.return, 2)), grouped(tested.trades), ratio(efficiency.value), share(tested.percentile)];
}
