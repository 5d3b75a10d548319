import * as abi from "../../assembly/abi";
import { exp } from "../../assembly/portable/exp";
import { uniform } from "../../assembly/portable/rng";
import type { Core } from "../../src/core/core";
import { GREEKS, type Greeks, type Options } from "../reference/pricing";

/** Seeded options over the practical domain: S/K 0.2 … 5 (half of them within 20 %), 1 hour … 3 years, sigma 0.01 … 5; some at t = 0 or sigma = 0. */
export function randomOptions(count: number, seed = 1): Options {
  const column = (stream: number, f: (u: number) => number) => Float64Array.from({ length: count }, (_, i) => f(uniform(0, seed, stream, i)));
  const spot = column(1, (u) => Math.round(u * 50_000 + 100) / 100);
  const width = column(2, (u) => (u < 0.5 ? 0.2 : 1.6));
  return {
    right: Uint8Array.from({ length: count }, (_, i) => (uniform(0, seed, 0, i) < 0.5 ? 1 : 0)),
    spot,
    strike: column(3, (u) => 2 * u - 1).map((u, i) => Math.max(0.01, Math.round(spot[i] * exp(u * width[i]) * 100) / 100)),
    years: column(4, (u) => (u < 0.01 ? 0 : exp(-9.08 + 10.18 * u))),
    rate: column(5, (u) => 0.11 * u - 0.01),
    yield: column(6, (u) => 0.08 * u),
    sigma: column(7, (u) => (u < 0.01 ? 0 : exp(-4.6 + 6.2 * u))),
  };
}

/** Columns of `options` inside the core's memory, with an output column per Greek, and the record that names them. */
export interface Placed {
  record: number;
  outputs: () => Greeks & { sigma: Float64Array };
}

export function placeOptions(core: Core, options: Options): Placed {
  const { arena } = core;
  const count = options.right.length;
  arena.reserve(count * 8 * 14 + 4096);
  const record = arena.alloc(abi.PRICING_BYTES);
  const inputs = [options.right, options.spot, options.strike, options.years, options.rate, options.yield, options.sigma].map((column) => arena.place(column));
  const outputs = GREEKS.map(() => arena.alloc(count * 8));
  arena.view(Uint32Array, record, abi.PRICING_BYTES / 4).set([...inputs, ...outputs]);
  const view = (address: number) => arena.view(Float64Array, address, count);
  return {
    record,
    outputs: () => ({ ...(Object.fromEntries(GREEKS.map((name, i) => [name, view(outputs[i])])) as Greeks), sigma: view(inputs[6]) }),
  };
}

/** Fails on the first element whose bits differ (any NaN equals any NaN). */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): string | undefined {
  if (a.length !== b.length) return `lengths ${a.length} and ${b.length}`;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return `row ${i}: ${a[i]} and ${b[i]}`;
  return undefined;
}
