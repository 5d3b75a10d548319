import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Field, RecordBatch, Schema, Struct, Table, Utf8, makeData, tableToIPC, vectorFromArray, Int32, Float64 } from "apache-arrow";
import { Arena } from "../../src/core/memory";
import { decodeTable } from "../../src/store/decode";
import { arrowFile, encodeTable, narrowest } from "../../src/store/encode";
import { sampleUnderlying } from "./sample";

const { rows, blocks, days, bars } = sampleUnderlying();

/** A column's values from their bytes, so that -0 and NaN payloads count too. */
const raw = (columns: object) => Object.fromEntries(Object.entries(columns).map(([k, c]) => [k, c && [c.constructor.name, ...new Uint8Array(c.buffer, c.byteOffset, c.byteLength)]]));

describe("store codec", () => {
  it("gives back the same columns and types", () => {
    expect(raw(decodeTable("rows", encodeTable("rows", rows), "f"))).toEqual(raw(rows));
    expect(raw(decodeTable("blocks", encodeTable("blocks", blocks), "f"))).toEqual(raw(blocks));
    expect(raw(decodeTable("days", encodeTable("days", days), "f"))).toEqual(raw(days));
    expect(raw(decodeTable("bars", encodeTable("bars", bars), "f"))).toEqual(raw(bars));
  });

  it("gives back any columns (property)", () => {
    const column = fc.array(fc.record({ s: fc.nat(0xffffffff), b: fc.nat(0xffff), i: fc.nat(0xffff), d: fc.integer({ min: -32768, max: 32767 }), f: fc.nat(7) }), { maxLength: 70 });
    fc.assert(fc.property(column, fc.boolean(), (items, flagged) => {
      const table = {
        strike: narrowest(items.map((x) => x.s)), bid: narrowest(items.map((x) => x.b)), ask: Uint32Array.from(items.map((x) => x.b)),
        iv: Uint16Array.from(items.map((x) => x.i)), delta: Int16Array.from(items.map((x) => x.d)), openInterest: narrowest(items.map((x) => x.s)),
        volume: narrowest(items.map((x) => x.b)), flags: flagged ? Uint8Array.from(items.map((x) => x.f)) : null,
      };
      expect(raw(decodeTable("rows", encodeTable("rows", table), "f"))).toEqual(raw(table));
    }), { numRuns: 60, seed: 2 });
  });

  it("chooses the narrowest exact width", () => {
    expect(narrowest([0, 65_535])).toBeInstanceOf(Uint16Array);
    expect(narrowest([65_536])).toBeInstanceOf(Uint32Array);
    expect(narrowest([])).toHaveLength(0);
  });

  it("decodes in place: every buffer lies inside the WebAssembly memory, nothing is copied", () => {
    const bytes = encodeTable("bars", bars);
    const arena = new Arena(new WebAssembly.Memory({ initial: 1 }), 1000);
    const address = arena.alloc(bytes.length);
    const view = arena.view(Uint8Array, address, bytes.length);
    view.set(bytes);
    const columns = decodeTable("bars", view, "f");
    for (const column of Object.values(columns) as Float64Array[]) {
      expect(column.buffer).toBe(arena.memory.buffer);
      expect(column.byteOffset).toBeGreaterThanOrEqual(address);
      expect(column.byteOffset + column.byteLength).toBeLessThanOrEqual(address + bytes.length);
      expect(column.byteOffset % 8).toBe(0);
    }
    columns.day[0] = 7;
    expect(new Int32Array(arena.memory.buffer, columns.day.byteOffset, 1)[0]).toBe(7);
  });

  it("encodes the same bytes every time", () => {
    expect(encodeTable("rows", rows)).toEqual(encodeTable("rows", sampleUnderlying().rows));
  });

  it("refuses truncation at every byte", () => {
    const bytes = encodeTable("rows", rows);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeTable("rows", bytes.slice(0, length), "SPY.rows.arrow"), `${length} bytes`).toThrow(/^SPY\.rows\.arrow/);
    }
  });

  it("names what is foreign", () => {
    const text = new TextEncoder().encode("underlying,strike,bid,ask\nSPY,400,1.0,1.1\n");
    expect(() => decodeTable("rows", text, "x.csv")).toThrow("x.csv: is not an Arrow IPC file");
    expect(() => decodeTable("rows", encodeTable("days", days), "SPY.rows.arrow")).toThrow('holds the table "days", expected "rows"');
    const foreign = tableToIPC(new Table({ name: vectorFromArray(["a", "b"], new Utf8()) }), "file");
    expect(() => decodeTable("rows", foreign, "f")).toThrow('f: holds no Mahler table, expected "rows"');
    expect(() => decodeTable("curve", custom([["day", new Int32(), Int32Array.of(1)]]), "f")).toThrow("f column value: is missing");
    expect(() => decodeTable("curve", custom([["day", new Int32(), Int32Array.of(1)], ["value", new Int32(), Int32Array.of(1)]]), "f")).toThrow("f column value: has type Int32, expected f64");
    expect(() => decodeTable("curve", custom([["day", new Int32(), Int32Array.of(1)], ["value", new Float64(), Float64Array.of(1)], ["x", new Int32(), Int32Array.of(1)]]), "f")).toThrow("f column x: is unknown");
    expect(() => decodeTable("curve", custom([["day", new Int32(), Int32Array.of(1)]], "99"), "f")).toThrow("f: has store version 99, this build reads 2");
  });

  it("refuses more than one batch and nulls", () => {
    const schema = new Schema([new Field("day", new Int32(), true), new Field("value", new Float64(), true)], new Map([["mahler.table", "curve"], ["mahler.store", "2"]]));
    const batch = (nullCount: number) => new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 2, nullCount: 0, children: [
      makeData({ type: new Int32(), length: 2, nullCount, nullBitmap: nullCount ? Uint8Array.of(1) : undefined, data: Int32Array.of(1, 2) }),
      makeData({ type: new Float64(), length: 2, nullCount: 0, data: Float64Array.of(1, 2) }),
    ] }));
    expect(() => decodeTable("curve", arrowFile([batch(0), batch(0)]), "f")).toThrow("f: has more than one record batch");
    expect(() => decodeTable("curve", arrowFile([batch(1)]), "f")).toThrow("f column day: has 1 nulls");
  });

  it("reports columns that do not fit as a bug", () => {
    expect(() => encodeTable("rows", { ...rows, bid: rows.bid.subarray(1) })).toThrow("rows.bid: has 6 values, the column before 7");
    expect(() => encodeTable("rows", { ...rows, iv: Float64Array.of(1) as unknown as Uint16Array })).toThrow("rows.iv: is f64, expected u16");
  });
});

function custom(columns: [string, Int32 | Float64, Int32Array | Float64Array][], version = "2"): Uint8Array {
  const fields = columns.map(([name, type]) => new Field(name, type, false));
  const schema = new Schema(fields, new Map([["mahler.table", "curve"], ["mahler.store", version]]));
  const children = columns.map(([, type, data]) => makeData({ type: type as Int32, length: 1, nullCount: 0, data: data as Int32Array }));
  return arrowFile([new RecordBatch(schema, makeData({ type: new Struct(fields), length: 1, nullCount: 0, children }))]);
}
