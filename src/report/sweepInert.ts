import type { AxisEffect } from "../sweep/analysis/inert";
import { valueText } from "../sweep/analysis/value";
import { grouped } from "./format";
import { clip, padEnd, wrapText } from "./style";
import type { Sweep } from "./sweepView";
import { section } from "./view";
import type { View } from "./view";

const KEY = 25;

/** Parameters, or stretches of their values, that never changed a trade, with the reason; and those that could not be judged. */
export function inertList(view: View, { analysis }: Sweep): string[] {
  const { dim, good, warn } = view.style;
  const told = analysis.axes.filter(({ status }) => status !== "effective" && status !== "constant");
  if (told.length === 0) return section(view, "Inert parameters", [good("  none: every swept parameter changed some trade")]);
  const lines = told.flatMap((effect) => {
    const paint = effect.status === "inert" || effect.status === "partly inert" ? warn : dim;
    return wrapText(textOf(effect), view.width - KEY - 3).map((line, i) => `  ${padEnd(i ? "" : paint(clip(effect.key, KEY - 1)), KEY)}${line}`);
  });
  return section(view, "Inert parameters", lines);
}

function textOf(effect: AxisEffect): string {
  const { status, reason, comparisons, same } = effect;
  if (status === "inert") return `inert: ${reason} (${grouped(comparisons)} ${comparisons === 1 ? "comparison" : "comparisons"})`;
  if (status === "partly inert") return `the same trades at ${same.map(stretch).join("; at ")}`;
  return `${status === "unknown" ? "not judged" : "linked"}: ${reason}`;
}

function stretch(values: readonly unknown[]): string {
  const texts = values.map(valueText);
  return texts.length <= 4 ? texts.join(", ") : `${texts[0]}, ${texts[1]} … ${texts[texts.length - 1]} (${texts.length} values)`;
}
