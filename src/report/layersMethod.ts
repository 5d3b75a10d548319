// How a comparison was judged, and what its sample could have shown: the same words in the terminal and on the page.
import type { JudgedLayers, PairResult } from "../layers";
import { grouped, percent } from "./format";

/** Pairs whose difference is judged, each once. */
export const judgedPairs = ({ pairs }: JudgedLayers): PairResult[] => pairs.filter((pair) => pair.sameAs === null && (pair.difference?.sharpe.adjusted ?? null) !== null);

const CORRECTION_NAMES = { "romano-wolf": "Romano–Wolf stepdown (chance of any false verdict)", bh: "Benjamini–Hochberg (share of false verdicts)", holm: "Holm (chance of any false verdict)" } as const;

export function methodTexts(result: JudgedLayers): string[] {
  const { judge } = result;
  const seen = judgedPairs(result).map((pair) => pair.difference!.detectable);
  const between = (values: readonly number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return `${grouped(sorted[0], 2)} … ${grouped(sorted[sorted.length - 1], 2)}, median ${grouped(sorted[Math.floor((sorted.length - 1) / 2)], 2)}`;
  };
  return [
    "Verdicts test the Sharpe difference, which size alone cannot change; return and drawdown are told beside it.",
    `${judge.tests} test${judge.tests === 1 ? "" : "s"} on the same sessions, stationary block bootstrap of whole days (mean block ${grouped(judge.meanBlock, 1)}, ${grouped(judge.replicates)} replicates, seed ${judge.seed}), corrected by ${CORRECTION_NAMES[judge.correction]} at ${percent(1 - judge.level, 0)}.`,
    ...(seen.length === 0 ? [] : [`Power: to be seen with a chance of 80 %, a layer's Sharpe difference had to reach ${between(seen.map((d) => d.single))} in a test of its own, ${between(seen.map((d) => d.family))} among ${judge.tests}. Less than that is not excluded by "no evidence".`]),
    "Nothing was fitted here, but somebody chose the thresholds, perhaps on this very history: --from judges on later sessions only.",
  ];
}
