// A world small enough to be lived through hundreds of times: two (or six) years of one underlying with few strikes, perfect quotes, and a grid of strategies that pay nothing to trade.
import { resolveConfig } from "../../src/config";
import type { Core } from "../../src/core/core";
import { createEvaluator } from "../../src/engine/evaluator";
import type { DayRange } from "../../src/engine/window";
import { BUILT_IN_LAYERS, runLayers } from "../../src/layers";
import type { LayerVerdict } from "../../src/layers";
import type { Market } from "../../src/market/types";
import { METRICS } from "../../src/metrics";
import { collect } from "../../src/overfit/collect";
import { overfitSteps } from "../../src/overfit/analyse";
import type { Overfit } from "../../src/overfit/types";
import { simulateMarket } from "../../src/simulate";
import { returnsOfEquity } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { runSpace } from "../../src/sweep/run";
import type { Block, Evaluate } from "../../src/sweep/run";
import { parseSpace } from "../../src/sweep/space";
import { evaluatorRequest } from "../../src/sweep/sweep";

/** Rates are 0.1 to 0.5 % in these years, so that premium received early earns nothing worth mentioning. */
const HISTORIES = { short: { start: "2012-01-03", end: "2013-12-31" }, long: { start: "2010-01-04", end: "2015-12-31" } } as const;

export interface WorldOptions {
  seed: number;
  /** 0 = nothing earns a premium: the expectation of every strategy is zero. */
  riskPremium: number;
  /** Length of the history; default two years. */
  history?: keyof typeof HISTORIES;
  /** Resamples of every test. */
  replicates: number;
}

const EQUITY = 1_000_000;

const MARKET = {
  symbols: ["SPY"], startPrices: { SPY: 100 }, strikeStep: 1, maxDte: 21, minDelta: 0.12, maxDelta: 0.5,
  kinds: ["monthly", "weekly"] as const, width: 0, widthNoise: 0, midNoise: 0, badQuotes: 0,
};

/** Fills at mid, no fees, no early assignment, one contract count whatever happened: profits are sums of fair bets. */
const FRICTIONLESS = {
  ticker: ["SPY"], equity: EQUITY, slippage: "mid", commission: 0, assignment_fee: 0, early_assignment: false, breakers: false, sizing: "fixed", contracts: 10,
  width: 2, min_credit: 0, min_dte: 5, max_dte: 21, max_entries_per_day: 1, max_positions: 30, max_risk_per_trade: 100, max_single_position: 100, max_portfolio_heat: 100, max_per_underlying: 100,
  max_correlated_exposure: 100, max_quote_width_pct: 0, iv_window: 60, quantile_window: 60,
};

/** Structures × deltas × targets × stops, the axes of a user's first sweep: 24 configs. */
const GRID = {
  strategy: ["put-credit-spread", "call-credit-spread", "iron-condor"], min_delta: [0.2, 0.3], max_delta: "min_delta + 0.15", profit_target: [50, "off"], stop_loss: [150, "off"],
};

export const WORLD_SPACE = parseSpace([{ file: "frictionless", values: FRICTIONLESS }], [{ file: "grid", sweep: { parameters: GRID } }]);

/** Layers of a system that sells puts at |Δ| 0.20–0.35, none of them inert. */
const LAYERS = ["iv-filter", "dynamic-exits", "gamma-exit", "min-credit"];

/** The grid's own outcome. */
export interface Swept {
  /** Daily returns of every config of the grid. */
  returns: ReturnMatrix;
  /** Closed trades of each. */
  trades: number[];
}

export interface World extends Swept {
  /** What `mahler overfit` says of the grid. */
  overfit: Overfit;
  /** What `mahler layers` says. */
  layers: LayerVerdict[];
}

/** A market of the seed with the grid swept over it, and whatever `use` makes of both; the market is gone afterwards. */
async function lived<T>(core: Core, { seed, riskPremium, history = "short" }: Omit<WorldOptions, "replicates">, use: (market: Market, swept: Swept, evaluate: Evaluate, range: DayRange) => Promise<T> | T): Promise<T> {
  const mark = core.arena.mark();
  try {
    const market = simulateMarket({ ...MARKET, ...HISTORIES[history], seed, riskPremium }, { core });
    const request = evaluatorRequest(market, WORLD_SPACE);
    const { evaluate } = createEvaluator(core, market, request);
    const range = { start: request.start, end: request.end };
    const blocks: Block[] = [];
    await runSpace(WORLD_SPACE, { evaluate, window: { ...range, equity: true }, saveEvery: Infinity, save: (block) => void blocks.push(block) });
    const [{ evaluations }] = blocks;
    const trades = METRICS.findIndex(({ id }) => id === "trades");
    const swept = {
      returns: returnsOfEquity(evaluations.equity as Float64Array, evaluations.count, EQUITY * 10_000),
      trades: Array.from({ length: evaluations.count }, (_, i) => evaluations.metrics[i * METRICS.length + trades]),
    };
    return await use(market, swept, evaluate, range);
  } finally {
    core.arena.release(mark);
  }
}

/** The grid's returns on the market of the seed. */
export const sweptWorld = (core: Core, options: Omit<WorldOptions, "replicates">): Promise<Swept> => lived(core, options, (_, swept) => swept);

/** The same, with the verdicts of the commands. */
export const world = (core: Core, options: WorldOptions): Promise<World> =>
  lived(core, options, async (market, swept, evaluate, range) => ({
    ...swept, overfit: await overfitOf(evaluate, range, options), layers: layersOf(core, market, options),
  }));

async function overfitOf(evaluate: Evaluate, range: DayRange, { seed, replicates }: WorldOptions): Promise<Overfit> {
  const metric = METRICS.find(({ id }) => id === "sharpe")!;
  const collected = await collect(WORLD_SPACE, { range, evaluate, metric });
  const steps = overfitSteps({ collected, parameters: {}, metric: { id: metric.id, label: metric.label, value: collected.leader?.value ?? NaN } }, { seed, resamples: replicates, permutations: replicates, paths: 1, blocks: 8 });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function layersOf(core: Core, market: Market, { seed, replicates }: WorldOptions): LayerVerdict[] {
  const base = resolveConfig([{ file: "frictionless", values: { ...FRICTIONLESS, strategy: "put-credit-spread", min_delta: 0.2, max_delta: 0.35, min_dte: 10 } }]);
  return runLayers(core, market, { base, system: null, layers: BUILT_IN_LAYERS.filter(({ id }) => LAYERS.includes(id)), judge: { seed, replicates } }).verdicts;
}
