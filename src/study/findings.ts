// Sentences that follow from figures: each rule looks at numbers and says one thing, or nothing.
import type { Answer } from "./answer";
import { SIGNIFICANT } from "./judge";
import { selectionFinding } from "./selection";
import type { Answers, BookAnswers, Choice, Claim, Comparison, Estimate, Finding, Gap, Row, Tone } from "./types";
import { amount, capital, chance, change, count, estimateText, fixed, listed, span } from "./words";

const finding = (rule: string, tone: Tone, text: string, figures: Finding["figures"] = {}): Finding => ({ rule, tone, text: capital(text), figures });

/** What the alternatives are called, for the answer: "regime sizing". */
export function answerFinding(answer: Answer, book: BookAnswers, subject: string): Finding {
  const { runs, choice } = book;
  const row = answer.row === null ? null : runs.rows[answer.row].label;
  const figures = { book: runs.book.name, row, answer: answer.kind, out_of_sample_sharpe_gap: choice?.gap.sharpe?.value ?? null, out_of_sample_p: choice?.gap.p ?? null };
  const benchmark = runs.rows[0].label;
  if (answer.kind === "beats") return finding("answer", "good", `${subject} beats ${benchmark}: ${row}, ${answer.why}.`, figures);
  if (answer.kind === "harms") return finding("answer", "bad", `${subject} harms: ${answer.why}.`, figures);
  if (answer.kind === "nothing traded") return finding("answer", "warn", `no answer: ${answer.why}.`, figures);
  if (answer.kind === "nothing differs") return finding("answer", "neutral", `no answer: ${answer.why}.`, figures);
  return finding("answer", "neutral", `no evidence that ${subject} beats ${benchmark}: ${answer.why}.`, figures);
}

/** "+0.31 Sharpe [−0.10 … 0.72]" */
const gapText = ({ value, low, high }: Gap): string => `${change(value, "ratio")} Sharpe ${span(low, high, "ratio")}`.trim();

/** The best alternative of all books in hindsight, and what correction leaves of it. */
export function hindsightFinding(books: readonly BookAnswers[]): Finding | null {
  const judged = books.flatMap(({ runs, judgement: { comparisons, family } }) => comparisons.flatMap(({ row, sharpe, singleP, familyP }) => (sharpe === null || singleP === null || familyP === null ? [] : [{ runs, row, sharpe, singleP, familyP, family }])));
  if (judged.length === 0) return null;
  const { runs, row, sharpe, singleP, familyP, family } = judged.reduce((top, one) => (one.sharpe.value > top.sharpe.value ? one : top));
  const figures = { book: runs.book.name, row: runs.rows[row].label, sharpe_gap: sharpe.value, p: singleP, p_family: familyP, family };
  const name = `${runs.rows[row].label} (${runs.book.name})`;
  if (sharpe.value <= 0) return finding("hindsight", "bad", `even in hindsight no alternative has a higher Sharpe ratio than ${runs.rows[0].label}; the least bad, ${name}, has ${change(sharpe.value, "ratio")}.`, figures);
  const lost = singleP < SIGNIFICANT && familyP >= SIGNIFICANT ? ` Alone it would look like a discovery; of ${count(family, "comparison")} about ${fixed(family * SIGNIFICANT, 0)} look so by luck.` : "";
  return finding("hindsight", familyP < SIGNIFICANT ? "good" : "neutral", `the best in hindsight is ${name}: ${gapText(sharpe)}, ${chance(singleP)} alone, ${chance(familyP)} corrected for ${count(family, "comparison")}.${lost}`, figures);
}

/** Alternatives that are worse after correction. */
export function worseFinding({ runs, judgement }: BookAnswers): Finding | null {
  const worse = judgement.comparisons.filter(({ verdict, row }) => verdict === "worse" && runs.rows[row].kind !== "grid");
  if (worse.length === 0) return null;
  const text = worse.map(({ row, sharpe, familyP }) => `${runs.rows[row].label} (${change(sharpe!.value, "ratio")}, ${chance(familyP)})`);
  return finding("worse", "bad", `worse than ${runs.rows[0].label} after correction (${runs.book.name}): ${listed(text)}.`, Object.fromEntries(worse.map(({ row, sharpe }) => [runs.rows[row].label, sharpe!.value])));
}

