import { Bench } from "tinybench";
import * as abi from "../assembly/abi";
import { bsmDelta, bsmPrice } from "../assembly/portable/black";
import { impliedVol } from "../assembly/portable/implied";
import { uniform } from "../assembly/portable/rng";
import type { Core } from "../src/core/core";

export interface BenchRow {
  name: string;
  /** Options per second, from the median run. */
  opsPerSecond: number;
  /** WASM over the plain TypeScript twin, same inputs and same process. */
  ratioToTwin: number;
}

/** A put-spread seller's chain: one spot, strikes within 15 %, 1 … 75 days, volatility 10 … 60 %. Seeded. */
function chain(core: Core, count: number) {
  const { arena } = core;
  arena.reserve(count * 8 * 10);
  const addresses = [count, ...Array<number>(8).fill(count * 8)].map((bytes) => arena.alloc(bytes));
  const record = arena.alloc(abi.PRICING_BYTES);
  arena.view(Uint32Array, record, abi.PRICING_BYTES / 4).fill(0).set(addresses);
  const priceOnly = arena.alloc(abi.PRICING_BYTES);
  arena.view(Uint32Array, priceOnly, abi.PRICING_BYTES / 4).fill(0).set(addresses.slice(0, 8));
  const right = arena.view(Uint8Array, addresses[0], count);
  const [spot, strike, years, rate, dividend, sigma, price, delta] = addresses.slice(1).map((address) => arena.view(Float64Array, address, count));
  for (let i = 0; i < count; i++) {
    const draw = (stream: number) => uniform(0, 2026, stream, i);
    right[i] = draw(0) < 0.5 ? 1 : 0;
    spot[i] = 450;
    strike[i] = Math.round(450 * (0.85 + 0.3 * draw(1)));
    years[i] = (1 + Math.floor(75 * draw(2))) / 365;
    rate[i] = 0.05 * draw(3);
    dividend[i] = 0.015;
    sigma[i] = 0.1 + 0.5 * draw(4);
  }
  return { record, priceOnly, right, spot, strike, years, rate, dividend, sigma, price, delta };
}

/** Price, price + delta and implied volatility over `count` options: kernels against their twin. Results are summed into `sink`. */
export async function pricingBench(core: Core, count = 100_000): Promise<BenchRow[]> {
  const mark = core.arena.mark();
  const { record, priceOnly, right, spot, strike, years, rate, dividend, sigma, price, delta } = chain(core, count);
  const { kernels } = core;
  let sink = 0;
  const each = (f: (i: number) => number) => () => {
    for (let i = 0; i < count; i++) sink += f(i);
  };
  const priceOf = (i: number) => bsmPrice(right[i], spot[i], strike[i], years[i], rate[i], dividend[i], sigma[i]);
  const deltaOf = (i: number) => bsmDelta(right[i], spot[i], strike[i], years[i], rate[i], dividend[i], sigma[i]);
  const sinkColumn = (column: Float64Array, run: () => number) => () => {
    sink += run() + column[count >> 1];
  };
  kernels.bsmPriceColumn(record, count);
  const pairs: [name: string, kernel: () => void, twin: () => void][] = [
    ["options priced", sinkColumn(price, () => kernels.bsmPriceColumn(priceOnly, count)), each(priceOf)],
    ["options priced with delta", sinkColumn(delta, () => kernels.bsmPriceColumn(record, count)), each((i) => priceOf(i) + deltaOf(i))],
    ["implied volatilities", sinkColumn(sigma, () => kernels.impliedVolColumn(record, count)), each((i) => impliedVol(right[i], price[i], spot[i], strike[i], years[i], rate[i], dividend[i]))],
  ];
  const rows: BenchRow[] = [];
  for (const [name, kernel, twin] of pairs) {
    const bench = new Bench({ time: 400, warmupTime: 100 }).add("kernel", kernel).add("twin", twin);
    await bench.run();
    const [fast, plain] = bench.tasks.map((task) => medianOf(task.result));
    rows.push({ name, opsPerSecond: (count * 1000) / fast, ratioToTwin: plain / fast });
  }
  core.arena.release(mark);
  if (Number.isNaN(sink)) throw new Error("a benchmark row has no price");
  return rows;
}

/** Median milliseconds of a finished task. */
function medianOf(result: Bench["tasks"][number]["result"]): number {
  if (!("latency" in result)) throw new Error("the benchmark did not run");
  return result.latency.p50;
}
