// Implied volatility and delta of one block's rows, through the core's column kernels when a core is given, else through the same
// portable source compiled by the host: the bits are equal.
import {
  PRICING_BYTES, PRICING_DELTA, PRICING_PRICE, PRICING_RATE, PRICING_RIGHT, PRICING_SIGMA, PRICING_SPOT, PRICING_STRIKE, PRICING_YEARS, PRICING_YIELD,
} from "../../assembly/abi";
import { bsmDelta } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";
import type { Core } from "../core/core";

/** The columns of up to `capacity` options. Fill `right` … `price`, call `solve(count)`, read `sigma` (0 = not computable) and `delta`. */
export interface BlackScholesBatch {
  capacity: number;
  right: Uint8Array;
  spot: Float64Array;
  strike: Float64Array;
  years: Float64Array;
  rate: Float64Array;
  yield: Float64Array;
  price: Float64Array;
  sigma: Float64Array;
  delta: Float64Array;
  solve(count: number): void;
}

/** Volatilities the stored column cannot hold count as not computable. */
const LARGEST_SIGMA = 6.5;

function clean(sigma: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) if (!(sigma[i] > 0 && sigma[i] < LARGEST_SIGMA)) sigma[i] = 0;
}

function inHost(capacity: number): BlackScholesBatch {
  const f64 = () => new Float64Array(capacity);
  const batch: BlackScholesBatch = {
    capacity, right: new Uint8Array(capacity),
    spot: f64(), strike: f64(), years: f64(), rate: f64(), yield: f64(), price: f64(), sigma: f64(), delta: f64(),
    solve(count) {
      const b = batch;
      for (let i = 0; i < count; i++) b.sigma[i] = impliedVol(b.right[i], b.price[i], b.spot[i], b.strike[i], b.years[i], b.rate[i], b.yield[i]);
      clean(b.sigma, count);
      for (let i = 0; i < count; i++) b.delta[i] = bsmDelta(b.right[i], b.spot[i], b.strike[i], b.years[i], b.rate[i], b.yield[i], b.sigma[i]);
    },
  };
  return batch;
}

const F64_COLUMNS = [
  ["spot", PRICING_SPOT], ["strike", PRICING_STRIKE], ["years", PRICING_YEARS], ["rate", PRICING_RATE], ["yield", PRICING_YIELD],
  ["price", PRICING_PRICE], ["sigma", PRICING_SIGMA], ["delta", PRICING_DELTA],
] as const;

function inCore(core: Core, capacity: number): BlackScholesBatch {
  const { arena, kernels } = core;
  const volatility = arena.alloc(PRICING_BYTES);
  const greeks = arena.alloc(PRICING_BYTES);
  const right = arena.alloc(capacity);
  const address = F64_COLUMNS.map(() => arena.alloc(8 * capacity));
  const records = [arena.view(Uint32Array, volatility, PRICING_BYTES / 4), arena.view(Uint32Array, greeks, PRICING_BYTES / 4)];
  for (const record of records) {
    record.fill(0);
    record[PRICING_RIGHT / 4] = right;
    F64_COLUMNS.forEach(([, offset], i) => { record[offset / 4] = address[i]; });
  }
  records[1][PRICING_PRICE / 4] = 0; // the quotes' mids stay
  const view = (name: string) => arena.view(Float64Array, address[F64_COLUMNS.findIndex(([n]) => n === name)], capacity);
  const sigma = view("sigma");
  return {
    capacity, right: arena.view(Uint8Array, right, capacity), spot: view("spot"), strike: view("strike"), years: view("years"),
    rate: view("rate"), yield: view("yield"), price: view("price"), sigma, delta: view("delta"),
    solve(count) {
      kernels.impliedVolColumn(volatility, count);
      clean(sigma, count);
      kernels.bsmGreeksColumn(greeks, count);
    },
  };
}

/** A batch over the core's memory, or over the host's. The core's memory must not grow while the batch is in use. */
export const blackScholesBatch = (capacity: number, core?: Core): BlackScholesBatch => (core === undefined ? inHost(capacity) : inCore(core, capacity));
