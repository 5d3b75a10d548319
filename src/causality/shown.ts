// Records that differ, in words: the columns of the result files.
import { TRADE_STRIDE } from "../../assembly/abi";
import { EQUITY_COLUMNS, tradeColumns } from "../results/columns";
import type { ColumnSpec } from "../results/columns";
import { isoDate } from "../units";
import type { UnequalTrade } from "./trades";
import type { Difference, Names } from "./types";

type Cells = Difference["columns"];

/** Columns of the equity table in which a session differs. */
export const equityCells = (a: Float64Array, b: Float64Array, at: number, slots: readonly number[]): Cells => cells(EQUITY_COLUMNS, a, b, { original: at, changed: at }, slots);

/** Columns of the trade table in which a trade differs; one named "trade" when a run has none. */
export function tradeCells({ a, b }: { a: Float64Array; b: Float64Array }, found: UnequalTrade, slots: readonly number[], names: Names): Cells {
  const { original, changed } = found;
  const specs = tradeColumns({ underlyings: names.underlyings, structures: names.sleeves, regimes: names.regimes });
  if (original !== null && changed !== null) return cells(specs, a, b, { original, changed }, slots);
  const text = (raw: Float64Array, at: number | null): string =>
    at === null ? "none" : ["id", "contracts", "short_put", "short_call", "credit", "exit_reason"].map((name) => `${name} ${show(specs.find((spec) => spec.name === name)!, raw, at)}`).join(", ");
  return [{ name: "trade", original: text(a, original), changed: text(b, changed) }];
}

/** The columns whose values hang on one of the slots that differ; the record as a whole when none is shown in the files. */
function cells(specs: readonly ColumnSpec[], a: Float64Array, b: Float64Array, { original, changed }: { original: number; changed: number }, slots: readonly number[]): Cells {
  const unequal = slots.filter((slot) => !Object.is(a[original + slot], b[changed + slot]));
  const differing = specs.filter((spec) => readsOne(spec, unequal)).map((spec) => ({ name: spec.name, original: show(spec, a, original), changed: show(spec, b, changed) })).filter((cell) => cell.original !== cell.changed);
  return differing.length ? differing : [{ name: "record", original: "", changed: "" }];
}

/** Whether the column reads one of the slots: asked with a record that watches. */
function readsOne(spec: ColumnSpec, slots: readonly number[]): boolean {
  let read = false;
  const watched = new Proxy(new Float64Array(TRADE_STRIDE), {
    get(target, name) {
      const slot = Number(name);
      read ||= slots.includes(slot);
      return target[slot];
    },
  });
  spec.read(watched, 0);
  return read;
}

function show(spec: ColumnSpec, raw: Float64Array, at: number): string {
  const cell = spec.read(raw, at);
  if (cell === null) return "undefined";
  return spec.type === "date" && typeof cell === "number" ? isoDate(cell) : String(cell);
}
