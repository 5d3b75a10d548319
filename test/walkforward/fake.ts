// A market that exists only as numbers: every config earns what a script says, on any window.
import { A_LAST_ENTRY, A_SLOTS, S_PROFIT_TARGET, S_SLOTS } from "../../assembly/abi";
import { sessions } from "../../src/calendar";
import { emptyEvaluations } from "../../src/engine/evaluations";
import type { RunWindow } from "../../src/engine/window";
import { METRICS } from "../../src/metrics";
import type { Evaluate } from "../../src/sweep/run";
import { parseIsoDate, toUnits } from "../../src/units";
import type { Calendar } from "../../src/walkforward/calendar";
import { grid } from "../sweep/support";

export const day = (text: string): number => parseIsoDate(text)!;

/** Equity of the account, dollars. */
export const EQUITY = 100_000;

/** Three configs that differ in their profit target: numbers 0, 1, 2. */
export const TARGETS = [20, 50, 80];
export const space = grid({ profit_target: TARGETS }, { ticker: "SPY", equity: EQUITY, min_dte: 10, max_dte: 30 });

export const calendar: Calendar = { days: sessions(day("2010-01-04"), day("2012-12-31")), rates: null, riskFree: 0 };

/** What a config does on a window. */
export interface Script {
  /** Dollars earned per session. */
  perDay?: number;
  /** Sessions after which it earns nothing more; default: all. */
  sessions?: number;
  /** Metrics by id; the net profit follows from the equity. Undefined = NaN. */
  metrics?: Record<string, number>;
}

export interface Asked {
  config: number;
  window: RunWindow;
  lastEntry: number;
}

const LIKE = { trades: 30, win_rate: 0.5, max_drawdown: 0.05, open_at_end: 0 };

/** An evaluate that follows the script and notes what it was asked for. */
export function fake(script: (asked: Asked) => Script): { evaluate: Evaluate; asked: Asked[] } {
  const asked: Asked[] = [];
  const evaluate: Evaluate = (packed, window) => {
    if (!window) throw new Error("a walk-forward always names its window");
    const days = calendar.days.filter((d) => d >= window.start && d <= window.end);
    const result = emptyEvaluations(packed.count, [2010], window.equity ? days : undefined);
    for (let i = 0; i < packed.count; i++) {
      const config = TARGETS.indexOf(packed.sleeves[i * S_SLOTS + S_PROFIT_TARGET] / 100);
      const one = { config, window, lastEntry: packed.accounts[i * A_SLOTS + A_LAST_ENTRY] };
      asked.push(one);
      const { perDay = 0, sessions: earning = Infinity, metrics = {} } = script(one);
      const equity = Float64Array.from(days, (_, t) => toUnits(EQUITY + perDay * Math.min(t + 1, earning)));
      const values: Record<string, number> = { ...LIKE, net_profit: equity[equity.length - 1] / 10_000 - EQUITY, ...metrics };
      METRICS.forEach(({ id }, m) => (result.metrics[i * METRICS.length + m] = values[id] ?? NaN));
      if (result.equity) result.equity.set(equity, i * days.length);
    }
    return result;
  };
  return { evaluate, asked };
}
