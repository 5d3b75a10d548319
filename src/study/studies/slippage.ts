// At which fills does it stop earning? The same rules at every fraction of the quoted width, the break-even with its interval, and what costs eat.
import { T_CONTRACTS, T_CREDIT, T_UNDERLYING } from "../../../assembly/abi";
import { fillOf, rawConfig } from "../../config";
import type { Config } from "../../config";
import { trade, tradeCount } from "../../metrics/ledger";
import { RATIO_SCALE, toDollars } from "../../units";
import { returnMatrix } from "../../stats/matrix";
import { claimFindings, gapsFindings } from "../findings";
import { growthPlot } from "../plots";
import { percentiles, resample } from "../resample";
import type { Resampled } from "../resample";
import { BOOK, CONFIG, entriesOf, MEASURED, tableOf } from "../tables";
import type { Entry } from "../tables";
import type { Inference } from "../inference";
import type { Answers, BookAnswers, Conclusion, Estimate, Finding, Plot, Series, Study } from "../types";
import { amount, capital, estimateText, fixed } from "../words";

/** Fractions that are printed and drawn; those outside serve the break-even. */
const SHOWN: readonly [number, number] = [0.5, 1];

/** What one fill fraction does to one book. */
interface Level {
  book: BookAnswers;
  row: number;
  /** Share of the quoted width; null = by number of legs. */
  fraction: number | null;
  sharpe: Estimate;
  cagr: Estimate;
}

interface BreakEven {
  book: BookAnswers;
  estimate: Estimate;
  /** By running the backtest at bisected fractions; null where it is undefined. */
  bisected: number | null;
  /** Costs / gross premium at the benchmark's fills; null without a trade. */
  eaten: number | null;
  /** The benchmark's own fraction for its number of legs, 0 … 1; null where structures differ in it. */
  assumed: number | null;
}

export const slippage: Study = {
  name: "slippage",
  conclude(answers: Answers): Conclusion {
    const perBook = answers.books.map((book) => measure(book, answers.inference));
    const levels = perBook.flatMap(({ levels: own }) => own);
    const evens = perBook.map(({ even }) => even);
    const figures: Record<string, Estimate> = { break_even: evens[0].estimate, ...cagrAt(levels.filter(({ book }) => book === answers.books[0])) };
    for (const { book, estimate } of evens) figures[`break_even_${book.runs.book.name}`] = estimate;
    return {
      tables: [levelTable(levels), breakEvenTable(evens), tableOf({ id: "runs", title: "All runs", brief: [] }, entriesOf(answers, () => true), [BOOK, CONFIG, ...MEASURED, ...COSTS])],
      plots: [...levelPlots(levels), growthPlot(answers.books[0], answers.books[0].runs.rows.flatMap(({ label }, row) => (shown(fractionOf(answers.books[0], row)) ? [label] : [])).filter((_, i) => i % 2 === 0))],
      findings: [...evens.map((even, i) => breakEvenFinding(even, i === 0)), ...sensitivityFindings(levels), ...costFindings(evens), ...claimFindings(answers, figures), ...gapsFindings(answers).filter(({ rule }) => rule === "left out")],
      figures,
      validated: [{ key: "slippage", value: rawConfig(answers.start).slippage, changed: false, why: `fills are a fact to be measured, not a choice; break-even ${estimateText(evens[0].estimate)}` }],
    };
  },
};

const COSTS = [{ name: "commissions", type: "float" as const, unit: "$", of: ({ book, at }: Entry) => book.runs.metrics.commissions[at] }, { name: "fees", type: "float" as const, unit: "$", of: ({ book, at }: Entry) => book.runs.metrics.fees[at] }];

const fractionOf = ({ runs }: BookAnswers, row: number): number | null => {
  const raw = runs.rows[row].values.slippage;
  return typeof raw === "number" ? raw / 100 : null;
};

const shown = (fraction: number | null): boolean => fraction === null || (fraction >= SHOWN[0] && fraction <= SHOWN[1]);

