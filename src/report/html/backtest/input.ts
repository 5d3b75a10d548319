// The tables of a run folder as a report reads them: trades and sessions by name.
import { dataError } from "../../../errors";
import type { Column } from "../../../results/columns";
import type { RecordedRun } from "../../../results/readRun";

/** One trade; money in dollars, prices in dollars per share, days as day numbers. NaN = unknown. */
export interface Trade {
  id: number;
  underlying: string;
  structure: string;
  entry: number;
  exit: number;
  dte: number;
  held: number;
  /** "95/90 P" or "95/90 P · 110/115 C": short strike first. */
  strikes: string;
  /** Index of the sleeve. */
  sleeve: number;
  /** Short strikes, dollars; NaN = no such leg. */
  shortPut: number;
  shortCall: number;
  contracts: number;
  /** Dollars per share that `maxLoss` is measured from: the wider side, or the stressed strike of a lone put. */
  width: number;
  credit: number;
  exitCost: number;
  costs: number;
  net: number;
  maxLoss: number;
  r: number;
  reason: string;
  /** False for what the end of the data closed. */
  closed: boolean;
  delta: number;
  regime: string;
  spotEntry: number;
  spotExit: number;
  vix: number;
  mfe: number;
  mae: number;
}

/** One value per session; money in dollars. */
export interface Sessions {
  day: number[];
  equity: number[];
  /** Fraction of the peak, ≥ 0. */
  drawdown: number[];
  heat: number[];
  positions: number[];
  multiplier: number[];
}

/** What every section reads. */
export interface ReportInput {
  run: RecordedRun;
  trades: readonly Trade[];
  /** Those that ended by an exit, a settlement or an assignment. */
  closed: readonly Trade[];
  sessions: Sessions;
  /** Initial equity, dollars. */
  initial: number;
}

/** Throws a data error naming the column when a table lacks one. */
export function reportInput(run: RecordedRun): ReportInput {
  const trades = readTrades(run);
  return { run, trades, closed: trades.filter(({ closed }) => closed), sessions: readSessions(run), initial: Number(run.record.config.equity) };
}

function reader(columns: readonly Column[], where: string) {
  const find = (name: string): Column => {
    const column = columns.find((each) => each.name === name);
    if (!column) throw dataError(`${where} column ${name}`, "is missing", "run the backtest again with this version");
    return column;
  };
  return {
    numbers: (name: string): number[] => find(name).cells.map((cell) => (typeof cell === "number" ? cell : NaN)),
    texts: (name: string): string[] => find(name).cells.map((cell) => String(cell ?? "unknown")),
  };
}

function readTrades({ trades, folder }: RecordedRun): Trade[] {
  const { numbers, texts } = reader(trades, `${folder}/trades.arrow`);
  const n = Object.fromEntries(NUMBERS.map((name) => [name, numbers(name)])) as Record<(typeof NUMBERS)[number], number[]>;
  const [underlying, structure, reason, regime] = ["underlying", "structure", "exit_reason", "regime"].map(texts);
  return n.id.map((id, i) => ({
    id, underlying: underlying[i], structure: structure[i], entry: n.entry_date[i], exit: n.exit_date[i], dte: n.dte[i], held: n.days_held[i],
    strikes: strikesOf(n.short_put[i], n.long_put[i], n.short_call[i], n.long_call[i]), sleeve: n.sleeve[i], shortPut: n.short_put[i], shortCall: n.short_call[i], contracts: n.contracts[i], width: n.width[i], credit: n.credit[i], exitCost: n.exit_cost[i],
    costs: n.entry_commission[i] + n.exit_commission[i] + n.fees[i], net: n.net_pnl[i], maxLoss: n.max_loss[i], r: n.r[i], reason: reason[i], closed: reason[i] !== "end_of_data",
    delta: n.delta[i], regime: regime[i], spotEntry: n.spot_entry[i], spotExit: n.spot_exit[i], vix: n.vix[i], mfe: n.mfe[i], mae: n.mae[i],
  }));
}

const NUMBERS = [
  "id", "entry_date", "exit_date", "dte", "days_held", "short_put", "long_put", "short_call", "long_call", "sleeve", "contracts", "width", "credit", "exit_cost", "entry_commission", "exit_commission",
  "fees", "net_pnl", "max_loss", "r", "delta", "spot_entry", "spot_exit", "vix", "mfe", "mae",
] as const;

function strikesOf(shortPut: number, longPut: number, shortCall: number, longCall: number): string {
  const side = (short: number, long: number, right: string): string[] => (Number.isNaN(short) ? [] : [`${short}${Number.isNaN(long) ? "" : `/${long}`} ${right}`]);
  return [...side(shortPut, longPut, "P"), ...side(shortCall, longCall, "C")].join(" · ");
}

function readSessions({ equity, folder }: RecordedRun): Sessions {
  const { numbers } = reader(equity, `${folder}/equity.arrow`);
  return { day: numbers("date"), equity: numbers("equity"), drawdown: numbers("drawdown"), heat: numbers("heat"), positions: numbers("positions"), multiplier: numbers("breaker_multiplier") };
}
