// A config on a market → everything a report or a file needs. Pure: the same in Node, worker threads and the browser.
import { dayRange, regimeLabels, toRunSpec } from "../config";
import type { Config } from "../config";
import type { Core } from "../core/core";
import { prepare } from "../engine/prepare";
import type { Prepared } from "../engine/prepare";
import { run } from "../engine/backtest";
import type { RunOutput } from "../engine/types";
import { dataError } from "../errors";
import type { Market } from "../market/types";
import { BREAK_EVEN_DEFINITION, breakEvenSlippage, computeMetrics } from "../metrics";
import type { Ledger, MetricValue } from "../metrics";
import { T_NET_PNL, TRADE_STRIDE } from "../../assembly/abi";
import type { Execution } from "../results/execution";
import { markTable } from "../results/marks";
import { summariseFunnel } from "../results/funnel";
import type { RunSpec } from "../strategy/spec";
import { isoDate, RATIO_SCALE } from "../units";
import { summariseCounters } from "../results/counters";

/** Runs the config on the market: one backtest, its metrics and funnel, and the break-even slippage when asked for. */
export function execute(core: Core, market: Market, config: Config): Execution {
  const mark = core.arena.mark();
  try {
    const spec = toRunSpec(config, config.ticker);
    const range = rangeOf(market, config);
    const prepared = prepare(core, market, { tickers: config.ticker, ...range, features: spec.features });
    return executeOn(prepared, spec, market, config);
  } finally {
    core.arena.release(mark);
  }
}

/** The backtest alone, for replays: the same bits as `execute`. */
export function rerun(core: Core, market: Market, config: Config): RunOutput {
  const mark = core.arena.mark();
  try {
    const spec = toRunSpec(config, config.ticker);
    return run(prepare(core, market, { tickers: config.ticker, ...rangeOf(market, config), features: spec.features }), spec);
  } finally {
    core.arena.release(mark);
  }
}

/** First and last day of the run: the config's, else those of the tickers' chains. Throws when nothing is left. */
export function rangeOf(market: Market, config: Config): { start: number; end: number } {
  const days = market.underlyings.filter((u) => config.ticker.includes(u.symbol) && u.days.day.length > 0).map((u) => u.days.day);
  if (days.length === 0) throw dataError(`dataset ${market.name}`, `has no option chains for ${config.ticker.join(", ")}`, "choose other tickers: mahler data info lists them");
  return dayRange(config, Math.min(...days.map((day) => day[0])), Math.max(...days.map((day) => day[day.length - 1])));
}

/** `execute` on a range that is prepared already, for callers that run many configs on it: `spec` is the config's, and `prepared` its tickers, range and features. */
export function executeOn(prepared: Prepared, spec: RunSpec, market: Market, config: Config): Execution {
  const output = run(prepared, spec);
  const sleeves = sleeveNames(spec);
  const { day } = prepared.timeline;
  const ledger = ledgerOf(prepared, spec, config, output);
  const metrics = computeMetrics(ledger);
  if (config.break_even) metrics.values.break_even_slippage = breakEven(prepared, spec, output.trades.length > 0);
  return {
    config, spec, market: { name: market.name, origin: market.origin }, range: { start: isoDate(day[0]), end: isoDate(day[day.length - 1]) },
    sleeves, output, ledger, metrics, funnel: summariseFunnel(output, day, config.ticker, sleeves), counters: summariseCounters(output.summary),
    marks: () => markTable(output.trades, prepared, spec.account), snapshotBars: prepared.snapshotBars,
  };
}

/** What metrics read of a run. */
export function ledgerOf({ timeline: { rate } }: Prepared, spec: RunSpec, config: Config, { trades, equity }: RunOutput): Ledger {
  return {
    trades, equity, initial: spec.account.equity, underlyings: config.ticker, structures: sleeveNames(spec), regimes: regimeLabels(config.regime_detector),
    rates: config.risk_free === "curve" ? rate : null, riskFree: config.risk_free === "curve" ? 0 : config.risk_free / 100,
  };
}

function sleeveNames({ sleeves }: RunSpec): string[] {
  const names = sleeves.map((sleeve) => sleeve.structure);
  return names.map((name, i) => (names.filter((other) => other === name).length > 1 ? `${name} ${names.slice(0, i + 1).filter((other) => other === name).length}` : name));
}

function breakEven(prepared: Prepared, spec: RunSpec, traded: boolean): MetricValue {
  const totalPnl = (fraction: number): number => {
    const f = Math.round(fraction * RATIO_SCALE);
    const { trades } = run(prepared, { ...spec, account: { ...spec.account, fill: [f, f, f, f] } });
    let total = 0;
    for (let at = T_NET_PNL; at < trades.length; at += TRADE_STRIDE) total += trades[at];
    return total;
  };
  const result = traded ? breakEvenSlippage(totalPnl) : { reason: "no trades" };
  const named = { unit: "percent", label: "Break-even fill", definition: BREAK_EVEN_DEFINITION } as const;
  return typeof result === "number" ? { value: result, ...named } : { value: null, ...named, reason: result.reason };
}
