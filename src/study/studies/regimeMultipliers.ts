// Does regime sizing beat flat sizing? Besides the comparison: did the regimes ever pay differently, and did rounding leave anything to scale?
import { T_MAX_LOSS, T_REGIME } from "../../../assembly/abi";
import { regimeLabels } from "../../config";
import { closedTrades, netPnl, trade } from "../../metrics/ledger";
import type { Execution } from "../../results/execution";
import { answerOf } from "../answer";
import { commonFindings } from "../findings";
import { commonPlots, growthPlot } from "../plots";
import { resampledMean } from "../mean";
import { commonTables, tableOf } from "../tables";
import type { Inference } from "../inference";
import type { Answers, BookAnswers, Conclusion, Estimate, Finding, IntervalRow, Study } from "../types";
import { validatedKeys } from "../validated";
import { amount, count, fixed, listed, span } from "../words";

/** Mean R of the benchmark's trades by the regime at entry. */
interface RegimePay {
  book: string;
  regime: string;
  trades: number;
  mean: Estimate;
}

export const regimeMultipliers: Study = {
  name: "regime-multipliers",
  conclude(answers: Answers): Conclusion {
    const [main] = answers.books;
    const answer = answerOf(main);
    const pay = answers.books.flatMap((book) => payByRegime(book, answers.inference));
    const labels = main.runs.rows.map(({ label }) => label);
    return {
      tables: [...commonTables(answers), payTable(pay)],
      plots: [...commonPlots(answers), growthPlot(main, labels), ...payPlot(pay)],
      findings: [...commonFindings(answers, answer, "regime sizing"), ...payFindings(pay, main), ...roundingFinding(main)],
      figures: Object.fromEntries(pay.map((one) => [`r_${one.regime}_${one.book}`, one.mean])),
      validated: validatedKeys(answers, main, answer),
    };
  },
};

function payByRegime({ runs, details }: BookAnswers, inference: Inference): RegimePay[] {
  const execution = details.get(runs.rows[0].label) as Execution;
  const { ledger } = execution;
  const closed = closedTrades(ledger);
  return regimeLabels(execution.config.regime_detector).flatMap((regime, label) => {
    const own = closed.filter((i) => trade(ledger, i, T_REGIME) === label);
    const r = Float64Array.from(own, (i) => netPnl(ledger, i) / trade(ledger, i, T_MAX_LOSS));
    return own.length ? [{ book: runs.book.name, regime, trades: own.length, mean: resampledMean(r, `mean R of trades entered in ${regime}`, "R", inference) }] : [];
  });
}

const payTable = (pay: readonly RegimePay[]) =>
  tableOf({ id: "regimes", title: "What the flat account's trades earned, by the regime at entry" }, pay, [
    { name: "book", type: "text", unit: "", of: ({ book }) => book }, { name: "regime", type: "text", unit: "", of: ({ regime }) => regime }, { name: "trades", type: "int", unit: "", of: ({ trades }) => trades },
    { name: "mean_r", type: "float", unit: "R", of: ({ mean }) => mean.value }, { name: "mean_r_low", type: "float", unit: "R", of: ({ mean }) => mean.low }, { name: "mean_r_high", type: "float", unit: "R", of: ({ mean }) => mean.high },
  ]);

function payPlot(pay: readonly RegimePay[]) {
  const rows = pay.flatMap(({ book, regime, mean }): IntervalRow[] => (mean.value === null ? [] : [{ group: book, label: regime, value: mean.value, low: mean.low, high: mean.high }]));
  if (rows.length === 0) return [];
  const summary = rows.map(({ group, label, value, low, high }) => `${group}, ${label}: ${amount(value, "R")} ${span(low, high, "R")}`).join("; ");
  return [{ kind: "intervals" as const, id: "regimes", title: "Mean R by regime at entry, sized flat", summary: `Sizing by regime can only help where regimes pay differently. ${summary}.`, unit: "R" as const, axis: "mean R per trade", rows }];
}

/** Whether the regimes pay differently at all: some pair of intervals must not overlap. */
function payFindings(pay: readonly RegimePay[], { runs }: BookAnswers): Finding[] {
  const own = pay.filter(({ book, mean }) => book === runs.book.name && mean.low !== null);
  if (own.length < 2) return [];
  const worst = own.reduce((a, b) => (b.mean.value! < a.mean.value! ? b : a));
  const best = own.reduce((a, b) => (b.mean.value! > a.mean.value! ? b : a));
  const figures = { best: best.regime, best_r: best.mean.value, worst: worst.regime, worst_r: worst.mean.value };
  const text = (one: RegimePay): string => `${one.regime} ${amount(one.mean.value, "R")} ${span(one.mean.low, one.mean.high, "R")} over ${count(one.trades, "trade")}`;
  if (worst.mean.high! < best.mean.low!) return [{ rule: "regimes", tone: "neutral", text: `Regimes pay differently: ${text(best)}, ${text(worst)}. That is what a multiplier could use.`, figures }];
  return [{ rule: "regimes", tone: "neutral", text: `Sized flat, no two regimes pay differently beyond doubt: best ${text(best)}, worst ${text(worst)}. A multiplier has nothing certain to work with.`, figures }];
}

/** Trades that a multiplier turned into no contract at all. */
function roundingFinding({ runs }: BookAnswers): Finding[] {
  const zero = (row: number): number => runs.reasons.size_zero_trade[row] + runs.reasons.regime_zero[row];
  const lost = runs.rows.flatMap(({ label, kind }, row) => (kind === "alternative" && zero(row) > zero(0) ? [{ label, chances: zero(row) - zero(0) }] : []));
  if (lost.length === 0) return [{ rule: "rounding", tone: "neutral", text: "No multiplier rounded a trade down to nothing.", figures: {} }];
  const text = listed(lost.map(({ label, chances }) => `${label} ${fixed(chances, 0)}`));
  return [{ rule: "rounding", tone: "warn", text: `Rounding down to whole contracts refused chances altogether: ${text}. A larger budget per trade or narrower spreads would let the multiplier scale instead.`, figures: Object.fromEntries(lost.map(({ label, chances }) => [label, chances])) }];
}
