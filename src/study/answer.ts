// The rule that every study of alternatives answers by:
//
//   an alternative beats the benchmark when
//     1. the choice made on training alone earned a higher Sharpe ratio on the tests than the benchmark (p < 5 %, two-sided), and
//     2. the config chosen most often is better over the whole range after correction for all that were compared (p < 5 %);
//   alternatives harm when every one that was judged is worse after that correction; anything else is no evidence.
import { SIGNIFICANT } from "./judge";
import type { BookAnswers, Comparison, Gap } from "./types";
import { chance, change, count, fixed, span } from "./words";

export type AnswerKind = "nothing traded" | "nothing differs" | "beats" | "harms" | "no evidence";

export interface Answer {
  kind: AnswerKind;
  /** Row that beats the benchmark. */
  row: number | null;
  /** Why, in one clause. */
  why: string;
}

const isBetter = (gap: Gap | null, p: number | null): boolean => gap !== null && gap.value > 0 && p !== null && p < SIGNIFICANT;

/** The answer on one book. */
export function answerOf({ runs, judgement: { comparisons }, choice, choiceReason }: BookAnswers): Answer {
  const judged = comparisons.filter(({ verdict }) => verdict === "better" || verdict === "worse" || verdict === "no evidence");
  if (judged.length === 0) return nothingJudged(runs, comparisons);
  if (judged.every(({ verdict }) => verdict === "worse")) return { kind: "harms", row: null, why: `all ${count(judged.length, "alternative")} are worse than the benchmark after correction` };
  const better = comparisons.filter(({ verdict }) => verdict === "better");
  const inHindsight = better.length ? `in hindsight ${count(better.length, "of the alternatives is", "of the alternatives are")} better after correction` : "not even in hindsight is an alternative better after correction";
  if (!choice) return { kind: "no evidence", row: null, why: `${inHindsight}, and no walk-forward could be made${choiceReason ? ` (${choiceReason})` : ""}` };
  if (choice.gap.same) return { kind: "no evidence", row: null, why: `${inHindsight}, and the choice made on training was the benchmark throughout` };
  const outside = `${change(choice.gap.sharpe?.value ?? null, "ratio")} Sharpe out of sample ${span(choice.gap.sharpe?.low ?? null, choice.gap.sharpe?.high ?? null, "ratio")}, ${chance(choice.gap.p)}`;
  if (!isBetter(choice.gap.sharpe, choice.gap.p)) return { kind: "no evidence", row: null, why: `choosing on training made ${outside}; ${inHindsight}` };
  const held = choice.consensus && better.find(({ row }) => row === choice.consensus?.row);
  if (!held) return { kind: "no evidence", row: null, why: `choosing on training made ${outside}, but the config chosen most often is not better over the whole range after correction` };
  return { kind: "beats", row: held.row, why: `${outside}; held throughout ${change(held.sharpe?.value ?? null, "ratio")} Sharpe, ${chance(held.familyP)} corrected` };
}

function nothingJudged(runs: BookAnswers["runs"], comparisons: readonly Comparison[]): Answer {
  const same = comparisons.filter(({ verdict }) => verdict === "same trades").length;
  if (same > 0 && same === comparisons.length) return { kind: "nothing differs", row: null, why: "every alternative makes the benchmark's own trades" };
  const [first] = comparisons.filter(({ verdict }) => verdict === "not judged");
  return { kind: "nothing traded", row: null, why: first?.reason ?? `the benchmark closed ${fixed(runs.metrics.trades[0], 0)} trades` };
}
