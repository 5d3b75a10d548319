// Hand-made answers: runs with given daily returns, so that rules can be asked about numbers that are known.
import { defaultConfig } from "../../src/config";
import { METRICS } from "../../src/metrics";
import { REASONS } from "../../src/results/reasons";
import { returnMatrix } from "../../src/stats/matrix";
import { createInference } from "../../src/study/inference";
import { judge } from "../../src/study/judge";
import { curveFigures } from "../../src/study/resample";
import type { Answers, BookAnswers, Choice, Definition, Row, Runs } from "../../src/study/types";
import { uniform } from "../../assembly/portable/rng";

export const INFERENCE = createInference({ replicates: 400, seed: 7 });

export const DEFINITION: Definition = {
  name: "regime-multipliers", rules: "regime-multipliers", question: "Which?", source: "test", conditions: {}, books: [{ name: "together", tickers: "all", equity: "whole", variants: true }],
  benchmark: { label: "flat", values: { use_regime_sizing: "off" } }, alternatives: [{ label: "one", values: { use_regime_sizing: "on" } }], grid: null, walkForward: null, details: "benchmark", minTrades: 30, claims: [], settings: {},
};

/** Noise with the given mean and deviation per day, the same for the same stream. */
export function noise(length: number, stream: number, { mean = 0, deviation = 0.005 } = {}): Float64Array {
  const raw = Float64Array.from({ length }, (_, t) => uniform(1, 2, stream, 2 * t) + uniform(1, 2, stream, 2 * t + 1) - 1);
  return raw.map((value) => mean + deviation * value * 2.449);
}

export interface GivenRow {
  label: string;
  returns: Float64Array;
  trades?: number;
  values?: Record<string, unknown>;
}

/** Runs over business days from 2007 on; the first row is the benchmark. Rows with equal returns count as equal trade lists. */
export function runsOf(rows: readonly GivenRow[], equity = 100_000): Runs {
  const length = rows[0].returns.length;
  const matrix = returnMatrix(rows.length, length);
  const curve = returnMatrix(rows.length, length);
  rows.forEach(({ returns }, row) => {
    matrix.values.set(returns, row * length);
    let value = equity;
    returns.forEach((r, t) => (curve.values[row * length + t] = value *= 1 + r));
  });
  const figures = rows.map(({ returns }) => curveFigures(returns, 252));
  const of = (id: string, row: number): number => ({ sharpe: figures[row].sharpe, cagr: figures[row].cagr, max_drawdown: figures[row].maxDrawdown, trades: rows[row].trades ?? 500 })[id] ?? NaN;
  return {
    book: { name: "together", rule: "together", tickers: ["SPY"], equity, variants: true },
    rows: rows.map(({ label, values = {} }, i): Row => ({ kind: i === 0 ? "benchmark" : "alternative", label, values, config: { ...defaultConfig(), equity } })),
    days: Int32Array.from({ length }, (_, t) => 13_515 + Math.floor(t / 5) * 7 + (t % 5)), returns: matrix, equity: curve, grid: null, daysPerYear: 252,
    metrics: Object.fromEntries(METRICS.map(({ id }) => [id, Float64Array.from(rows, (_, row) => of(id, row))])),
    reasons: Object.fromEntries(REASONS.map(({ id }) => [id, new Float64Array(rows.length)])), trades: rows.map(({ returns }) => returns.slice(0, 50).join()),
  };
}

export interface GivenChoice {
  /** Row that every window chose. */
  row: number;
  sharpe: number;
  p: number;
}

/** Answers on one book; the walk-forward is as told. */
export function answersOf(runs: Runs, choice: GivenChoice | null = null, minTrades = 30): Answers {
  const [judgement] = judge([runs], minTrades, INFERENCE);
  const book: BookAnswers = { runs, judgement, choice: choice && choiceOf(choice), choiceReason: null, details: new Map(), multipliers: [100] };
  return { definition: DEFINITION, start: defaultConfig(), base: defaultConfig(), books: [book], leftOut: [], inference: INFERENCE };
}

function choiceOf({ row, sharpe, p }: GivenChoice): Choice {
  const forward = { windows: Array.from({ length: 8 }, () => ({})), efficiency: { value: 0.5, reason: null }, stability: [] } as unknown as Choice["forward"];
  return {
    forward, benchmarkReturns: [], days: Int32Array.of(1, 2), chosen: new Float64Array(2), benchmark: new Float64Array(2), picks: Array<number>(8).fill(row), consensus: { row, windows: 8 }, asBenchmark: row === 0 ? 8 : 0,
    gap: { sharpe: { value: sharpe, low: sharpe - 0.2, high: sharpe + 0.2 }, cagr: null, drawdown: null, p, same: false },
  };
}
