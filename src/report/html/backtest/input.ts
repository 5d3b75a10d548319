// The tables of a run folder as a report reads them: trades and sessions by name.
import { dataError } from "../../../errors";
import type { Cell, Column } from "../../../results/columns";
import type { RecordedRun } from "../../../results/readRun";

/** One trade; money in dollars, prices in dollars per share, days as day numbers. NaN = unknown. */
export interface Trade {
  id: number;
  underlying: string;
  structure: string;
  entry: number;
  exit: number;
  expiry: number;
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
  /** Of entry and exit; fees of assignment and pins. */
  commissions: number;
  fees: number;
  net: number;
  maxLoss: number;
  r: number;
  reason: string;
  /** False for what the end of the data closed. */
  closed: boolean;
  equityAtEntry: number;
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

/** What sections read that a run and an imported log both have. */
export interface PageInput {
  run: Pick<RecordedRun, "folder" | "metrics">;
  trades: readonly Trade[];
  /** Those that ended by an exit, a settlement or an assignment. */
  closed: readonly Trade[];
  sessions: Sessions;
  /** Initial equity, dollars. */
  initial: number;
  /** False: equity counts closed trades only. */
  marked: boolean;
}

/** What every section reads. */
export interface ReportInput extends PageInput {
  run: RecordedRun;
}

/** Throws a data error naming the column when a table lacks one. */
export function reportInput(run: RecordedRun): ReportInput {
  const trades = readTrades(run);
  return { run, trades, closed: trades.filter(({ closed }) => closed), sessions: readSessions(run), initial: Number(run.record.config.equity), marked: true };
}

type Absent = ReadonlySet<string>;

/** Columns by name; those in `absent` may be missing and are then unknown throughout. */
function reader(columns: readonly Column[], where: string, absent: Absent) {
  const cellsOf = (name: string): readonly Cell[] => {
    const column = columns.find((each) => each.name === name);
    if (column) return column.cells;
    if (absent.has(name)) return Array.from({ length: columns[0]?.cells.length ?? 0 }, () => null);
    throw dataError(`${where} column ${name}`, "is missing", "run the backtest again with this version");
  };
  return {
    numbers: (name: string): number[] => cellsOf(name).map((cell) => (typeof cell === "number" ? cell : NaN)),
    texts: (name: string): string[] => cellsOf(name).map((cell) => String(cell ?? "unknown")),
  };
}

/** The trades of a table; `absent` names columns that it may lack. */
export function readTrades({ trades, folder }: Pick<RecordedRun, "trades" | "folder">, absent: Absent = new Set()): Trade[] {
  const { numbers, texts } = reader(trades, `${folder}/trades.arrow`, absent);
  const n = Object.fromEntries(NUMBERS.map((name) => [name, numbers(name)])) as Record<(typeof NUMBERS)[number], number[]>;
  const [underlying, structure, reason, regime] = ["underlying", "structure", "exit_reason", "regime"].map(texts);
  return n.id.map((id, i) => ({
    id, underlying: underlying[i], structure: structure[i], entry: n.entry_date[i], exit: n.exit_date[i], expiry: n.expiry[i], dte: n.dte[i], held: n.days_held[i],
    strikes: strikesOf(n.short_put[i], n.long_put[i], n.short_call[i], n.long_call[i]), shortPut: n.short_put[i], shortCall: n.short_call[i], sleeve: n.sleeve[i], contracts: n.contracts[i], width: n.width[i],
    credit: n.credit[i], exitCost: n.exit_cost[i], commissions: n.entry_commission[i] + n.exit_commission[i], fees: n.fees[i], net: n.net_pnl[i], maxLoss: n.max_loss[i], r: n.r[i], reason: reason[i], closed: reason[i] !== "end_of_data",
    equityAtEntry: n.equity_at_entry[i], delta: n.delta[i], regime: regime[i], spotEntry: n.spot_entry[i], spotExit: n.spot_exit[i], vix: n.vix[i], mfe: n.mfe[i], mae: n.mae[i],
  }));
}

const NUMBERS = [
  "id", "entry_date", "exit_date", "expiry", "dte", "days_held", "short_put", "long_put", "short_call", "long_call", "sleeve", "contracts", "width", "credit", "exit_cost", "entry_commission", "exit_commission",
  "fees", "net_pnl", "max_loss", "r", "equity_at_entry", "delta", "spot_entry", "spot_exit", "vix", "mfe", "mae",
] as const;

function strikesOf(shortPut: number, longPut: number, shortCall: number, longCall: number): string {
  const side = (short: number, long: number, right: string): string[] => (Number.isNaN(short) ? [] : [`${short}${Number.isNaN(long) ? "" : `/${long}`} ${right}`]);
  return [...side(shortPut, longPut, "P"), ...side(shortCall, longCall, "C")].join(" · ");
}

/** The sessions of a table; `absent` names columns that it may lack. */
export function readSessions({ equity, folder }: Pick<RecordedRun, "equity" | "folder">, absent: Absent = new Set()): Sessions {
  const { numbers } = reader(equity, `${folder}/equity.arrow`, absent);
  return { day: numbers("date"), equity: numbers("equity"), drawdown: numbers("drawdown"), heat: numbers("heat"), positions: numbers("positions"), multiplier: numbers("breaker_multiplier") };
}
