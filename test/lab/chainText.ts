// A simulated chain as a vendor's file.
import { DateDay, Float64, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { blocksOf, quoteOf, strikeOf } from "../../src/explain/chain";
import type { Underlying } from "../../src/market/types";
import { isoDate, STRIKE_PER_DOLLAR, toDollars } from "../../src/units";
import { line } from "../importer/support";

/** Lines in the layout of test/importer/support. */
export const chainLines = (underlyings: readonly Underlying[]): string[] =>
  underlyings.flatMap((underlying) => Array.from(underlying.days.day, (day, d) => blocksOf(underlying, d).flatMap((block) => (["call", "put"] as const).flatMap((right) => {
    const { begin, end } = block[right];
    return Array.from({ length: end - begin }, (_, i) => {
      const { bid, ask } = quoteOf(underlying, begin + i);
      return line({
        root: underlying.symbol, day: isoDate(day), expiry: isoDate(block.expiry), symbolExpiry: isoDate(block.vendorExpiry), right, strike: strikeOf(underlying, begin + i) / STRIKE_PER_DOLLAR,
        bid: toDollars(bid), ask: toDollars(ask), iv: underlying.rows.iv[begin + i] / 1e4, delta: underlying.rows.delta[begin + i] / 1e4, spot: toDollars(underlying.days.spot[d]),
      });
    });
  }))).flat());

/** The CSV as an Arrow file: dates as dates, numbers as doubles. */
export function arrowOf(text: string): Uint8Array {
  const [header, ...rows] = text.trim().split("\n").map((row) => row.split(","));
  const columns = header.map((name, c) => {
    const cells = rows.map((row) => row[c]);
    if (["expiration", "quotedate"].includes(name)) return vectorFromArray(cells.map((cell) => new Date(cell)), new DateDay());
    const numbers = cells.every((cell) => cell === "" || !Number.isNaN(Number(cell)));
    return numbers ? vectorFromArray(cells.map((cell) => (cell === "" ? null : Number(cell))), new Float64()) : vectorFromArray(cells, new Utf8());
  });
  return tableToIPC(new Table(Object.fromEntries(header.map((name, c) => [name, columns[c]]))), "file");
}
