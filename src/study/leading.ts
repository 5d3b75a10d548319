// The account that a reader would carry away from a study: the one with the highest Sharpe ratio of all that it ran.
import type { AccountReturns } from "../overfit";
import { rowOf } from "../stats/matrix";
import type { Calendar } from "../walkforward/calendar";
import type { Runs } from "./types";

/** Of all books' configs that closed enough trades; null when none has a Sharpe ratio. Calendars in the order of the books. */
export function leadingAccount(books: readonly Runs[], calendars: readonly Calendar[], minTrades: number): AccountReturns | null {
  const known = books.flatMap((runs, book) => runs.rows.flatMap((_, row) => (runs.metrics.trades[row] >= minTrades && Number.isFinite(runs.metrics.sharpe[row]) ? [{ book, row, sharpe: runs.metrics.sharpe[row] }] : [])));
  if (known.length === 0) return null;
  const { book, row } = known.reduce((top, one) => (one.sharpe > top.sharpe ? one : top));
  const runs = books[book];
  const { rates, riskFree } = calendars[book];
  const returns = Float64Array.from(rowOf(runs.returns, row), (value, t) => value - (rates?.[t] ?? riskFree) / runs.daysPerYear);
  return { name: `the study's best account by Sharpe ratio (${runs.rows[row].label}, ${runs.book.name})`, returns, sessionsPerYear: runs.daysPerYear };
}
