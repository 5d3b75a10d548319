// Which exits? The grid's plateau, what the walk-forward settled on, and what the production system's tight and dynamic exits do.
import { analysisData } from "../../sweep/analysis";
import type { SweepAnalysis } from "../../sweep/analysis";
import { answerOf } from "../answer";
import { commonFindings } from "../findings";
import { heatPlot } from "../heat";
import { commonPlots, growthPlot } from "../plots";
import { commonTables } from "../tables";
import type { Answers, BookAnswers, Conclusion, Finding, Study } from "../types";
import { plateauFinding, stabilityFinding } from "../surface";
import { validatedKeys } from "../validated";
import { change, chance, listed, span } from "../words";

export const exits: Study = {
  name: "exits",
  conclude(answers: Answers): Conclusion {
    const [main] = answers.books;
    const answer = answerOf(main);
    const analysis = main.runs.grid && analysisData(main.runs.grid, "sharpe", { base: main.runs.rows[0].config, minTrades: answers.definition.minTrades });
    return {
      tables: commonTables(answers),
      plots: [...heatPlot(main, "profit_target", "stop_loss", "sharpe"), ...commonPlots(answers), growthPlot(main, main.runs.rows.map(({ label }) => label))],
      findings: [...commonFindings(answers, answer, "changing the exits"), ...surfaceFindings(main, analysis), ...styleFinding(main, "tight", ({ label }) => label.startsWith("production")), ...styleFinding(main, "dynamic", ({ label }) => label.startsWith("dynamic"))],
      figures: {},
      validated: validatedKeys(answers, main, answer),
    };
  },
};

export const surfaceFindings = (book: BookAnswers, analysis: SweepAnalysis | null): Finding[] => [plateauFinding(book, analysis), stabilityFinding(book)].filter((one) => one !== null);

/** Whether a style of exits harms, by the corrected comparisons of its variants. */
function styleFinding({ runs, judgement }: BookAnswers, style: string, is: (row: BookAnswers["runs"]["rows"][number]) => boolean): Finding[] {
  const own = judgement.comparisons.filter(({ row, sharpe, familyP }) => runs.rows[row].kind === "alternative" && is(runs.rows[row]) && sharpe !== null && familyP !== null);
  if (own.length === 0) return [];
  const of = (verdict: string) => own.filter((one) => one.verdict === verdict);
  const each = listed(own.map(({ row, sharpe, familyP }) => `${runs.rows[row].label} ${change(sharpe!.value, "ratio")} ${span(sharpe!.low, sharpe!.high, "ratio")} (${chance(familyP)})`));
  const head = of("worse").length ? `${style} exits harm` : of("better").length ? `${style} exits are better` : `no evidence that ${style} exits harm or help`;
  return [{ rule: `${style} exits`, tone: of("worse").length ? "bad" : of("better").length ? "good" : "neutral", text: `${head.charAt(0).toUpperCase()}${head.slice(1)}: Sharpe ${each}.`, figures: Object.fromEntries(own.map(({ row, sharpe }) => [runs.rows[row].label, sharpe!.value])) }];
}
