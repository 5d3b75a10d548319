// Option Omega logs as runs to compare with: docs/logs.md.
import { fateOf, observationsOf, quarantineCsv } from "../importer/tally";
import type { Tally } from "../importer/tally";
import { toArrow, toCsv, toJson } from "../results/encode";
import { RECORD_FILE } from "../results/files";
import { sha256 } from "../results/hash";
import { isoDate, toDollars, toUnits } from "../units";
import { markedCurve, readDailyLog, realisedCurve } from "./equity";
import { logLedger } from "./ledger";
import { logMetrics } from "./metrics";
import type { LogMetrics } from "./metrics";
import { newLogRecord } from "./record";
import type { LogRecord } from "./record";
import { logEquityTable, logTradeTable } from "./tables";
import { readTradeLog } from "./trades";

export interface LogSource {
  /** Name shown in errors and in the record. */
  file: string;
  text: string;
}

export interface LogOptions {
  trades: LogSource;
  /** Daily log of the same backtest: equity marked daily. */
  daily?: LogSource;
  /** Underlying, where the log has no Symbol column. */
  symbol?: string;
  /** Dollars the account began with. */
  equity?: number;
  /** P/L in the log is before fees. */
  gross?: boolean;
}

export interface ImportedLog {
  record: LogRecord;
  metrics: LogMetrics;
  /** All files of the run folder by name. */
  files: Record<string, Uint8Array | string>;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Reads a trade log, and the daily log with it, as a run folder. Throws data errors that name file, line and column. */
export async function importLog({ trades, daily, symbol, equity, gross }: LogOptions): Promise<ImportedLog> {
  const log = readTradeLog(trades.text, trades.file, { gross });
  const days = daily && readDailyLog(daily.text, daily.file);
  const initial = equity === undefined ? undefined : toUnits(equity);
  const curve = days ? markedCurve(days, initial) : realisedCurve(log.trades, log.file, initial);
  const ledger = logLedger(log.trades, curve, symbol);
  const metrics = logMetrics(ledger, curve.marked);
  const tables = { trades: logTradeTable(ledger), equity: logEquityTable(ledger) };
  const csv = { trades: toCsv(tables.trades), equity: toCsv(tables.equity) };
  const source = async ({ text, file }: LogSource, tally: Tally): Promise<LogRecord["files"][number]> => ({ file, sha256: await sha256(text), fate: fateOf(tally), observations: observationsOf(tally) });
  const record = newLogRecord({
    config: { equity: toDollars(curve.initial), ticker: [...ledger.underlyings] },
    strategies: [...ledger.structures],
    range: { start: isoDate(curve.day[0]), end: isoDate(curve.day[curve.day.length - 1]) },
    marked: curve.marked,
    files: [await source(trades, log.tally), ...(days ? [await source(daily, days.tally)] : [])],
    notes: [...log.notes, ...(days?.notes ?? []), ...curve.notes, ...reconciliation(metrics, curve.equity[curve.equity.length - 1] - curve.initial)],
    bits: { trades: await sha256(csv.trades), equity: await sha256(csv.equity) },
  });
  const tallies = [log.tally, ...(days ? [days.tally] : [])];
  const files = {
    "trades.arrow": toArrow(tables.trades, "trades"), "trades.csv": csv.trades, "trades.json": toJson(tables.trades),
    "equity.arrow": toArrow(tables.equity, "equity"), "equity.csv": csv.equity,
    "metrics.json": json({ ...metrics, counters: {} }), [RECORD_FILE]: json(record),
    ...(tallies.some((tally) => tally.samples.length) ? { "quarantine.csv": quarantineCsv(tallies) } : {}),
  };
  return { record, metrics, files };
}

/** Says when trades and equity tell different stories: beyond a dollar. */
function reconciliation({ values }: LogMetrics, change: number): string[] {
  const profit = values.net_profit.value ?? 0;
  return Math.abs(profit - toDollars(change)) <= 1 ? [] : [`the trades' P/L add up to ${profit.toFixed(2)}, equity changes by ${toDollars(change).toFixed(2)}`];
}

export { grouped } from "./grouped";
export { parseLogRecord } from "./record";
export type { LogRecord } from "./record";
