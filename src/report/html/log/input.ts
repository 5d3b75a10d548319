import type { RecordedLog } from "../../../log/read";
import type { PageInput, Trade } from "../backtest/input";
import { readSessions, readTrades } from "../backtest/input";

/** What a log has no column for. */
const NOT_IN_A_LOG = new Set(["sleeve", "fees", "delta", "regime", "breaker_multiplier"]);

/** The word under which trades without an end stand. */
export const STILL_OPEN = "(still open)";

/** A log's tables as a report reads them: what the log does not say is NaN or "unknown". Positions still open end, as far as is known, on the last session. */
export function logInput(log: RecordedLog): PageInput {
  const sessions = readSessions(log, NOT_IN_A_LOG);
  const last = sessions.day[sessions.day.length - 1];
  const legs = log.trades.find(({ name }) => name === "legs")?.cells ?? [];
  const strategies = log.trades.find(({ name }) => name === "strategy")?.cells ?? [];
  const trades = readTrades(log, NOT_IN_A_LOG).map((trade, i): Trade => {
    const closed = !Number.isNaN(trade.exit);
    return {
      ...trade, closed, exit: closed ? trade.exit : last, fees: 0, reason: closed ? (trade.reason === "unknown" ? "(no reason)" : trade.reason) : STILL_OPEN,
      structure: typeof strategies[i] === "string" && strategies[i] !== "(no name)" ? strategies[i] : trade.structure, strikes: trade.strikes || String(legs[i] ?? "legs not understood"),
    };
  });
  return { run: log, trades, closed: trades.filter(({ closed }) => closed), sessions, initial: Number(log.record.config.equity), marked: log.record.marked };
}
