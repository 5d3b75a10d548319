// How a sweep's time and memory grow with configs, years, underlyings and contracts: one varied at a time, everything else held.
import { writeFile } from "node:fs/promises";
import { packSpecs, type PackedSpecs } from "../src/core/packed";
import { createEvaluator, type EvaluatorRequest } from "../src/engine/evaluator";
import type { Evaluations } from "../src/engine/evaluations";
import type { Market, Underlying } from "../src/market/types";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { readDataset } from "../src/store/read";
import type { RunSpec } from "../src/strategy/spec";
import { dayNumber, isoDate } from "../src/units";
import { plotPanels } from "./plot";
import { probe } from "./probe";
import { ALL, entries, everything, screensOf, specsOf, type Values } from "./sweep";

/** What is varied; the axis of its panel in the plot. */
export const VARIED = ["configs", "years", "underlyings", "contracts"] as const;

export interface ScalingFigures {
  varied: (typeof VARIED)[number];
  configs: number;
  years: number;
  underlyings: number;
  screens: number;
  /** Pairs of a session and a put inside the |Δ| and DTE bands that hold every screen's. */
  contracts: number;
  trades: number;
  /** Milliseconds: compiling, replaying with measuring, the whole evaluation. */
  compile: number;
  replay: number;
  total: number;
  /** MiB held at once beside the market: in the core's memory, and the configs with their results. */
  memory: number;
  results: number;
}

interface Point {
  varied: ScalingFigures["varied"];
  configs: number;
  years: number;
  tickers: string[];
  screens: (i: number) => Values;
}

/** Smallest and largest |Δ| and DTE. */
type Band = [minDelta: number, maxDelta: number, minDte: number, maxDte: number];
const BANDS: Band[] = [[0.17, 0.2, 28, 40], [0.16, 0.22, 28, 40], [0.12, 0.26, 24, 48], [0.08, 0.32, 20, 56], [0.05, 0.42, 12, 72], [0.02, 0.5, 8, 104]];
const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** 576 screens inside a band: as many as `entries` has, in the same order. */
const screensWithin = ([minDelta, maxDelta, minDte, maxDte]: Band) => (i: number): Values => {
  const part = (parts: readonly number[], at: number, width: number): number => parts[Math.floor(at) % parts.length] * width;
  const low = minDelta + part([0, 0.1, 0.2, 0.3, 0.4, 0.5], i, maxDelta - minDelta);
  const dte = minDte + part([0, 1 / 6, 1 / 3, 1 / 2], i / 24, maxDte - minDte);
  const high = low + part([0.2, 0.3, 0.4, 0.5], i / 6, maxDelta - minDelta);
  return { min_delta: round(low), max_delta: round(high), min_dte: Math.round(dte), max_dte: Math.round(dte + part([1 / 4, 1 / 2], i / 96, maxDte - minDte)), min_credit: [10, 15, 20][Math.floor(i / 192) % 3] };
};

const YEARS = 19;
const usual = { configs: 1_000, years: YEARS, tickers: ALL.slice(0, 1), screens: entries };
const POINTS: Point[] = [
  ...[10, 30, 100, 300, 1_000, 3_000, 10_000].map((configs): Point => ({ ...usual, varied: "configs", configs })),
  ...[1, 2, 5, 10, YEARS].map((years): Point => ({ ...usual, varied: "years", years })),
  ...[1, 2, 3].map((count): Point => ({ ...usual, varied: "underlyings", tickers: ALL.slice(0, count) })),
  ...BANDS.map((band): Point => ({ ...usual, varied: "contracts", screens: screensWithin(band) })),
];

/** Measures every point, each the median of three after one that warms the kernels up, on one core with one market. */
export async function scalingBench(dir: string): Promise<ScalingFigures[]> {
  const core = await loadCore();
  const market = await readDataset(directorySource(dir), core.arena);
  const watched = probe(core);
  measure(watched, market, POINTS[2]);
  return POINTS.map((point) => Array.from({ length: 3 }, () => measure(watched, market, point)).sort((a, b) => a.total - b.total)[1]);
}

