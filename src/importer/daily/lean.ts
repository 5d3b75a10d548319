// QuantConnect LEAN's files have no header: their lines have one shape, and a file is theirs only when its first line has it.
import { dataError } from "../../errors";
import { nextSession, inCalendar } from "../../calendar";
import { parseScaled } from "../../vendors/parse";
import { newTally, quarantine } from "../tally";
import type { Tally } from "../tally";
import type { Actions, Split, Dividend } from "./actions";
import { readBars } from "./bars";
import type { BarReading } from "./bars";
import { readDay } from "./cells";
import { LEAN_BARS } from "./formats";
import type { DailyFormat } from "./formats";

const BAR_LINE = /^\d{8} \d{2}:\d{2}(,\d+){5}$/;
const FACTOR_LINE = /^\d{8}(,\d+(\.\d+)?){2}(,\d+(\.\d+)?)?$/;

export const isLeanBars = (lines: readonly string[]): boolean => BAR_LINE.test(lines[0].trim());
export const isLeanFactors = (lines: readonly string[]): boolean => FACTOR_LINE.test(lines[0].trim());

const LEAN_COLUMNS = ["date", "open", "high", "low", "close", "volume"];
const FORMAT: DailyFormat = { ...LEAN_BARS, required: [], columns: Object.fromEntries(LEAN_COLUMNS.map((name) => [name, [name]])) };

/** Daily bars: `YYYYMMDD 00:00,open,high,low,close,volume` with prices × 10,000, which is this project's unit too. */
export function readLeanBars(lines: string[], file: string): BarReading {
  const scaled = lines.map((line) => (BAR_LINE.test(line.trim()) ? line.trim().split(",").map((cell, i) => (i > 0 && i < 5 ? unscaled(cell) : cell)).join(",") : line));
  return readBars({ format: FORMAT, table: { file, header: LEAN_COLUMNS, lines: scaled, first: 0 } });
}

/** "973100" → "97.3100". */
function unscaled(cell: string): string {
  const digits = cell.padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

interface Factor {
  /** Last day to which the factors apply. */
  day: number;
  price: number;
  split: number;
  /** Close of that day as traded, dollars; 0 = none. */
  reference: number;
}

/**
 * Dividends and splits from a factor file: `last day,price factor,split factor,reference close`. A change of the price factor is a dividend of
 * reference × (1 − factor / next factor) on the session after; a change of the split factor a split.
 */
export function readLeanFactors(lines: readonly string[], file: string): Actions & { tally: Tally } {
  const tally = newTally();
  const factors: Factor[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    tally.read++;
    const [date, price, split, reference = "0"] = line.trim().split(",");
    const factor = { day: readDay(date), price: Number(price), split: Number(split), reference: parseScaled(reference, 8) / 1e8 };
    const sound = FACTOR_LINE.test(line.trim()) && !Number.isNaN(factor.day) && factor.price > 0 && factor.split > 0 && Number.isFinite(factor.reference);
    if (sound) factors.push(factor);
    else quarantine(tally, { file, line: i + 1, reason: "unparseable_factor", text: line });
  });
  if (factors.length === 0) throw dataError(file, "holds no usable row", "give a LEAN factor file");
  factors.sort((a, b) => a.day - b.day);
  const dividends: Dividend[] = [], splits: Split[] = [];
  for (let i = 0; i + 1 < factors.length; i++) {
    const [now, next] = [factors[i], factors[i + 1]];
    if (!inCalendar(now.day + 10)) continue;
    const day = nextSession(now.day);
    const amount = Math.round(now.reference * (1 - now.price / next.price) * 1e4);
    if (now.price !== next.price && amount > 0) dividends.push({ day, amount });
    if (now.split !== next.split) splits.push({ day, ratio: Number((next.split / now.split).toPrecision(9)) });
  }
  return { dividends, splits, tally };
}

