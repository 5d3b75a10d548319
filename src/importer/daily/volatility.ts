import type { Curve } from "../../market/types";
import { isAbsent } from "./cells";
import { columnOf } from "./recognise";
import type { Recognised } from "./recognise";
import { readRows, requireRows } from "./rows";
import type { Tally } from "../tally";

const DIGITS = 4;
/** No index of volatility has been near it; the record is 172.79 (VIX's forerunner, 1987). */
const MAX_POINTS = 1000;

/** A volatility index in points: the close only. Opens outside high–low (garbage in old Cboe files) are counted, for those who would use them. */
export function readVolatility({ format, table }: Recognised): { curve: Curve; tally: Tally } {
  const { header, file } = table;
  const close = columnOf(header, format, format.columns.value ? "value" : "close");
  const [open, high, low] = (["open", "high", "low"] as const).map((role) => columnOf(header, format, role));
  const { rows, tally } = readRows(table, {
    date: columnOf(header, format, "date"),
    read: (cells) => {
      if (isAbsent(cells.text(close))) return "blank";
      const value = cells.scaled(close, DIGITS) / 10 ** DIGITS;
      if (Number.isNaN(value)) return "unparseable_number";
      if (!(value > 0 && value < MAX_POINTS)) return "bad_price";
      if (open >= 0 && high >= 0 && low >= 0) {
        const [o, h, l] = [open, high, low].map((at) => cells.scaled(at, DIGITS) / 10 ** DIGITS);
        if (o < l || o > h) cells.observed("open_outside_range");
        if (value < l || value > h) cells.observed("close_outside_range");
      }
      return { close: value };
    },
  });
  requireRows(rows, tally, file);
  return { curve: { day: Int32Array.from(rows, (row) => row.day), value: Float64Array.from(rows, (row) => row.value.close) }, tally };
}