/** The walk-forward in two sentences: what was chosen, and what it earned. */
export function choiceFinding({ runs, choice, choiceReason }: BookAnswers): Finding | null {
  if (!choice) return choiceReason ? finding("choice", "warn", `no walk-forward: ${choiceReason}.`) : null;
  const { forward: { windows, efficiency }, gap, asBenchmark } = choice;
  const figures = { book: runs.book.name, windows: windows.length, as_benchmark: asBenchmark, efficiency: efficiency.value, sharpe_gap: gap.sharpe?.value ?? null, cagr_gap: gap.cagr?.value ?? null, p: gap.p };
  const chosen = chosenText(runs.rows, choice, runs.book.name);
  if (gap.same) return finding("choice", "neutral", `${chosen}: never anything but the benchmark.`, figures);
  if (gap.sharpe === null) return finding("choice", "warn", `${chosen}: the difference is undefined.`, figures);
  const ratio = efficiency.value === null ? `efficiency undefined (${efficiency.reason})` : `efficiency ${fixed(efficiency.value, 2)}`;
  const tone = gap.p === null || gap.p >= SIGNIFICANT ? "neutral" : gap.sharpe.value > 0 ? "good" : "bad";
  const growth = gap.cagr && ` and ${change(gap.cagr.value, "percent")} a year ${span(gap.cagr.low, gap.cagr.high, "percent")}`;
  return finding("choice", tone, `${chosen}. Out of sample ${gapText(gap.sharpe)}${growth ?? ""} against the benchmark through the same windows, ${chance(gap.p)}; ${ratio}.`, figures);
}

function chosenText(rows: readonly Row[], { forward: { windows }, picks, asBenchmark, consensus }: Choice, book: string): string {
  const cash = picks.filter((pick) => pick === null).length;
  const often = consensus ? `; most often ${rows[consensus.row].label} (${consensus.windows} of ${windows.length})` : "";
  return `${book}: chosen anew in ${count(windows.length, "window")}${asBenchmark ? `, the benchmark's own trades in ${asBenchmark}` : ""}${cash ? `, nothing in ${cash}` : ""}${often}`;
}

/** The smallest difference that this history can show. */
export function powerFinding(books: readonly BookAnswers[]): Finding | null {
  const all = books.flatMap(({ judgement }) => judgement.comparisons.flatMap(({ detectable }) => (detectable === null ? [] : [detectable]))).sort((a, b) => a - b);
  if (all.length === 0) return null;
  const middle = all[all.length >> 1];
  const years = books[0].runs.days.length / books[0].runs.daysPerYear;
  return finding("power", "neutral", `power: ${fixed(years, 1)} years show a single difference of ${fixed(middle, 2)} Sharpe (middle of the comparisons; from ${fixed(all[0], 2)} to ${fixed(all[all.length - 1], 2)}) four times in five. Smaller ones may exist and go unseen.`, { detectable: middle, smallest: all[0], largest: all[all.length - 1], years });
}

/** Whether anything at all is better, for grids. */
export function familyFinding({ judgement: { spa, family } }: BookAnswers): Finding | null {
  if (spa === null || family < 2) return null;
  const figures = { spa, family };
  if (spa < SIGNIFICANT) return finding("family", "good", `that none of the ${count(family, "alternative")} is better than its benchmark is refuted (Hansen's SPA, ${chance(spa)}).`, figures);
  return finding("family", "neutral", `the best of ${count(family, "alternative")} is no better than luck would make it (Hansen's SPA, ${chance(spa)}).`, figures);
}

