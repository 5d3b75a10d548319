import { describe, expect, it } from "vitest";
import { parseArithmetic, parseCondition } from "../../src/sweep/expression";
import type { Scalar } from "../../src/sweep/expression";

const VALUES: Record<string, Scalar> = { a: 0.1, b: 0.2, n: 3, word: "credit", stop: "off", unknown: null };
const known = Object.keys(VALUES);
const lookup = (name: string): Scalar => VALUES[name];
const value = (source: string) => parseArithmetic(source, { where: "x", known }).value(lookup);
const holds = (source: string, unknown = false) => parseCondition(source, { where: "x", known, unknown }).holds(lookup);

describe("arithmetic of keys", () => {
  it.each<[string, number | null]>([
    ["a + b", 0.3], ["a + 0.10", 0.2], ["1 + 2 * 3", 7], ["(1 + 2) * 3", 9], ["-n + 1", -2], ["n / 2 - 1", 0.5], ["n × 2 ÷ 3", 2], ["2 − 5", -3],
    [".5 * n", 1.5], ["1e-2", 0.01], ["n / 0", null], ["stop + 1", null], ["unknown", null], ["8 - 4 - 2", 2],
  ])("%s is %s, in decimals", (source, expected) => expect(value(source)).toBe(expected));

  it.each([
    ["a +", "has the end where a key or a number is expected"], ["a b", 'has "b" after the end'], ["(a", "has the end where ) is expected"], ["c + 1", "has unknown c"],
    ["a; b", 'has an unexpected ";"'], ["a.b", 'has an unexpected "."'], ["constructor", "has unknown constructor"], ["a < b", 'has "<" after the end'],
  ])("%s is refused", (source, message) => expect(() => value(source)).toThrow(message));
});

describe("conditions", () => {
  it.each<[string, boolean]>([
    ["a < b", true], ["a > b", false], ["a + 0.1 == b", true], ["a = 0.1", true], ["a != 0.1", false], ["a <= 0.1 and b >= 0.2", true],
    ["a > b or n == 3", true], ["a > b and n == 3 or n == 3", true], ["a > b and (n == 3 or n == 4)", false], ["(a + b) * 2 > 0.5", true], ["(a < b)", true], ["((a)) < b", true],
    ["word == credit", true], ["word != credit", false], ['word == "target-delta"', false], ["word == 'credit'", true], ["stop == off", true], ["stop == false", true], ["off != stop", false],
  ])("%s: %s", (source, expected) => expect(holds(source)).toBe(expected));

  it("a comparison without a value holds or not as the caller says, never by accident", () => {
    for (const source of ["stop > 100", "stop < 100", "unknown < 1", "unknown == 1", "unknown != 1", "word < 3"]) {
      expect(holds(source, false), source).toBe(false);
      expect(holds(source, true), source).toBe(true);
    }
  });

  it.each([
    ["a", "where a comparison is expected"], ["a < b < n", 'has "<" after the end'], ["wrod < 3", "did you mean word?"], ["a < 1 and", "has the end"], ["a < 1 or or a > 1", "has unknown or"],
  ])("%s is refused", (source, message) => expect(() => holds(source)).toThrow(message));
});
