import { describe, expect, test } from "vitest";
import { runBacktest } from "../../src/engine/backtest";
import type { RunInput } from "../../src/engine/types";
import { loadCore } from "../helpers/core";
import { randomMarket } from "../helpers/randomMarket";
import { randomSpec } from "../helpers/randomSpec";
import { runInput } from "../helpers/runInput";
import { referenceRun } from "../reference/dayloop";

const core = loadCore();

/** Both sides from the same market and spec, each with its own timeline and features. */
function both(seed: number) {
  const { underlyings, curves } = randomMarket(seed);
  const symbols = underlyings.map((u) => u.symbol);
  const spec = randomSpec(seed, underlyings.length, underlyings[0].days.day);
  const result = runBacktest(core, { name: "random", origin: "simulated", underlyings, curves }, { tickers: symbols, start: -1e9, end: 1e9, spec });
  const input: RunInput = runInput(underlyings, curves, spec);
  return { result, input, expected: referenceRun(input) };
}

const bits = (column: Float64Array | Uint8Array | Int32Array): Uint8Array => new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

describe("the core and its plain twin agree bit for bit", () => {
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))("random market and spec %i", (seed) => {
    const { result, input, expected } = both(seed);
    expect(result.timeline).toEqual(input.timeline);
    result.features.forEach((features, u) => {
      for (const [name, column] of Object.entries(features)) expect(bits(column as Float64Array), name).toEqual(bits(input.features[u][name as "trend"]));
    });
    expect(result.output.funnel).toEqual(expected.funnel);
    expect(result.output.summary).toEqual(expected.summary);
    expect(result.output.trades).toEqual(expected.trades); // readable first, then to the bit
    expect(bits(result.output.trades)).toEqual(bits(expected.trades));
    expect(bits(result.output.equity)).toEqual(bits(expected.equity));
  });
});
