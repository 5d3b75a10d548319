// The train windows of a walk-forward beside one sweep of the whole range: same configs, same evaluator, one core, in the same run.
import type { Core } from "../src/core/core";
import { createEvaluator } from "../src/engine/evaluator";
import type { DayRange } from "../src/engine/window";
import type { Market } from "../src/market/types";
import { loadSpace } from "../src/node/config";
import { loadCore } from "../src/node/core";
import { directorySource } from "../src/node/files";
import { readDataset } from "../src/store/read";
import { runSpace } from "../src/sweep/run";
import { parseSpace } from "../src/sweep/space";
import { evaluatorRequest } from "../src/sweep/sweep";
import type { Space } from "../src/sweep/types";
import { dayNumber } from "../src/units";
import { probe } from "./probe";

export interface WindowFigures {
  name: string;
  configs: number;
  windows: number;
  /** Sessions of all windows over those of the range: what the windows should cost. */
  ideal: number;
  /** Processor milliseconds of the sweep of the whole range, and of all windows. */
  whole: number;
  inWindows: number;
  /** Shares of the windows' time by kernel, and of everything else. */
  compile: number;
  replay: number;
  measure: number;
  host: number;
}

const TRAIN = 24;
const STEP = 3;
/** First day of the n-th month after January 2007. */
const month = (n: number): number => dayNumber(2007 + Math.floor(n / 12), 1 + (n % 12), 1);
/** 2007 to 2025, leaving three months for validation and three for tests. */
const WINDOWS: DayRange[] = Array.from({ length: 67 }, (_, w) => ({ start: month(w * STEP), end: month(w * STEP + TRAIN) - 1 }));

const SPACES: [name: string, space: string, tickers: string[]][] = [
  ["mahler-grid, QQQ", "mahler-grid", ["QQQ"]],
  ["mahler-grid, SPY + QQQ + IWM", "mahler-grid", ["SPY", "QQQ", "IWM"]],
  ["ten-thousand, SPY + QQQ + IWM", "ten-thousand", ["SPY", "QQQ", "IWM"]],
];

export async function windowsBench(dir: string, filter: string): Promise<WindowFigures[]> {
  const figures: WindowFigures[] = [];
  for (const [name, file, ticker] of SPACES) {
    if (!name.includes(filter)) continue;
    const core = await loadCore();
    const market = await readDataset(directorySource(dir), core.arena);
    const { layers, sweeps } = await loadSpace(file);
    figures.push({ name, ...(await benchSpace(core, market, parseSpace([...layers, { file: null, values: { ticker, start: "data", end: "data" } }], sweeps))) });
  }
  return figures;
}

async function benchSpace(core: Core, market: Market, space: Space): Promise<Omit<WindowFigures, "name">> {
  const { core: probed, spent, reset } = probe(core);
  const { evaluate } = createEvaluator(probed, market, evaluatorRequest(market, space));
  let configs = 0;
  const sweep = async (window?: DayRange): Promise<void> => void ({ configs } = await runSpace(space, { evaluate, window, saveEvery: Infinity, save: () => undefined }));
  await sweep(WINDOWS[0]); // features once, kernels warm
  const whole = await processorTime(() => sweep());
  reset();
  const begin = performance.now();
  const inWindows = await processorTime(async () => {
    for (const window of WINDOWS) await sweep(window);
  });
  const elapsed = performance.now() - begin;
  const days = market.underlyings.find((u) => u.symbol === space.base.ticker[0])!.days.day;
  const sessions = WINDOWS.reduce((sum, { start, end }) => sum + days.filter((day) => day >= start && day <= end).length, 0);
  const compile = spent.compileSessions / elapsed;
  const replay = (spent.replay + spent.buildCodes) / elapsed;
  const measure = spent.measure / elapsed;
  return { configs, windows: WINDOWS.length, ideal: sessions / days.length, whole, inWindows, compile, replay, measure, host: 1 - compile - replay - measure };
}

async function processorTime(work: () => Promise<void>): Promise<number> {
  const used = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1000;
}
