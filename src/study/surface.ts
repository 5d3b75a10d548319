// What a grid's surface says: peak and plateau, what matters, and whether the walk-forward stood still.
import { rawText } from "../config";
import type { SweepAnalysis } from "../sweep/analysis";
import type { BookAnswers, Finding } from "./types";
import { amount, count, fixed, listed } from "./words";

const valuesText = (values: Readonly<Record<string, unknown>>): string => Object.entries(values).map(([key, value]) => `${key} ${rawText(value)}`).join(", ");

/** Peak, plateau and what matters most in the grid. */
export function plateauFinding(book: BookAnswers, analysis: SweepAnalysis | null): Finding | null {
  const plateau = analysis?.plateau;
  if (!analysis || !plateau) return null;
  const { best, recommended } = plateau;
  const of = (config: number): string => valuesText(analysis.parameters[config] ?? {});
  const shape = best.spike === null ? "too few neighbours to tell a spike" : best.spike ? "a spike: most neighbours are far below it" : "most neighbours are near it";
  const edge = best.edges.length ? `, at the edge of ${listed(best.edges)}` : "";
  const matters = analysis.sensitivity.axes.slice(0, 2).flatMap(({ key, share }) => (share === null ? [] : [`${key} ${amount(share, "percent")}`]));
  const stand = recommended ? (recommended.config === best.config ? " It also stands on the best plateau." : ` The best plateau is around ${of(recommended.config)} (${fixed(recommended.value, 2)}).`) : "";
  return {
    rule: "plateau", tone: best.spike ? "warn" : "neutral",
    text: `Peak of the grid on ${book.runs.book.name}: Sharpe ${fixed(best.value, 2)} at ${of(best.config)}${edge}; ${shape}.${stand}${matters.length ? ` Share of the Sharpe ratio's variance: ${listed(matters)}.` : ""}`,
    figures: { peak: best.value, config: of(best.config), plateau: recommended?.value ?? null, plateau_config: recommended ? of(recommended.config) : null, spike: best.spike === null ? null : String(best.spike) },
  };
}

/** Which parameters the windows agreed on. */
export function stabilityFinding({ choice, runs }: BookAnswers): Finding | null {
  if (!choice) return null;
  const { stability, consensus, windows } = choice.forward;
  const told = stability.filter(({ values }) => values.length > 0).map(({ key, values, changes, steps }) => `${key} ${rawText(values[0].value)} in ${values[0].windows} of ${windows.length}${steps ? `, changed in ${changes} of ${count(steps, "step")}` : ""}`);
  if (told.length === 0) return null;
  const agreement = consensus ? ` Consensus: ${valuesText(consensus.parameters)} (agreement ${amount(consensus.agreement, "percent")}).` : "";
  return { rule: "stability", tone: "neutral", text: `What training chose most often on ${runs.book.name}: ${told.join("; ")}.${agreement}`, figures: { agreement: consensus?.agreement ?? null, consensus: consensus ? valuesText(consensus.parameters) : null } };
}
