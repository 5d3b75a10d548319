import type { Tally } from "../tally";
import { ratio } from "./ratio";
import { columnOf } from "./recognise";
import type { Recognised } from "./recognise";
import { readRows, requireRows } from "./rows";

const MONEY = 4;

export interface Dividend {
  /** Ex-date. */
  day: number;
  /** Money units per share, as paid. */
  amount: number;
}

export interface Split {
  /** First day on the new basis. */
  day: number;
  /** New shares per old. */
  ratio: number;
}

export interface Actions {
  dividends: Dividend[];
  splits: Split[];
}

/** Dividends or splits from a file of their own, by rising day. */
export function readActions({ format, table }: Recognised): Actions & { tally: Tally } {
  const at = (role: "date" | "dividend" | "split"): number => columnOf(table.header, format, role);
  const [dividend, split] = [at("dividend"), at("split")];
  const { rows, tally } = readRows<{ value: number }>(table, {
    date: at("date"),
    read: (cells) => {
      const value = dividend >= 0 ? cells.scaled(dividend, MONEY) : ratio(cells.text(split));
      if (Number.isNaN(value)) return "unparseable_number";
      return value > 0 && value < 2 ** 31 ? { value } : "bad_amount";
    },
  });
  requireRows(rows, tally, table.file);
  const list = rows.map(({ day, value: { value } }) => ({ day, value }));
  return {
    dividends: dividend >= 0 ? list.map(({ day, value }) => ({ day, amount: value })) : [],
    splits: dividend >= 0 ? [] : list.filter(({ value }) => value !== 1).map(({ day, value }) => ({ day, ratio: value })),
    tally,
  };
}
