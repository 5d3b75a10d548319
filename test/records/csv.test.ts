import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvReader } from "../../src/records/csv";
import type { RecordCells } from "../../src/records/types";
import { splitLine } from "../../src/vendors/csv";
import { textCells } from "../../src/vendors/cells";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string | Uint8Array, piece: number, onRecord: (cells: RecordCells) => void): string[] {
  const headers: string[] = [];
  const reader = new CsvReader("a.csv", (line) => headers.push(line), onRecord);
  const bytes = typeof text === "string" ? encode(text) : text;
  for (let at = 0; at < bytes.length; at += piece) reader.feed(bytes.subarray(at, at + piece));
  reader.end();
  return headers;
}

const cell = fc.oneof(
  fc.constantFrom("", "nan", "12", "-0.5", "1.23456", "0.99995", "99999999999999999", ".", "-", "5.", ".5", "1e-05", "1,5x", "SPY", "SPXW190426C00800000", "SPY   240119P00450000", "2024-01-19", "1/5/2016", "call", "P", "é"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.string({ maxLength: 12 }),
).map((text) => text.replace(/[\r\n",;|\t]/g, ""));

describe("bytes and strings read the same", () => {
  test("every accessor agrees with the plain parser, whatever the pieces and blanks around the cells", () => {
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (rows, piece, crlf) => {
      const end = crlf ? "\r\n" : "\n";
      const plain = textCells();
      let n = 0;
      const kept = rows.filter((row) => row.join(",") !== "");
      read(["a,b,c,d", ...kept.map((row) => row.join(" , "))].join(end), piece, (bytes) => {
        plain.cells = splitLine(kept[n++].join(" , ")).map((c) => c.trim());
        expect(bytes.count).toBe(4);
        for (let c = 0; c < 4; c++) {
          expect(bytes.text(c)).toBe(plain.text(c));
          expect(bytes.blank(c)).toBe(plain.blank(c));
          for (const digits of [0, 3, 4]) expect(bytes.scaled(c, digits)).toBe(plain.scaled(c, digits));
          expect(bytes.rounded(c, 4)).toBe(plain.rounded(c, 4));
          expect(bytes.day(c)).toBe(plain.day(c));
          expect(bytes.right(c)).toBe(plain.right(c));
          const occ = bytes.occ(c);
          expect(occ && { ...occ }).toEqual(plain.occ(c));
        }
      });
      expect(n).toBe(kept.length);
    }), { numRuns: 300, examples: [[[["x", "y", "1.00005", "-1.00005"]], 3, true]] });
  });
});

describe("lines", () => {
  const cellsOf = (text: string): string[][] => {
    const all: string[][] = [];
    read(text, 7, (cells) => all.push(Array.from({ length: cells.count }, (_, c) => cells.text(c))));
    return all;
  };

  test("quotes protect delimiters and stand for themselves when doubled", () => {
    expect(cellsOf('a,b,c\n"1,234"," x ","say ""hi"""\n')).toEqual([["1,234", "x", 'say "hi"']]);
  });

  test("an open quote swallows the rest of its own line only", () => {
    expect(cellsOf('a,b\n"1,2\n3,4\n')).toEqual([["1,2"], ["3", "4"]]);
  });

  test("blank lines are passed over; the last line may lack its end; line numbers are the file's", () => {
    const lines: number[] = [];
    read("a,b\r\n\r\n1,2\r\n3,4", 3, (cells) => lines.push(cells.line));
    expect(lines).toEqual([3, 4]);
  });

  test("the header decides the delimiter", () => {
    expect(cellsOf("a;b\n1,5;2\n")).toEqual([["1,5", "2"]]);
    expect(cellsOf("a\tb\n1\t2\n")).toEqual([["1", "2"]]);
  });

  test("UTF-16 and lines without end are refused by name and line", () => {
    expect(() => read(Uint8Array.from([0xff, 0xfe, 0x61, 0, 10, 0]), 6, () => undefined)).toThrow("a.csv:1: is UTF-16");
    expect(() => read(`a,b\n${"x".repeat(3 << 20)}`, 1 << 16, () => undefined)).toThrow(/a\.csv:2: is longer than/);
  });
});