function measure(book: BookAnswers, inference: Inference): { levels: Level[]; even: BreakEven } {
  const { runs, judgement } = book;
  const drawn = resample(runs.returns, inference.draws(runs.days.length, judgement.meanBlock), runs.daysPerYear);
  const levels = runs.rows.map((_, row): Level => ({ book, row, fraction: fractionOf(book, row), sharpe: estimate(runs.metrics.sharpe[row], drawn.sharpe[row], "ratio", `Sharpe at ${runs.rows[row].label}`), cagr: estimate(runs.metrics.cagr[row], drawn.cagr[row], "percent", `CAGR at ${runs.rows[row].label}`) }));
  return { levels, even: breakEvenOf(book, inference) };

  function estimate(value: number, values: Float64Array, unit: "ratio" | "percent", label: string): Estimate {
    if (Number.isNaN(value)) return { value: null, low: null, high: null, unit, label, reason: "undefined at these fills" };
    const ends = percentiles(values, inference.level);
    return { value, low: ends?.low ?? null, high: ends?.high ?? null, unit, label };
  }
}

/** Where the sum of daily changes of equity crosses zero, on the history and on resampled ones; by straight lines between the fractions that were run. */
function breakEvenOf(book: BookAnswers, inference: Inference): BreakEven {
  const { runs, judgement, details } = book;
  const label = `break-even fill of ${runs.book.name}`;
  const execution = details.get(runs.rows[0].label);
  const bisected = execution?.metrics.values.break_even_slippage?.value ?? null;
  const common = { book, bisected, eaten: eatenBy(book), assumed: execution ? assumedBy(execution.config) : null };
  if (runs.metrics.trades[0] === 0) return { ...common, estimate: { value: null, low: null, high: null, unit: "percent", label, reason: "nothing traded" } };
  const rows = runs.rows.flatMap((_, row) => (fractionOf(book, row) === null ? [] : [row])).sort((a, b) => fractionOf(book, a)! - fractionOf(book, b)!);
  const fractions = rows.map((row) => fractionOf(book, row)!);
  const changes = returnMatrix(rows.length, runs.days.length);
  rows.forEach((row, i) => {
    const initial = runs.rows[row].config.equity;
    for (let t = 0; t < runs.days.length; t++) changes.values[i * runs.days.length + t] = (runs.equity.values[row * runs.days.length + t] - (t === 0 ? initial : runs.equity.values[row * runs.days.length + t - 1])) / initial;
  });
  const drawn: Resampled = resample(changes, inference.draws(runs.days.length, judgement.meanBlock), runs.daysPerYear);
  const totals = rows.map((_, i) => changes.values.subarray(i * runs.days.length, (i + 1) * runs.days.length).reduce((sum, one) => sum + one, 0));
  const point = crossing(fractions, totals);
  const resampled = Float64Array.from({ length: inference.replicates }, (_, b) => crossing(fractions, drawn.total.map((row) => row[b])));
  const ends = percentiles(resampled, inference.level);
  const outside = point < fractions[0] ? "loses even when filled at the favourable side" : point > fractions[fractions.length - 1] ? `profits even at ${fixed(100 * fractions[fractions.length - 1], 0)} % of the quoted width` : null;
  const inRange = (value: number | undefined): number | null => (value === undefined ? null : Math.min(fractions[fractions.length - 1], Math.max(fractions[0], value)));
  return { ...common, estimate: { value: outside === null ? point : null, low: inRange(ends?.low), high: inRange(ends?.high), unit: "percent", label, ...(outside === null ? {} : { reason: outside }) } };
}

/** First crossing from gain to loss along rising fractions; below the first when that loses, above the last when that gains. */
export function crossing(fractions: readonly number[], totals: readonly number[]): number {
  if (totals[0] < 0) return fractions[0] - 1;
  for (let i = 1; i < fractions.length; i++) {
    if (totals[i] < 0) return fractions[i - 1] + ((fractions[i] - fractions[i - 1]) * totals[i - 1]) / (totals[i - 1] - totals[i]);
  }
  return fractions[fractions.length - 1] + 1;
}

