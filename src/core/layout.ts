// A market as places in one block of bytes: how it crosses to another thread, either as an address in a shared memory or as a copy.
//
//   block: │ column │ pad to 64 │ column │ pad to 64 │ …       offsets count from the block's first byte
import type { Market } from "../market/types";
import { liveColumns } from "./live";
import { align } from "./memory";

const TYPES = { Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float64Array } as const;
type Column = InstanceType<(typeof TYPES)[keyof typeof TYPES]>;

/** Where one column lies; `length` counts elements. */
export interface ColumnPlace {
  type: keyof typeof TYPES;
  offset: number;
  length: number;
}

type Placed<T> = T extends ArrayBufferView ? ColumnPlace : T extends string | number | boolean | null ? T : { [K in keyof T]: Placed<T[K]> };

/** A market without its bytes; plain data. */
export interface MarketLayout {
  /** Size of the block. */
  bytes: number;
  market: Placed<Market>;
}

/** Gives every column of the market a place in a block; of the underlyings only `tickers` (all when not given). */
export function layOutMarket(market: Market, tickers?: readonly string[]): MarketLayout {
  let bytes = 0;
  const place = (column: Column): ColumnPlace => {
    const offset = bytes;
    bytes = align(offset + column.byteLength);
    return { type: column.constructor.name as ColumnPlace["type"], offset, length: column.length };
  };
  const chosen = { ...market, underlyings: market.underlyings.filter((u) => tickers?.includes(u.symbol) ?? true) };
  const placed = mapTree(chosen, (node) => (ArrayBuffer.isView(node) ? place(node as Column) : undefined));
  return { bytes, market: placed as Placed<Market> };
}

/** Copies the market's columns to their places in `block`, which may lie in a shared memory. One copy. */
export function writeMarket(market: Market, layout: MarketLayout, block: Uint8Array): void {
  const chosen = layout.market.underlyings.map(({ symbol }) => market.underlyings.find((u) => u.symbol === symbol));
  copyTree({ ...market, underlyings: chosen }, layout.market, block);
}

/** The market whose block lies at address `base` of the memory, as views that survive its growth. Copies nothing. */
export function attachMarket(layout: MarketLayout, memory: WebAssembly.Memory, base: number): Market {
  const attached = mapTree(
    layout.market,
    (node) => (isPlace(node) ? new TYPES[node.type](memory.buffer, base + node.offset, node.length) : undefined),
    (table) => liveColumns(memory, table),
  );
  return attached as Market;
}

function isPlace(node: unknown): node is ColumnPlace {
  return typeof node === "object" && node !== null && "offset" in node && "type" in node;
}

/** The tree with every node that `leaf` answers for replaced by the answer; `finish` sees each rebuilt object. */
function mapTree(node: unknown, leaf: (node: unknown) => unknown, finish = (table: object): unknown => table): unknown {
  const replaced = leaf(node);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(node)) return node.map((item) => mapTree(item, leaf, finish));
  if (typeof node !== "object" || node === null) return node;
  return finish(Object.fromEntries(Object.entries(node).map(([name, value]) => [name, mapTree(value, leaf, finish)])));
}

function copyTree(node: unknown, places: unknown, block: Uint8Array): void {
  if (isPlace(places)) {
    const column = node as Column;
    block.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), places.offset);
  } else if (typeof places === "object" && places !== null) {
    for (const [name, place] of Object.entries(places)) copyTree((node as Record<string, unknown>)[name], place, block);
  }
}