/** A difference between two losing accounts is no reason to trade. */
export function lossFinding({ runs }: BookAnswers): Finding | null {
  const growth = runs.rows.flatMap((row, at) => (row.kind === "grid" && runs.rows.some(({ kind }) => kind !== "grid") ? [] : [{ row, value: runs.metrics.cagr[at] }]));
  const earning = runs.metrics.cagr.filter((value) => value > 0).length;
  const [benchmark] = growth;
  if (Number.isNaN(benchmark.value) || benchmark.value > 0) return null;
  const figures = { benchmark: benchmark.value, earning, configs: runs.rows.length };
  if (earning === 0) return finding("loss", "bad", `no config of ${runs.book.name} makes money: the benchmark's CAGR is ${amount(benchmark.value, "percent")}. Differences are between losing accounts.`, figures);
  return finding("loss", "warn", `the benchmark of ${runs.book.name} loses (CAGR ${amount(benchmark.value, "percent")}); ${fixed(earning, 0)} of ${count(runs.rows.length, "config")} make money.`, figures);
}

/** Alternatives that were not judged, and why; those that change nothing. */
export function gapsFindings({ books, leftOut }: Answers): Finding[] {
  const of = (verdict: Comparison["verdict"]) => books.flatMap(({ runs, judgement }) => judgement.comparisons.filter((c) => c.verdict === verdict && runs.rows[c.row].kind !== "grid").map(({ row, reason }) => ({ name: `${runs.rows[row].label} (${runs.book.name})`, reason })));
  const [same, unjudged] = [of("same trades"), of("not judged")];
  return [
    ...(same.length ? [finding("same trades", "neutral", `makes the benchmark's own trades: ${listed(same.map(({ name }) => name))}.`, { count: same.length })] : []),
    ...(unjudged.length ? [finding("not judged", "warn", `not judged: ${[...new Set(unjudged.map(({ reason }) => reason))].map((reason) => `${listed(unjudged.filter((one) => one.reason === reason).map(({ name }) => name))} (${reason})`).join("; ")}.`, { count: unjudged.length })] : []),
    ...leftOut.map(({ label, reason }) => finding("left out", "warn", `left out, because it does not fit the base: ${label} (${reason}).`)),
  ];
}

/** A published figure, or "more than" it, beside the measured one. */
export function claimFinding({ says, figure, value, is }: Claim, measured: Estimate | undefined): Finding {
  if (!measured) return finding("claim", "warn", `claim “${says}”: the study has no figure ${figure}.`, { claimed: value, measured: null });
  const { low, high, unit } = measured;
  const figures = { claimed: value, measured: measured.value, low, high };
  const head = `claim “${says}”: measured ${measured.label} ${estimateText(measured)}`;
  if (measured.value === null || low === null || high === null) return finding("claim", "warn", `${head}; it can be neither confirmed nor refuted here.`, figures);
  if (is === "above") {
    if (low > value) return finding("claim", "good", `${head}; the whole interval is above ${amount(value, unit)}: borne out on these quotes.`, figures);
    if (high < value) return finding("claim", "bad", `${head}; the whole interval is below ${amount(value, unit)}: refuted on these quotes.`, figures);
    return finding("claim", "neutral", `${head}; the interval holds ${amount(value, unit)}: neither borne out nor refuted.`, figures);
  }
  const inside = value >= low && value <= high;
  return finding("claim", inside ? "neutral" : "bad", `${head}; the claimed ${amount(value, unit)} lies ${inside ? "inside that interval: not refuted" : "outside: not borne out on these quotes"}.`, figures);
}

/** Findings on the claims that speak of the base's tickers. */
export const claimFindings = ({ definition: { claims }, base }: Answers, figures: Readonly<Record<string, Estimate>>): Finding[] =>
  claims.filter(({ tickers }) => tickers.length === 0 || (tickers.length === base.ticker.length && tickers.every((ticker) => base.ticker.includes(ticker)))).map((claim) => claimFinding(claim, figures[claim.figure]));

/** What every study of alternatives says, in order. */
export function commonFindings(answers: Answers, answer: Answer, subject: string): Finding[] {
  const [main] = answers.books;
  const each = answers.books.flatMap((book) => [choiceFinding(book), worseFinding(book)]);
  return [answerFinding(answer, main, subject), hindsightFinding(answers.books), familyFinding(main), selectionFinding(main), ...each, lossFinding(main), powerFinding(answers.books), ...gapsFindings(answers)].filter((one) => one !== null);
}