/** (Premium at the middle of the quotes − what was kept of it after fills and commissions) / premium: profit at mid without costs against profit as filled, over premium. */
function eatenBy({ runs, details, multipliers }: BookAnswers): number | null {
  const execution = details.get(runs.rows[0].label);
  const mid = runs.rows.findIndex(({ values }) => values.slippage === 50);
  if (!execution || mid < 0 || tradeCount(execution.ledger) === 0) return null;
  const { ledger } = execution;
  let premium = 0;
  for (let i = 0; i < tradeCount(ledger); i++) premium += toDollars(trade(ledger, i, T_CREDIT)) * trade(ledger, i, T_CONTRACTS) * multipliers[trade(ledger, i, T_UNDERLYING)];
  const { net_profit: profit, commissions, fees } = runs.metrics;
  const gross = profit[mid] + commissions[mid] + fees[mid];
  return premium > 0 ? (gross - profit[0]) / premium : null;
}

const LEGS = { "short-put": 1, "put-credit-spread": 2, "call-credit-spread": 2, "iron-condor": 4 } as const;

function assumedBy(config: Config): number | null {
  const structures = config.sleeves.length ? config.sleeves.map(({ structure }) => structure) : config.strategy;
  const fractions = [...new Set(structures.map((structure) => fillOf(config.slippage)[LEGS[structure] - 1] / RATIO_SCALE))];
  return fractions.length === 1 ? fractions[0] : null;
}

const levelTable = (levels: readonly Level[]) =>
  tableOf({ id: "fills", title: "Growth and Sharpe ratio by fill fraction", brief: ["book", "fill", "final_equity", "cagr", "cagr_low", "cagr_high", "sharpe", "sharpe_low", "sharpe_high"] }, levels.filter(({ fraction }) => shown(fraction)), [
    { name: "book", type: "text", unit: "", of: ({ book }) => book.runs.book.name }, { name: "fill", type: "text", unit: "", of: ({ book, row }) => book.runs.rows[row].label },
    { name: "fraction", type: "float", unit: "of quoted width", of: ({ fraction }) => fraction },
    { name: "final_equity", type: "float", unit: "$", of: ({ book: { runs }, row }) => runs.equity.values[(row + 1) * runs.days.length - 1] },
    { name: "cagr", type: "float", unit: "fraction", of: ({ cagr }) => cagr.value }, { name: "cagr_low", type: "float", unit: "fraction", of: ({ cagr }) => cagr.low }, { name: "cagr_high", type: "float", unit: "fraction", of: ({ cagr }) => cagr.high },
    { name: "sharpe", type: "float", unit: "per year", of: ({ sharpe }) => sharpe.value }, { name: "sharpe_low", type: "float", unit: "per year", of: ({ sharpe }) => sharpe.low }, { name: "sharpe_high", type: "float", unit: "per year", of: ({ sharpe }) => sharpe.high },
  ]);

const breakEvenTable = (evens: readonly BreakEven[]) =>
  tableOf({ id: "break_even", title: "Break-even fill, and the share of premium that costs eat", brief: ["book", "break_even", "break_even_low", "break_even_high", "by_bisection", "assumed", "costs_of_premium"] }, evens, [
    { name: "book", type: "text", unit: "", of: ({ book }) => book.runs.book.name }, { name: "break_even", type: "float", unit: "of quoted width", of: ({ estimate }) => estimate.value },
    { name: "break_even_low", type: "float", unit: "of quoted width", of: ({ estimate }) => estimate.low }, { name: "break_even_high", type: "float", unit: "of quoted width", of: ({ estimate }) => estimate.high },
    { name: "by_bisection", type: "float", unit: "of quoted width", of: ({ bisected }) => bisected }, { name: "assumed", type: "float", unit: "of quoted width", of: ({ assumed }) => assumed },
    { name: "costs_of_premium", type: "float", unit: "fraction", of: ({ eaten }) => eaten }, { name: "reason", type: "text", unit: "", of: ({ estimate }) => estimate.reason ?? null },
  ]);

