// One account for all tickers, or an account for each? The shared book beside the sum of the single ones, day by day.
import type { Config } from "../../config";
import { configError } from "../../errors";
import { rowOf } from "../../stats/matrix";
import { SIGNIFICANT } from "../judge";
import { gapsFindings, hindsightFinding } from "../findings";
import { pairedGap } from "../paired";
import { gapPlot, thinned } from "../plots";
import { curveFigures } from "../resample";
import { comparisonTable, tableOf } from "../tables";
import type { Answers, BookAnswers, Conclusion, Finding, PairedGap, Plot, Study } from "../types";
import { variedKeys } from "../validated";
import { amount, chance, change, count, fixed, listed, span } from "../words";
import { rawConfig } from "../../config";

/** Singles added up to one account on the shared book's sessions. */
interface Sum {
  name: string;
  books: readonly BookAnswers[];
  /** Dollars. */
  initial: number;
  equity: Float64Array;
  returns: Float64Array;
  trades: number;
  /** Shared − sum. */
  gap: PairedGap;
}

export const multiTicker: Study = {
  name: "multi-ticker",
  check({ ticker }: Config): void {
    if (ticker.length < 2) throw configError(`ticker = ${ticker.join(",")}`, "is one underlying", "name two or more: this study compares one account for all with an account for each");
  },
  conclude(answers: Answers): Conclusion {
    const [shared, ...rest] = answers.books;
    const rules = [...new Set(rest.map(({ runs }) => runs.book.rule))];
    const sums = rules.map((rule) => sumOf(shared, rest.filter(({ runs }) => runs.book.rule === rule), rule, answers));
    const correlations = correlationsOf(sums[0].books);
    const ratio = diversification(sums[0]);
    const missed = missedBy(shared);
    return {
      tables: [booksTable(shared, sums), comparisonTable(answers), correlationTable(correlations), missedTable(missed)],
      plots: [equityPlot(shared, sums), ...[gapPlot(answers)].filter((plot) => plot !== null)],
      findings: [answerFinding(shared, sums), diversificationFinding(correlations, ratio, sums[0]), missedFinding(shared, sums[0], missed), ...[hindsightFinding([shared])].filter((one) => one !== null), ...gapsFindings(answers)],
      figures: {
        diversification_ratio: { value: ratio, low: null, high: null, unit: "ratio", label: "sum of the single accounts' volatilities / volatility of their sum", ...(ratio === null ? { reason: "the sum never varies" } : {}) },
        ...Object.fromEntries(sums.map(({ name, gap }) => [`sharpe_gap_${name}`, { value: gap.sharpe?.value ?? null, low: gap.sharpe?.low ?? null, high: gap.sharpe?.high ?? null, unit: "ratio" as const, label: `Sharpe ratio, shared − ${name}`, ...(gap.sharpe ? {} : { reason: "undefined or the same account" }) }])),
      },
      validated: variedKeys(answers.definition).map((key) => ({ key, value: rawConfig(answers.start)[key], changed: false, why: "this study compares accounts, not settings" })),
    };
  },
};

function sumOf(shared: BookAnswers, books: readonly BookAnswers[], rule: string, { inference }: Answers): Sum {
  const { days, daysPerYear } = shared.runs;
  const initial = books.reduce((sum, { runs }) => sum + runs.book.equity, 0);
  const equity = new Float64Array(days.length).fill(0);
  for (const { runs } of books) held(runs.days, rowOf(runs.equity, 0), days, runs.book.equity).forEach((value, t) => (equity[t] += value));
  const returns = equity.map((value, t) => value / (t === 0 ? initial : equity[t - 1]) - 1);
  return { name: `singles ${rule}`, books, initial, equity, returns, trades: books.reduce((sum, { runs }) => sum + runs.metrics.trades[0], 0), gap: pairedGap(rowOf(shared.runs.returns, 0), returns, daysPerYear, inference) };
}

/** A curve on other sessions: the last value known, `initial` before the first. */
function held(own: Int32Array, values: Float64Array, days: Int32Array, initial: number): Float64Array {
  let at = 0;
  let last = initial;
  return Float64Array.from(days, (day) => {
    while (at < own.length && own[at] <= day) last = values[at++];
    return last;
  });
}

