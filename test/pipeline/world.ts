// A world small enough to be lived through hundreds of times: two years of one underlying with coarse strikes, perfect quotes, and a grid of strategies that pay nothing to trade.
import { METRICS } from "../../src/metrics";
import type { Core } from "../../src/core/core";
import { createEvaluator } from "../../src/engine/evaluator";
import { simulateMarket } from "../../src/simulate";
import { returnsOfEquity } from "../../src/stats/matrix";
import type { ReturnMatrix } from "../../src/stats/matrix";
import { runSpace } from "../../src/sweep/run";
import type { Block } from "../../src/sweep/run";
import { parseSpace } from "../../src/sweep/space";
import { evaluatorRequest } from "../../src/sweep/sweep";

export interface WorldOptions {
  seed: number;
  /** 0 = nothing earns a premium: the expectation of every strategy is zero. */
  riskPremium: number;
}

const EQUITY = 1_000_000;

/** Rates are 0.1 % in these years, so that premium received early earns nothing worth mentioning. */
const MARKET = {
  start: "2012-01-03", end: "2013-12-31", symbols: ["SPY"], startPrices: { SPY: 100 }, strikeStep: 1, maxDte: 21, minDelta: 0.12, maxDelta: 0.5,
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

/** Daily returns of every config of the grid, and closed trades of each. */
export interface World { returns: ReturnMatrix; trades: number[] }

/** Simulates the market of the seed and sweeps the grid over it. */
export async function world(core: Core, { seed, riskPremium }: WorldOptions): Promise<World> {
  const mark = core.arena.mark();
  try {
    const market = simulateMarket({ ...MARKET, seed, riskPremium }, { core });
    const request = evaluatorRequest(market, WORLD_SPACE);
    const evaluator = createEvaluator(core, market, request);
    const blocks: Block[] = [];
    await runSpace(WORLD_SPACE, { evaluate: evaluator.evaluate, window: { start: request.start, end: request.end, equity: true }, saveEvery: Infinity, save: (block) => void blocks.push(block) });
    const [{ evaluations }] = blocks;
    const trades = METRICS.findIndex(({ id }) => id === "trades");
    return {
      returns: returnsOfEquity(evaluations.equity as Float64Array, evaluations.count, EQUITY * 10_000),
      trades: Array.from({ length: evaluations.count }, (_, i) => evaluations.metrics[i * METRICS.length + trades]),
    };
  } finally {
    core.arena.release(mark);
  }
}
