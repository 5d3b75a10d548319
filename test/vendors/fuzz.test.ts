// Whatever stands in the cells, a reader answers with a row of numbers or a named fault, never with an exception.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatById } from "../../src/vendors";
import { textCells } from "../../src/vendors/cells";
import { readHeader, splitLine } from "../../src/vendors/csv";
import { newRow } from "../../src/vendors/format";
import type { ChainRow } from "../../src/vendors/format";
import { SAMPLES } from "./samples";
import type { Sample } from "./samples";

const NASTY = [
  "", " ", "-", ".", "nan", "NaN", "inf", "-inf", "NULL", "None", "1,5", "1.234,56", "0x10", "1e999", "-1e-999", "9".repeat(400), "-0", "0", "99999999999", "-1", "1e308", "call", "P", "X",
  "2024-02-30", "00/00/0000", "99991231", "2024-01-03T99:99Z", "SPY240119C00465000", "SPY991399X99999999", "\u0000", "\ufeff", "é", "𝟙", "=cmd()", "'; --", "x".repeat(5000),
];
const FAULT = /^(unparseable_(underlying|root|day|time|expiry|right|strike|bid|ask|underlying_price|volume|open_interest|iv|delta|symbol)|symbol_mismatch|side_absent)$/;

const reader = ({ format, header, context }: Sample) => {
  const names = readHeader(header, "f");
  const readers = formatById(format).bind(names, { file: "SPY_20240103_2000Z.csv", symbol: "SPY", ...context });
  const cells = textCells();
  return (texts: readonly string[]): (ChainRow | string)[] =>
    readers.map((read) => {
      cells.cells = texts;
      const row = newRow();
      return read(cells, row) ?? row;
    });
};

function sound(outcome: ChainRow | string): void {
  if (typeof outcome === "string") return expect(outcome).toMatch(FAULT);
  const { underlying, root, iv, delta, adjusted, filler, rounded, deltaDropped, ...numbers } = outcome;
  for (const [name, value] of Object.entries(numbers)) if (!Number.isInteger(value)) expect.fail(`${name} = ${String(value)}`);
  for (const [name, value] of Object.entries({ iv, delta })) if (!Number.isNaN(value) && !Number.isInteger(value)) expect.fail(`${name} = ${value}`);
  if (underlying === "" || root === "") expect.fail("nameless contract");
  expect([adjusted, filler, rounded, deltaDropped].every((mark) => typeof mark === "boolean")).toBe(true);
  if (outcome.minute < -1 || outcome.minute >= 1440) expect.fail(`minute = ${outcome.minute}`);
}

describe.each(SAMPLES)("$format", (sample) => {
  const good = splitLine(sample.record);
  const read = reader(sample);

  it("reads its sample", () => expect(read(good).every((row) => typeof row === "object")).toBe(true));

  it("takes every nasty text in every cell", () => {
    for (let column = 0; column < good.length; column++) for (const text of NASTY) read(good.with(column, text)).forEach(sound);
  });

  it("takes shuffled cells and random texts (property)", () => {
    const texts = fc.array(fc.oneof(fc.constantFrom(...NASTY, ...good), fc.string({ maxLength: 12 }), fc.double().map(String)), { minLength: good.length, maxLength: good.length });
    fc.assert(fc.property(texts, (record) => read(record).forEach(sound)), { seed: 4, numRuns: 30 });
    fc.assert(fc.property(fc.shuffledSubarray(good, { minLength: good.length }), (record) => read(record).forEach(sound)), { seed: 4, numRuns: 30 });
  });
});