interface Correlation {
  a: string;
  b: string;
  value: number;
}

function correlationsOf(books: readonly BookAnswers[]): Correlation[] {
  return books.flatMap((one, i) => books.slice(i + 1).map((other) => ({ a: one.runs.book.tickers[0], b: other.runs.book.tickers[0], value: correlation(one, other) })));
}

/** Of daily returns on the days that both have. */
function correlation({ runs: a }: BookAnswers, { runs: b }: BookAnswers): number {
  const place = new Map(Array.from(b.days, (day, t) => [day, t]));
  const pairs = Array.from(a.days, (day, t) => [a.returns.values[t], b.returns.values[place.get(day) ?? -1]] as const).filter(([, y]) => y !== undefined);
  const n = pairs.length;
  const [mx, my] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + pair[side], 0) / n);
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) * (x - mx);
    yy += (y - my) * (y - my);
  }
  return xy / Math.sqrt(xx * yy);
}

const deviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (values.length - 1));
};

/** Σ of the parts' daily deviations, weighted by their money / deviation of the sum; null when that never varies. */
function diversification({ books, returns, initial }: Sum): number | null {
  const whole = deviation(returns);
  return whole > 0 ? books.reduce((sum, { runs }) => sum + (runs.book.equity / initial) * deviation(rowOf(runs.returns, 0)), 0) / whole : null;
}

const MISSED = ["max_positions", "max_entries", "limit_heat", "limit_underlying", "limit_group", "limit_correlation", "limit_buying_power"] as const;

const missedBy = ({ runs }: BookAnswers) => MISSED.map((id) => ({ id, chances: runs.reasons[id][0] })).filter(({ chances }) => chances > 0);

function booksTable({ runs }: BookAnswers, sums: readonly Sum[]) {
  const own = { name: "shared", initial: runs.book.equity, equity: rowOf(runs.equity, 0), returns: rowOf(runs.returns, 0), trades: runs.metrics.trades[0], gap: null as PairedGap | null };
  const figures = (returns: Float64Array) => curveFigures(returns, runs.daysPerYear);
  return tableOf({ id: "books", title: "One account for all, and the sum of an account for each", brief: ["account", "initial", "cagr", "sharpe", "max_drawdown", "trades", "sharpe_gap", "p"] }, [own, ...sums], [
    { name: "account", type: "text", unit: "", of: ({ name }) => name }, { name: "initial", type: "float", unit: "$", of: ({ initial }) => initial }, { name: "final", type: "float", unit: "$", of: ({ equity }) => equity[equity.length - 1] },
    { name: "cagr", type: "float", unit: "fraction", of: ({ returns }) => figures(returns).cagr }, { name: "sharpe", type: "float", unit: "per year", of: ({ returns }) => figures(returns).sharpe }, { name: "max_drawdown", type: "float", unit: "fraction", of: ({ returns }) => figures(returns).maxDrawdown },
    { name: "trades", type: "int", unit: "", of: ({ trades }) => trades }, { name: "sharpe_gap", type: "float", unit: "per year", of: ({ gap }) => gap?.sharpe?.value ?? null }, { name: "sharpe_gap_low", type: "float", unit: "per year", of: ({ gap }) => gap?.sharpe?.low ?? null },
    { name: "sharpe_gap_high", type: "float", unit: "per year", of: ({ gap }) => gap?.sharpe?.high ?? null }, { name: "p", type: "float", unit: "", of: ({ gap }) => gap?.p ?? null },
  ]);
}

const correlationTable = (correlations: readonly Correlation[]) =>
  tableOf({ id: "correlations", title: "Correlation of the single accounts' daily returns" }, correlations, [
    { name: "a", type: "text", unit: "", of: ({ a }) => a }, { name: "b", type: "text", unit: "", of: ({ b }) => b }, { name: "correlation", type: "float", unit: "", of: ({ value }) => value },
  ]);

const missedTable = (missed: readonly { id: string; chances: number }[]) =>
  tableOf({ id: "missed", title: "Chances that the shared account's limits refused" }, missed, [{ name: "limit", type: "text", unit: "", of: ({ id }) => id }, { name: "chances", type: "int", unit: "", of: ({ chances }) => chances }]);

