import { METRICS } from "../../../metrics";
import type { RecordedStudy } from "../../../study/read";
import type { Definition } from "../validation/cards";
import { TRIALS_DEFINITIONS } from "../validation/trials";

/** Words of every study. */
const OWN: readonly Definition[] = [
  { term: "Book", text: "an account and the underlyings that share it" },
  { term: "Benchmark, alternative", text: "the config that is compared with, and a named change of it" },
  { term: "Gap", text: "alternative − benchmark on the same sessions: annual Sharpe ratio, growth a year, deepest fall; with the interval of paired block resamples" },
  { term: "p", text: "two-sided p-value of the difference of Sharpe ratios, alone" },
  { term: "p family", text: "the same corrected for everything that the study compared (Romano and Wolf)" },
  { term: "Verdict", text: "better or worse: significant after the correction at 5 %; no evidence: neither; same trades: the alternative never made a difference; not judged: too few trades, or equity used up" },
  { term: "Detectable Sharpe gap", text: "difference of annual Sharpe ratios that a test at 5 % finds four times in five, before the correction" },
  { term: "Chosen on training", text: "walk-forward: in each window the best on training trades the test, and the tests are joined" },
  { term: "Efficiency", text: "out-of-sample annual return / in-sample annual return, all windows together" },
  { term: "Validated", text: "the study changed the key in validated.yaml, for the reason given; kept: the base's value stays" },
];

/** The study's words, and the metrics whose names its tables and figures use. */
export function studyDefinitions({ tables }: RecordedStudy): Definition[] {
  const names = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return [...OWN, ...METRICS.filter(({ id }) => names.has(id)).map(({ label, definition }) => ({ term: label, text: definition })), ...TRIALS_DEFINITIONS];
}
