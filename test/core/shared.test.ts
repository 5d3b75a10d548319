import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { instantiateCore } from "../../src/core/core";
import { attachMarket, layOutMarket, writeMarket } from "../../src/core/layout";
import { Arena } from "../../src/core/memory";
import { packSpecs } from "../../src/core/packed";
import { createEvaluator } from "../../src/engine/evaluator";
import type { Market } from "../../src/market/types";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";

const bytes = readFileSync(fileURLToPath(new URL("../../dist/core.shared.wasm", import.meta.url)));
const MIB = 2 ** 20;
const PAGES_PER_MIB = 16;

const marketOf = (seed: number, sessions = 90): Market => ({ name: "random", origin: "simulated", ...randomMarket(seed, { underlyings: 3, sessions }) });
const requestOf = (market: Market) => ({ tickers: market.underlyings.map((u) => u.symbol), start: -1e9, end: 1e9, rates: true, riskFree: 0.01 });
/** Several configs with one screen, so that they are compiled and replayed. */
function batchOf(seed: number) {
  const spec = randomSpec(seed, 3);
  return packSpecs([0, 2000, 4000, 8000].map((profitTarget) => ({ ...spec, sleeves: spec.sleeves.map((sleeve) => ({ ...sleeve, profitTarget })) })), 3);
}

describe("instances over one memory", () => {
  // Pages that are never touched cost address space only.
  const memory = new WebAssembly.Memory({ initial: 2200 * PAGES_PER_MIB, maximum: 2200 * PAGES_PER_MIB, shared: true });
  const market = marketOf(5);
  const layout = layOutMarket(market);
  const base = 65_536;
  writeMarket(market, layout, new Uint8Array(memory.buffer, base, layout.bytes));
  const evaluatorIn = (from: number, to: number) => createEvaluator(instantiateCore(bytes, { memory, base: from * MIB, end: to * MIB }), attachMarket(layout, memory, base), requestOf(market));

  it("give the bits of separate ones when their runs alternate, also above 2 GiB, where addresses look negative as i32", () => {
    const low = evaluatorIn(32, 96);
    const high = evaluatorIn(2100, 2164);
    const alone = createEvaluator(loadCore(), market, requestOf(market));
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const expected = [alone.evaluate(batchOf(seed)), alone.evaluate(batchOf(seed + 100))];
      expect([low.evaluate(batchOf(seed)), high.evaluate(batchOf(seed + 100))]).toEqual(expected);
    }
  });

  it("start late without disturbing those at work", () => {
    const early = evaluatorIn(32, 96);
    const first = early.evaluate(batchOf(9));
    evaluatorIn(96, 160).evaluate(batchOf(10));
    expect(early.evaluate(batchOf(9))).toEqual(first);
  });

  it.each([6, 12, 24])("with %i MiB give the same bits: what does not fit is compiled in smaller batches, or not at all", (mebibytes) => {
    const cramped = evaluatorIn(32, 32 + mebibytes);
    const roomy = evaluatorIn(200, 1224);
    const specs = Array.from({ length: 8 }, (_, i) => ({ ...randomSpec(21, 3), account: { ...randomSpec(21, 3).account, widthShare: 1000 * (i + 1) } }));
    expect(cramped.evaluate(packSpecs(specs, 3))).toEqual(roomy.evaluate(packSpecs(specs, 3)));
  });

  it("keep to their parts: a full one says so, and takes nothing", () => {
    const arena = new Arena(memory, 64 * MIB, 65 * MIB);
    const before = arena.mark();
    expect(() => arena.alloc(2 * MIB)).toThrow("memory = 66 MiB: a worker's part of the shared memory ends at 65 MiB; use fewer workers, or a private memory for each");
    expect(arena.mark()).toBe(before);
  });
});

describe("a market laid out in a block", () => {
  it.each([1, 2, 3])("reads as it was (market %i), also after the memory has grown; columns start at multiples of 64", (seed) => {
    const market = marketOf(seed, 30);
    const layout = structuredClone(layOutMarket(market));
    const memory = new WebAssembly.Memory({ initial: Math.ceil((layout.bytes + 128) / 65_536) });
    writeMarket(market, layout, new Uint8Array(memory.buffer, 128, layout.bytes));
    const attached = attachMarket(layout, memory, 128);
    expect(attached).toEqual(market);
    expect(attached.underlyings[0].rows.strike.byteOffset % 64).toBe(0);
    memory.grow(1);
    expect(attached).toEqual(market);
  });

  it("holds the chosen underlyings only", () => {
    const market = marketOf(1, 30);
    const [first, second] = market.underlyings;
    const layout = layOutMarket(market, [second.symbol]);
    expect(layout.market.underlyings.map((u) => u.symbol)).toEqual([second.symbol]);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.bytes / 65_536) });
    writeMarket(market, layout, new Uint8Array(memory.buffer));
    expect(attachMarket(layout, memory, 0)).toEqual({ ...market, underlyings: [second] });
    expect(layout.bytes).toBeLessThan(layOutMarket(market, [first.symbol, second.symbol]).bytes);
  });
});
