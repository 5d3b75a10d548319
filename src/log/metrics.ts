// What can be computed of a log by this project's definitions; everything else is null and says why.
import type { GroupTotals } from "../metrics/breakdown";
import { computeMetrics } from "../metrics";
import type { MetricValue, RunMetrics } from "../metrics";
import { toDollars } from "../units";
import { grouped } from "./grouped";
import type { LogLedger } from "./ledger";
import { counted } from "./words";

export interface LogMetrics extends RunMetrics {
  /** The same definitions on equity that counts closed trades only; present when the curve is not marked. */
  realised?: Record<string, MetricValue>;
}

const NEEDS_MARKS = ["volatility", "sharpe", "sortino", "max_drawdown", "calmar"];
const NEEDS_LOSS = ["sigma_r", "worst_trade_r", "cvar_95_r"];
const NEEDS_HEAT = ["mean_heat", "max_heat"];
const NO_MARKS = "positions were held overnight and the log has no equity marked daily: import the daily log too";

export function logMetrics(ledger: LogLedger, marked: boolean): LogMetrics {
  const metrics = computeMetrics(ledger);
  const values = { ...metrics.values };
  const without = (ids: readonly string[], reason: string): void => {
    for (const id of ids) values[id] = { ...values[id], value: null, reason };
  };
  const unknown = ledger.largestLosses.filter((loss) => loss === null).length;
  if (unknown) without([...NEEDS_LOSS, ...NEEDS_HEAT], `the largest loss of ${counted(unknown, "trade")} is not known: legs of several expiries, without a limit, or not understood`);
  without(["mean_breaker_multiplier"], "a log does not tell of breakers");
  without(["fees"], "a log does not tell fees of assignment from commissions");
  if (ledger.logged.some((trade) => trade.openFees === null && trade.closeFees === null)) without(["commissions"], "the log has no commissions for some trades");
  const realised = marked ? undefined : Object.fromEntries(NEEDS_MARKS.map((id) => [id, values[id]]));
  if (!marked) without(NEEDS_MARKS, NO_MARKS);
  return {
    ...metrics, values, breakers: {}, realised,
    breakdown: { ...metrics.breakdown, reason: byReason(ledger), regime: [] },
    ...(marked ? {} : { drawdown: null, stress: [], conventions: [] }),
  };
}

/** P&L by the log's own words for why a position ended, alphabetically. */
function byReason({ logged }: LogLedger): GroupTotals[] {
  const groups = grouped(logged, (trade) => (trade.closed === null ? "(still open)" : trade.reason || "(no reason)"));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, trades]) => {
    const closed = trades.filter((trade) => trade.closed !== null);
    const pnl = trades.reduce((sum, trade) => sum + trade.pnl, 0);
    return {
      key, trades: trades.length, winRate: closed.length ? closed.filter((trade) => trade.pnl > 0).length / closed.length : null, netPnl: toDollars(pnl), averagePnl: toDollars(pnl / trades.length),
      averageHold: closed.length ? closed.reduce((sum, trade) => sum + trade.closed! - trade.opened, 0) / closed.length : 0,
    };
  });
}