function measure({ core, spent, peak, reset }: ReturnType<typeof probe>, market: Market, { varied, configs, years, tickers, screens }: Point): ScalingFigures {
  const mark = core.arena.mark();
  const range = lastYears(market, tickers, years);
  const specs = specsOf(tickers, configs, everything(screens));
  const packed = packSpecs(specs, tickers.length);
  const evaluator = createEvaluator(core, market, { ...range, rates: false, riskFree: 0 });
  evaluator.evaluate(packSpecs(specs.slice(0, 1), tickers.length)); // prepares the market
  reset();
  const begin = performance.now();
  const result = evaluator.evaluate(packed);
  const total = performance.now() - begin;
  const memory = peak() / 2 ** 20;
  core.arena.release(mark);
  return {
    varied, configs, years, underlyings: tickers.length, screens: screensOf(packed), contracts: contractsIn(market, range, specs), trades: result.exits.reduce((sum, n) => sum + n, 0) / configs,
    compile: spent.compileSessions, replay: spent.replay + spent.buildCodes + spent.measure, total, memory, results: (bytesOf(packed) + bytesOf(result)) / 2 ** 20,
  };
}

/** The last calendar years of the market. */
function lastYears(market: Market, tickers: readonly string[], years: number): Pick<EvaluatorRequest, "tickers" | "start" | "end"> {
  const end = Math.max(...chosen(market, tickers).map(({ days }) => days.day[days.day.length - 1]));
  return { tickers, start: dayNumber(Number(isoDate(end).slice(0, 4)) - years + 1, 1, 1), end };
}

const chosen = (market: Market, tickers: readonly string[]): Underlying[] => market.underlyings.filter(({ symbol }) => tickers.includes(symbol));

function contractsIn(market: Market, { tickers, start, end }: Pick<EvaluatorRequest, "tickers" | "start" | "end">, specs: readonly RunSpec[]): number {
  const sleeves = specs.flatMap((spec) => spec.sleeves);
  const least = (of: (sleeve: RunSpec["sleeves"][number]) => number): number => sleeves.reduce((low, sleeve) => Math.min(low, of(sleeve)), Infinity);
  const [minDelta, maxDelta, minDte, maxDte] = [least((s) => s.minDelta), -least((s) => -s.maxDelta), least((s) => s.minDte), -least((s) => -s.maxDte)];
  let count = 0;
  for (const { days, blocks, rows } of chosen(market, tickers)) {
    const { day, blocksBegin, blocksEnd } = days;
    const { expiry, putsBegin, end: blockEnd } = blocks;
    const { delta } = rows;
    for (let d = 0; d < day.length; d++) {
      if (day[d] < start || day[d] > end) continue;
      for (let b = blocksBegin[d]; b < blocksEnd[d]; b++) {
        if (expiry[b] - day[d] < minDte || expiry[b] - day[d] > maxDte) continue;
        for (let row = putsBegin[b]; row < blockEnd[b]; row++) if (-delta[row] >= minDelta && -delta[row] <= maxDelta) count++; // DELTA_NONE lies outside every band
      }
    }
  }
  return count;
}

const bytesOf = (columns: PackedSpecs | Evaluations): number => Object.values(columns as object).reduce((sum: number, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);

/** Prints the table; writes the plot when given a file for it. */
export async function printScaling(dir: string, line: (...cells: string[]) => void, plot: string | null): Promise<void> {
  const figures = await scalingBench(dir);
  console.log("");
  line("Varied", "configs", "years", "underlyings", "contracts in band", "screens", "trades per config", "compile", "replay + measure", "total", "configs/s", "core memory", "results");
  line(...Array<string>(13).fill("---"));
  const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
  for (const f of figures) {
    line(
      f.varied, whole(f.configs), String(f.years), String(f.underlyings), whole(f.contracts), String(f.screens), f.trades.toFixed(0),
      `${whole(f.compile)} ms`, `${whole(f.replay)} ms`, `${whole(f.total)} ms`, whole((1000 * f.configs) / f.total), `${f.memory.toFixed(1)} MiB`, `${f.results.toFixed(1)} MiB`,
    );
  }
  if (plot) await writeFile(plot, plotPanels(panelsOf(figures)));
}

function panelsOf(figures: readonly ScalingFigures[]): Parameters<typeof plotPanels>[0] {
  const labels = { configs: "configs", years: "years of history", underlyings: "underlyings", contracts: "contracts in the bands" };
  const seconds = (of: (f: ScalingFigures) => number) => (f: ScalingFigures): [number, number] => [f[f.varied], of(f) / 1000];
  return {
    title: "Time of a sweep against what it is over",
    description: "Four log-log panels: total, compile and replay + measure seconds against configs, years, underlyings and contracts.",
    y: "seconds",
    panels: VARIED.map((varied) => {
      const own = figures.filter((f) => f.varied === varied);
      return {
        x: labels[varied],
        series: [
          { name: "total", points: own.map(seconds((f) => f.total)) },
          { name: "replay + measure", points: own.map(seconds((f) => f.replay)) },
          { name: "compile", points: own.map(seconds((f) => f.compile)) },
        ],
      };
    }),
  };
}