function levelPlots(levels: readonly Level[]): Plot[] {
  const books = [...new Set(levels.map(({ book }) => book))];
  const own = (book: BookAnswers) => levels.filter((level) => level.book === book && level.fraction !== null && shown(level.fraction)).sort((a, b) => a.fraction! - b.fraction!);
  const plot = (id: "cagr" | "sharpe", title: string, unit: "percent" | "ratio"): Plot => {
    const series = books.map((book): Series => {
      const known = own(book).filter((level) => level[id].value !== null);
      return { label: book.runs.book.name, points: known.map((level) => [level.fraction!, level[id].value!] as const), band: known.flatMap((level) => (level[id].low === null ? [] : [[level.fraction!, level[id].low, level[id].high!] as const])) };
    }).filter(({ points }) => points.length > 1);
    const ends = series.map(({ label, points }) => `${label}: ${amount(points[0][1], unit)} at ${amount(points[0][0], "percent")}, ${amount(points[points.length - 1][1], unit)} at ${amount(points[points.length - 1][0], "percent")}`);
    return { kind: "lines", id: `${id}-by-fill`, title, x: { label: "share of the quoted width paid", unit: "percent" }, y: { label: title, unit }, series, marks: [{ x: 0.66, label: "ORATS, 2 legs" }], summary: `${title} by fill fraction, bands are 95 % intervals. ${ends.join("; ")}.` };
  };
  return [plot("cagr", "CAGR", "percent"), plot("sharpe", "Sharpe ratio", "ratio")].filter(({ kind, ...rest }) => kind === "lines" && "series" in rest && rest.series.length > 0);
}

function breakEvenFinding({ book, estimate, bisected, assumed }: BreakEven, first: boolean): Finding {
  const name = book.runs.book.name;
  const figures = { book: name, break_even: estimate.value, low: estimate.low, high: estimate.high, bisected, assumed };
  const rule = first ? "answer" : "break-even";
  if (estimate.value === null && estimate.low === null) return { rule, tone: "warn", text: capital(`${name}: no break-even (${estimate.reason}).`), figures };
  const value = estimate.value === null ? `${estimate.reason} (resampled ${amount(estimate.low, "percent")} … ${amount(estimate.high, "percent")}, censored at the fractions run)` : `breaks even at ${estimateText(estimate)} of the quoted width`;
  if (assumed === null) return { rule, tone: "neutral", text: capital(`${name} ${value}.`), figures };
  const against = `${amount(assumed, "percent")} that ${book.runs.rows[0].label} pays`;
  const earns = estimate.low !== null && estimate.low > assumed;
  const loses = estimate.high !== null && estimate.high < assumed;
  const verdict = earns ? `the whole interval lies above the ${against}: it earns at these fills` : loses ? `the whole interval lies below the ${against}: it loses at these fills` : `the interval holds the ${against}: whether it earns at these fills is not decided`;
  return { rule, tone: earns ? "good" : loses ? "bad" : "neutral", text: capital(`${name} ${value}; ${verdict}.`), figures };
}

/** How much a tenth of the quoted width costs per year. */
function sensitivityFindings(levels: readonly Level[]): Finding[] {
  return [...new Set(levels.map(({ book }) => book))].flatMap((book): Finding[] => {
    const at = (fraction: number): Level | undefined => levels.find((level) => level.book === book && level.fraction === fraction);
    const [near, far] = [at(SHOWN[0]), at(SHOWN[1])];
    if (!near || !far || near.cagr.value === null || far.cagr.value === null) return [];
    const slope = (near.cagr.value - far.cagr.value) / 5;
    return [{ rule: "sensitivity", tone: "neutral", text: `${capital(book.runs.book.name)}: CAGR falls from ${estimateText(near.cagr)} at the middle of the quotes to ${estimateText(far.cagr)} at the far side: ${amount(slope, "percent")} a year per tenth of the quoted width.`, figures: { book: book.runs.book.name, at_50: near.cagr.value, at_100: far.cagr.value, per_tenth: slope } }];
  });
}

const costFindings = (evens: readonly BreakEven[]): Finding[] =>
  evens.flatMap(({ book, eaten }) => (eaten === null ? [] : [{ rule: "costs", tone: "neutral" as const, text: `${capital(book.runs.book.name)}: fills beyond the middle of the quotes and commissions eat ${amount(eaten, "percent")} of the gross premium.`, figures: { book: book.runs.book.name, eaten } }]));

/** CAGR at 75 % fills, for the claim about it. */
function cagrAt(levels: readonly Level[]): Record<string, Estimate> {
  const level = levels.find(({ fraction }) => fraction === 0.75);
  return level ? { cagr_at_75: level.cagr } : {};
}
