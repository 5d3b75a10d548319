// The store's files are plain Arrow IPC: other implementations read the same values. By hand, pyarrow, pandas, Polars and DuckDB do, too (docs/store.md).
import { tableFromIPC as readArrowJs } from "apache-arrow";
import { tableFromIPC } from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { encodeTable } from "../../src/store/encode";
import type { TableColumns } from "../../src/store/encode";
import { TABLES } from "../../src/store/schema";
import type { TableName } from "../../src/store/schema";
import { sampleMarket, sampleUnderlying } from "./sample";

const u = sampleUnderlying();
const wide: TableColumns = { rows: { ...u.rows, openInterest: Uint32Array.of(0, 1, 65_536, 4_294_967_295, 4, 5, 6), flags: Uint8Array.of(1, 2, 3, 4, 5, 6, 7) }, blocks: u.blocks, days: u.days, bars: u.bars, curve: sampleMarket().curves.vix! };
const plain = (columns: object): Record<string, number[]> => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]]));

describe.each(Object.keys(TABLES) as TableName[])("%s", (table) => {
  const bytes = encodeTable(table, wide[table], { symbol: "SPY", tick: "100" });

  it("is read by another Arrow implementation, as a file and as the stream inside it", () => {
    for (const part of [bytes, bytes.subarray(8)]) {
      const read = tableFromIPC(part);
      expect(plain(read.toColumns())).toEqual(plain(wide[table]));
      expect(Object.fromEntries(read.schema.metadata!)).toEqual({ "mahler.table": table, "mahler.store": "2", "mahler.symbol": "SPY", "mahler.tick": "100" });
      expect(read.schema.fields.every(({ nullable, metadata }) => !nullable && metadata.has("unit"))).toBe(true);
    }
  });

  it("is read by Arrow's own JavaScript library", () => {
    const read = readArrowJs(bytes);
    expect(Object.fromEntries(read.schema.fields.map(({ name }) => [name, Array.from(read.getChild(name)!)]))).toEqual(plain(wide[table]));
  });
});

it("a table without rows is an Arrow file, too", () => {
  const empty = encodeTable("curve", { day: new Int32Array(0), value: new Float64Array(0) });
  expect(tableFromIPC(empty).numRows).toBe(0);
});
