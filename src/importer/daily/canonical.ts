// The project's own CSV of daily data: what this importer reads back to the same columns.
import type { Bars, Curve } from "../../market/types";
import { isoDate } from "../../units";
import type { Actions } from "./actions";

/** `date,open,high,low,close,volume,dividend,split,settlement`, dollars as traded; an unknown settlement is blank. */
export function barsCsv({ day, open, high, low, close, volume, dividend, split, settlement }: Bars): string {
  const rows = Array.from(day, (d, i) => [isoDate(d), ...[open, high, low, close].map((column) => dollars(column[i])), String(volume[i]), dollars(dividend[i]), String(split[i]), settlement[i] ? dollars(settlement[i]) : ""]);
  return csv("date,open,high,low,close,volume,dividend,split,settlement", rows);
}

/** `date,close` in points. */
export const vixCsv = ({ day, value }: Curve): string => csv("date,close", Array.from(day, (d, i) => [isoDate(d), decimal(value[i], 4)]));

/** `date,rate_percent` per year. */
export const ratesCsv = ({ day, value }: Curve): string => csv("date,rate_percent", Array.from(day, (d, i) => [isoDate(d), decimal(value[i] * 100, 4)]));

/** `ex_date,amount` as paid; `ex_date,split`. */
export const dividendsCsv = ({ dividends }: Actions): string => csv("ex_date,amount", dividends.map(({ day, amount }) => [isoDate(day), dollars(amount)]));
export const splitsCsv = ({ splits }: Actions): string => csv("ex_date,split", splits.map(({ day, ratio }) => [isoDate(day), String(ratio)]));

const csv = (header: string, rows: readonly (readonly string[])[]): string => `${[header, ...rows.map((row) => row.join(","))].join("\n")}\n`;

/** Money units as dollars, with as many decimals as it takes. */
const dollars = (units: number): string => decimal(units / 10_000, 4);
const decimal = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
