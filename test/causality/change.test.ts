import { describe, expect, it } from "vitest";
import { changeMarket, partsOf } from "../../src/causality";
import type { Change } from "../../src/causality";
import type { Market } from "../../src/market/types";
import { validateCurve, validateUnderlying } from "../../src/store/validate";
import { randomMarketOf, tickersOf } from "./support";

const SEEDS = Array.from({ length: 5 }, (_, i) => 40 + i);

function dayInside(market: Market): number {
  const { day } = market.underlyings[0].days;
  return day[day.length >> 1];
}

function validate(market: Market): void {
  for (const u of market.underlyings) validateUnderlying(u);
  for (const name of ["vix", "rate"] as const) if (market.curves[name]) validateCurve(name, market.curves[name]);
}

/** Every table's rows dated up to a day, or after it, as text. */
const rowsOf = (market: Market, keep: (day: number) => boolean): string => JSON.stringify(tablesOf(market, keep));

function tablesOf(market: Market, keep: (day: number) => boolean): unknown {
  const table = (columns: object, days: ArrayLike<number>): unknown =>
    Object.fromEntries(Object.entries(columns).map(([name, column]: [string, ArrayLike<number> | null]) => [name, column && Array.from(column).filter((_, i) => keep(days[i]))]));
  return {
    underlyings: market.underlyings.map((u) => {
      const dayOfBlock = new Int32Array(u.blocks.end.length);
      u.days.day.forEach((day, d) => dayOfBlock.fill(day, u.days.blocksBegin[d], u.days.blocksEnd[d]));
      const dayOfRow = new Int32Array(u.rows.bid.length);
      u.blocks.end.forEach((end, b) => dayOfRow.fill(dayOfBlock[b], u.blocks.callsBegin[b], end));
      return { bars: table(u.bars, u.bars.day), days: table(u.days, u.days.day), blocks: table(u.blocks, dayOfBlock), rows: table(u.rows, dayOfRow) };
    }),
    curves: [market.curves.vix, market.curves.rate].map((curve) => curve && table(curve, curve.day)),
  };
}

describe("a changed market", () => {
  it.each(SEEDS)("is valid, and the same up to the day: %i", (seed) => {
    const market = randomMarketOf(seed, { sessions: 40 });
    const before = rowsOf(market, () => true);
    const after = dayInside(market);
    for (const how of ["truncate", "plausible", "wild"] as const) {
      const changed = changeMarket(market, { how, after, upTo: Infinity, parts: partsOf(market, tickersOf(market)), seed });
      validate(changed);
      expect(rowsOf(changed, (day) => day <= after)).toBe(rowsOf(market, (day) => day <= after));
      if (how === "truncate") expect(rowsOf(changed, (day) => day > after)).not.toMatch(/\d/);
    }
    expect(rowsOf(market, () => true)).toBe(before);
  });

  it.each(["plausible", "wild"] as const)("%s: every column of every table is another after the day", (how) => {
    const market = randomMarketOf(8, { underlyings: 1, sessions: 60 });
    const after = dayInside(market);
    const original = rowsOf(market, () => true);
    for (const part of partsOf(market, tickersOf(market))) {
      for (const column of part.columns) {
        if (how === "plausible" && column === "split") continue; // another split is not plausible
        const changed = changeMarket(market, { how, after, upTo: Infinity, parts: [{ ...part, columns: [column] }], seed: 1 });
        validate(changed);
        expect(rowsOf(changed, () => true), `${part.table} ${column}`).not.toBe(original);
      }
    }
  });

  it("a datum becomes the same other datum, whatever the day from which data change", () => {
    const market = randomMarketOf(3, { underlyings: 1, sessions: 80 });
    const after = dayInside(market);
    const change: Change = { how: "plausible", after, upTo: Infinity, parts: partsOf(market, tickersOf(market)), seed: 5 };
    const later = changeMarket(market, { ...change, after: after + 20 });
    const both = changeMarket(market, change);
    expect(rowsOf(later, (day) => day > after + 20)).toBe(rowsOf(both, (day) => day > after + 20));
    expect(rowsOf(changeMarket(market, { ...change, upTo: after + 20 }), (day) => day <= after + 20)).toBe(rowsOf(both, (day) => day <= after + 20));
  });

  it("plausible data keep good quotes good", () => {
    const market = randomMarketOf(9, { underlyings: 1, dirt: 0 });
    const { rows } = changeMarket(market, { how: "plausible", after: 0, upTo: Infinity, parts: partsOf(market, ["U0"]), seed: 2 }).underlyings[0];
    expect(rows.bid.every((bid, r) => bid <= rows.ask[r])).toBe(true);
  });
});