function equityPlot({ runs }: BookAnswers, sums: readonly Sum[]): Plot {
  const curves = [{ label: "shared", values: rowOf(runs.equity, 0), initial: runs.book.equity }, ...sums.map(({ name, equity, initial }) => ({ label: name, values: equity, initial }))];
  const series = curves.map(({ label, values, initial }) => ({ label, points: thinned(runs.days, values.map((value) => value / initial)) }));
  return {
    kind: "lines", id: "accounts", title: "Growth of 1", x: { label: "", unit: "day" }, y: { label: "growth of 1", unit: "ratio" }, series,
    summary: `One account for all beside the sums of single accounts: ${series.map(({ label, points }) => `${label} ends at ${fixed(points[points.length - 1][1], 3)}`).join(", ")}.`,
  };
}

/** Shared − sum with the same money, and with more. */
function answerFinding({ runs }: BookAnswers, sums: readonly Sum[]): Finding {
  const own = curveFigures(rowOf(runs.returns, 0), runs.daysPerYear);
  const parts = sums.map((sum) => {
    const other = curveFigures(sum.returns, runs.daysPerYear);
    const apart = sum.gap.sharpe === null ? "the same account" : `Sharpe ${change(sum.gap.sharpe.value, "ratio")} ${span(sum.gap.sharpe.low, sum.gap.sharpe.high, "ratio")}, ${chance(sum.gap.p)}; CAGR ${amount(own.cagr, "percent")} against ${amount(other.cagr, "percent")}, deepest fall ${amount(own.maxDrawdown, "percent")} against ${amount(other.maxDrawdown, "percent")}`;
    return { sum, text: `against ${sum.name}: ${apart}` };
  });
  const clear = (sum: Sum, sign: number): boolean => sum.gap.p !== null && sum.gap.p * sums.length < SIGNIFICANT && sum.gap.sharpe !== null && sign * sum.gap.sharpe.value > 0;
  const traded = runs.metrics.trades[0] + sums[0].trades > 0;
  const better = sums.every((sum) => clear(sum, 1));
  const worse = sums.every((sum) => clear(sum, -1));
  const head = !traded ? "No answer: nothing was traded" : better ? "One account for all is better" : worse ? "An account for each is better" : "No evidence that one account for all is better or worse than an account for each";
  return { rule: "answer", tone: !traded ? "warn" : better ? "good" : worse ? "bad" : "neutral", text: `${head}; ${parts.map(({ text }) => text).join("; ")}. Nothing is chosen here, so nothing is fitted; p-values must be below ${fixed(SIGNIFICANT / sums.length, 3)} (${count(sums.length, "comparison")}).`, figures: Object.fromEntries(sums.map((sum) => [sum.name, sum.gap.sharpe?.value ?? null])) };
}

function diversificationFinding(correlations: readonly Correlation[], ratio: number | null, { books }: Sum): Finding {
  const known = correlations.filter(({ value }) => Number.isFinite(value));
  const text = listed(known.map(({ a, b, value }) => `${a}/${b} ${fixed(value, 2)}`));
  const effective = ratio === null ? "" : ` Diversification ratio ${fixed(ratio, 2)}: the accounts count as ${fixed(ratio * ratio, 1)} independent ones of ${fixed(books.length, 0)}.`;
  return { rule: "diversification", tone: "neutral", text: `Daily returns of the single accounts correlate: ${text || "undefined"}.${effective}`, figures: { ratio, ...Object.fromEntries(known.map(({ a, b, value }) => [`${a}/${b}`, value])) } };
}

function missedFinding({ runs }: BookAnswers, { trades }: Sum, missed: readonly { id: string; chances: number }[]): Finding {
  const own = runs.metrics.trades[0];
  const by = missed.length ? ` Its limits refused ${listed(missed.map(({ id, chances }) => `${fixed(chances, 0)} chances (${id})`))}.` : " None of its shared limits refused anything.";
  return { rule: "missed", tone: own < trades ? "warn" : "neutral", text: `The shared account closed ${fixed(own, 0)} trades, the single accounts with its share of the money ${fixed(trades, 0)} together.${by}`, figures: { shared: own, singles: trades } };
}
