// Daily files (bars, volatility index, rates): text in, columns and an account of every line out; nothing is guessed.
import { inCalendar, isSession, sessions } from "../calendar";
import { dataError } from "../errors";
import type { Bars, Curve } from "../market/types";
import { columnAt, readHeader, splitLine } from "../vendors/csv";
import { isBlank, parseDate, parseScaled, wasRounded } from "../vendors/parse";
import { bump, newTally, quarantine } from "./tally";
import type { Tally } from "./tally";

const MONEY = 4;
const MAX_PRICE = 2 ** 31;

interface DatedRow {
  day: number;
  values: number[];
}

/** What a daily file's line becomes, or the reason it is set aside. */
type LineReader = (cells: readonly string[], tally: Tally, repaired: (name: string) => void) => number[] | string;

/**
 * Official bars from `date,open,high,low,close[,volume,dividend,split,settlement]` in any column order, prices in dollars as traded.
 * Rows off the exchange calendar, repeated days and bars whose open or close lies outside high–low are set aside and counted.
 * Throws a data error for a missing column or a file without bars.
 */
export function parseBars(text: string, file: string): { bars: Bars; tally: Tally } {
  const { rows, tally } = parseDaily(text, file, (header) => {
    const required = (...names: string[]): number => need(header, file, names);
    const optional = (...names: string[]): number => columnAt(header, names);
    const prices = [required("open", "Open"), required("high", "High"), required("low", "Low"), required("close", "Close")];
    const volume = optional("volume", "Volume"), dividend = optional("dividend", "dividend_amount", "Dividends");
    const split = optional("split", "split_coefficient"), settlement = optional("settlement");
    const cell = (cells: readonly string[], at: number, digits: number, missing: number): number => (at < 0 || isBlank(cells[at]) ? missing : parseScaled(cells[at], digits));
    return (cells, _, repaired) => {
      const [open, high, low, close] = prices.map((at) => parseScaled(cells[at], MONEY));
      const rest = [cell(cells, volume, 0, 0), cell(cells, dividend, MONEY, 0), split < 0 || isBlank(cells[split]) ? 1 : Number(cells[split]), cell(cells, settlement, MONEY, 0)];
      if (![open, high, low, close, ...rest].every(Number.isFinite)) return "unparseable_number";
      if (low <= 0 || high >= MAX_PRICE || rest.some((v) => v < 0) || rest[2] <= 0) return "bad_price";
      if (low > Math.min(open, close) || high < Math.max(open, close)) return "ohlc_inconsistent";
      if (prices.some((at) => wasRounded(cells[at], MONEY)) || (dividend >= 0 && wasRounded(cells[dividend], MONEY))) repaired("price_rounded");
      return [open, high, low, close, ...rest];
    };
  });
  const ints = (k: number) => Int32Array.from(rows, (row) => row.values[k]);
  const floats = (k: number) => Float64Array.from(rows, (row) => row.values[k]);
  const bars: Bars = { day: days(rows), open: ints(0), high: ints(1), low: ints(2), close: ints(3), volume: floats(4), dividend: ints(5), split: floats(6), settlement: ints(7) };
  return { bars, tally };
}

/** A volatility index from `date,…,close`, in points; the close only. */
export function parseVix(text: string, file: string): { curve: Curve; tally: Tally } {
  const { rows, tally } = parseDaily(text, file, (header) => {
    const close = need(header, file, ["close", "Close", "CLOSE", "value"]);
    return (cells) => {
      const value = parseScaled(cells[close], MONEY) / 10 ** MONEY;
      return Number.isNaN(value) ? "unparseable_number" : value > 0 ? [value] : "bad_price";
    };
  });
  return { curve: { day: days(rows), value: Float64Array.from(rows, (row) => row.values[0]) }, tally };
}

/** Annual rates from `date,DGS3MO` in percent; blanks (bond-market holidays) carry the last value forward and are counted. */
export function parseRates(text: string, file: string): { curve: Curve; tally: Tally } {
  const { rows, tally } = parseDaily(text, file, (header) => {
    const rate = need(header, file, ["DGS3MO", "rate_percent"]);
    let last = Number.NaN;
    return (cells, counts, repaired) => {
      const blank = isBlank(cells[rate]) || cells[rate] === ".";
      const value = blank ? last : parseScaled(cells[rate], MONEY) / (10 ** MONEY * 100);
      if (Number.isNaN(value)) return blank ? "blank_before_first_value" : "unparseable_number";
      if (blank) repaired("carried_forward");
      if (value < 0) bump(counts.observations, "negative_rate");
      last = value;
      return [value];
    };
  });
  return { curve: { day: days(rows), value: Float64Array.from(rows, (row) => row.values[0]) }, tally };
}

const days = (rows: DatedRow[]): Int32Array => Int32Array.from(rows, (row) => row.day);

function need(header: readonly string[], file: string, names: string[]): number {
  const at = columnAt(header, names);
  if (at < 0) throw dataError(`${file}:1 column ${names[0]}`, "is missing", `the header is ${header.join(",").slice(0, 120)}`);
  return at;
}

function parseDaily(text: string, file: string, bind: (header: readonly string[]) => LineReader): { rows: DatedRow[]; tally: Tally } {
  const lines = text.split(/\r?\n/);
  if (lines[0].trim() === "") throw dataError(file, "is empty", "give a CSV file with a header line");
  const header = readHeader(lines[0], file);
  const date = need(header, file, ["date", "Date", "DATE"]);
  const read = bind(header);
  const tally = newTally();
  const byDay = new Map<number, DatedRow>();
  for (let i = 1; i < lines.length; i++) {
    if (lines[i].trim() === "") continue;
    tally.read++;
    const reason = takeLine(splitLine(lines[i]), { width: header.length, date, read, tally, byDay });
    if (reason) quarantine(tally, { file, line: i + 1, reason, text: lines[i] });
  }
  const rows = [...byDay.values()].sort((a, b) => a.day - b.day);
  if (rows.length === 0) throw dataError(file, "holds no usable row", `${tally.read} lines were read; see the reasons: ${Object.keys(tally.quarantined).join(", ") || "no line"}`);
  const missing = sessions(rows[0].day, rows[rows.length - 1].day).length - rows.length;
  if (missing > 0) tally.observations.missing_sessions = missing;
  return { rows, tally };
}

/** The file being read: its columns and what has been taken so far. */
interface DailyIntake {
  width: number;
  /** Column of the date. */
  date: number;
  read: LineReader;
  tally: Tally;
  byDay: Map<number, DatedRow>;
}

/** Takes one line; the reason when it is set aside. */
function takeLine(cells: string[], { width, date, read, tally, byDay }: DailyIntake): string | null {
  if (cells.length !== width) return "column_count";
  const day = parseDate(cells[date]);
  if (Number.isNaN(day)) return "unparseable_day";
  if (!inCalendar(day)) return "date_out_of_range";
  if (!isSession(day)) return "not_a_session";
  if (byDay.has(day)) return "duplicate_day";
  const repairs: string[] = [];
  const values = read(cells, tally, (name) => repairs.push(name));
  if (typeof values === "string") return values;
  for (const name of repairs) bump(tally.repairs, name);
  if (repairs.length) tally.repaired++;
  byDay.set(day, { day, values });
  return null;
}
