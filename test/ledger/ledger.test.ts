import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTally, encodeEntry, readChain, selectTrials } from "../../src/ledger";
import type { Entry, Trials } from "../../src/ledger";
import { joinTrials } from "../../src/ledger/count";
import { decodeWords, encodeWords } from "../../src/ledger/words";
import { DATASET, digest, trials } from "./samples";

const entry = (what: Trials): Entry => ({ ...what, at: "2026-01-02T03:04:05.678Z", command: "sweep", data: "embedded" });

/** A ledger of so many lines of three trials each. */
async function ledger(lines: number): Promise<{ lines: string[]; head: { lines: number; hash: string } }> {
  const texts: string[] = [];
  let prev = DATASET;
  for (let i = 0; i < lines; i++) {
    const { text, hash } = await encodeEntry(entry(trials(3 * i, 3)), prev, digest);
    texts.push(text);
    prev = hash;
  }
  return { lines: texts, head: { lines, hash: prev } };
}

const read = (lines: readonly string[], head?: { lines: number; hash: string }, torn = "") => readChain(lines.map((line) => `${line}\n`).join("") + torn, DATASET, digest, head);

describe("the chain", () => {
  it("reads back what was written", async () => {
    const what = trials(5, 4, { sharpe: (n) => (n === 6 ? NaN : n / 7) });
    const { text, hash } = await encodeEntry(entry(what), DATASET, digest);
    const { entries, last, faults, torn } = await read([text]);
    expect([faults, torn, last]).toEqual([[], "", { lines: 1, hash }]);
    expect(entries[0]).toEqual({ ...entry(what), sharpe: what.sharpe.map((value) => Math.round(value * 1e6) / 1e6) });
  });

  it("an empty ledger is followed by the dataset's id", async () => {
    expect(await readChain("", DATASET, digest)).toEqual({ entries: [], last: { lines: 0, hash: DATASET }, faults: [], torn: "" });
  });

  it("D.40: every change of a line, every line removed or moved is noticed", async () => {
    const { lines, head } = await ledger(5);
    expect((await read(lines, head)).faults).toEqual([]);
    expect((await read(lines.with(2, lines[2].replace("SPY", "QQQ")), head)).faults).toEqual(["line 3 was changed"]);
    expect((await read(lines.toSpliced(2, 1), head)).faults).toEqual(["lines between 2 and 3 are missing, or their order was changed", expect.stringContaining("there were 5, 4 are left")]);
    expect((await read(lines.slice(1), head)).faults[0]).toBe("lines before the first are missing, or they are of another dataset");
    expect((await read(lines.slice(0, 3), head)).faults).toEqual(["lines at the end are missing: there were 5, 3 are left"]);
    expect((await read([], head)).faults).toEqual(["lines at the end are missing: there were 5, 0 are left"]);
    expect((await read(lines.with(1, "{}"), head)).faults[0]).toBe("line 2 cannot be read");
    expect((await read([lines[1], lines[0]])).faults.length).toBe(2);
  });

  it("D.40: no character of a line can be changed unnoticed", async () => {
    const { lines } = await ledger(2);
    await fc.assert(fc.asyncProperty(fc.nat(lines[0].length - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
      const character = String.fromCharCode(code);
      fc.pre(character !== lines[0][at]);
      expect((await read([lines[0].slice(0, at) + character + lines[0].slice(at + 1), lines[1]])).faults.length).toBeGreaterThan(0);
    }), { numRuns: 200 });
  });

  it("what was cut off stands apart; lines that can be read count, whatever is wrong", async () => {
    const { lines, head } = await ledger(3);
    expect(await read(lines.slice(0, 2), undefined, lines[2].slice(0, 40))).toMatchObject({ faults: [], torn: lines[2].slice(0, 40), last: { lines: 2 } });
    expect((await read([lines[0], "nonsense", lines[2]], head)).entries.length).toBe(2);
  });
});

describe("counting", () => {
  it("D.40: the same config on the same underlyings and range is one trial, elsewhere another", () => {
    const tally = createTally();
    expect(tally.add(trials(0, 3))).toEqual([0, 1, 2]);
    expect(tally.add(trials(1, 3))).toEqual([2]);
    expect(tally.add(trials(0, 2, { tickers: ["QQQ"] }))).toEqual([0, 1]);
    expect(tally.add(trials(0, 2, { end: 20_000 }))).toEqual([0, 1]);
    expect(tally.count()).toMatchObject({ trials: 8, configs: 4, tradeLists: 4 });
  });

  it("D.40: inert variations are trials, but share a trade list and count once in the spread of Sharpe ratios", () => {
    const tally = createTally();
    tally.add(trials(0, 6, { list: (n) => n % 3, sharpe: (n) => n % 3 }));
    expect(tally.count()).toEqual({ trials: 6, configs: 6, tradeLists: 3, sharpe: { count: 3, mean: 1, variance: 1, highest: 2 } });
  });

  it("S.10: undefined Sharpe ratios are trials without a figure", () => {
    const tally = createTally();
    expect(tally.count()).toEqual({ trials: 0, configs: 0, tradeLists: 0, sharpe: { count: 0, mean: NaN, variance: NaN, highest: NaN } });
    tally.add(trials(0, 3, { sharpe: (n) => (n === 1 ? -0.5 : NaN) }));
    expect(tally.count()).toMatchObject({ trials: 3, sharpe: { count: 1, mean: -0.5, variance: NaN, highest: -0.5 } });
  });

  it("D.40: short windows are trials, but the spread of their Sharpe ratios is that of their shortness and sets no bar", () => {
    const tally = createTally();
    tally.add(trials(0, 3, { start: 1000, end: 1099, sharpe: (n) => 9 * n }));
    expect(tally.count().sharpe).toMatchObject({ count: 3, highest: 18 });
    tally.add(trials(10, 3, { start: 1000, end: 1999, sharpe: (n) => n / 10 }));
    tally.add(trials(20, 1, { start: 1000, end: 1499, sharpe: () => 1.1 }));
    expect(tally.count()).toMatchObject({ trials: 7, sharpe: { count: 4, highest: 1.2 } });
  });

  it("a trial twice in one batch is one; asking what is new changes nothing", () => {
    const tally = createTally();
    const twice = joinTrials([trials(0, 2), trials(1, 2)])[0];
    expect([tally.fresh(twice), tally.fresh(twice), tally.add(twice), tally.fresh(twice)]).toEqual([[0, 1, 3], [0, 1, 3], [0, 1, 3], []]);
    expect(selectTrials(twice, [0, 3])).toEqual({ ...twice, keys: Uint32Array.from([...trials(0, 1).keys, ...trials(2, 1).keys]), lists: Uint32Array.from([...trials(0, 1).lists, ...trials(2, 1).lists]), sharpe: Float64Array.of(0, 0.2) });
  });

  it("words survive base64", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff })), (words) => {
      expect(decodeWords(encodeWords(Uint32Array.from(words)))).toEqual(Uint32Array.from(words));
    }));
    expect([decodeWords("AAA="), decodeWords("?")]).toEqual([undefined, undefined]);
    expect(decodeWords(encodeWords(new Uint32Array(20_000).fill(7)))!.length).toBe(20_000);
  });
});
