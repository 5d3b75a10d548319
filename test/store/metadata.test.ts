import { DataType, Message } from "apache-arrow";
import type { Schema } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTable } from "../../src/store/encode";
import { messageMetadata } from "../../src/store/metadata";

const file = encodeTable("curve", { day: Int32Array.of(1, 2, 3), value: Float64Array.of(0.5, 1.5, 2.5) }, { symbol: "VIX" });
/** The messages before the body: each after a mark and its length. */
const messageAt = (at: number): { bytes: Uint8Array; end: number } => {
  const length = new DataView(file.buffer, file.byteOffset).getInt32(at + 4, true);
  return { bytes: file.slice(at + 8, at + 8 + length), end: at + 8 + length };
};
const schema = messageAt(8);
const batch = messageAt(schema.end);

describe("the metadata of Arrow messages", () => {
  it("a schema reads as the Arrow library reads it", () => {
    const theirs = Message.decode(schema.bytes).header() as Schema;
    const ours = messageMetadata(schema.bytes);
    expect(ours).toEqual({ kind: "schema", fields: theirs.fields.map(({ name, type }) => ({ name, type: DataType.isFloat(type) ? "Float64" : String(type) })), metadata: theirs.metadata });
    expect(ours).toMatchObject({ fields: [{ name: "day", type: "Int32" }, { name: "value", type: "Float64" }] });
  });

  it("and so does a record batch", () => {
    const message = Message.decode(batch.bytes);
    const theirs = message.header() as unknown as { length: number; nodes: { length: number; nullCount: number }[]; buffers: { offset: number; length: number }[] };
    expect(messageMetadata(batch.bytes)).toEqual({
      kind: "batch", bodyLength: message.bodyLength, rows: theirs.length, compressed: false,
      nodes: theirs.nodes.map(({ length, nullCount }) => ({ length, nullCount })), buffers: theirs.buffers.map(({ offset, length }) => ({ offset, length })),
    });
  });

  it("damaged bytes are read or refused, at once", () => {
    fc.assert(
      fc.property(fc.constantFrom(schema.bytes, batch.bytes), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }), fc.nat(), (bytes, changes, cut) => {
        const damaged = bytes.slice(0, cut % 4 === 0 ? cut % bytes.length : bytes.length);
        for (const [at, value] of changes) if (damaged.length > 0) damaged[at % damaged.length] = value;
        try {
          messageMetadata(damaged);
        } catch (error) {
          expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
