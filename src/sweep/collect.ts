// Blocks of a sweep → one table in memory: for the library's result and for the analysis.
import { Table } from "apache-arrow";
import { EXIT_REASONS, METRICS } from "../metrics";
import { REASONS } from "../results/reasons";
import { sweepBatch, sweepSchema } from "../results/sweep";
import type { ResultColumn } from "../results/sweep";
import { blockColumns, metricColumn } from "./columns";
import type { Block } from "./run";
import type { Space } from "./types";
import type { SweepTable } from "./table";

export interface Collector {
  add(block: Block): void;
  /** Forgets all rows. */
  clear(): void;
  /** All rows so far, as the analysis reads them. */
  table(): SweepTable;
  /** All rows so far, one record batch per block. */
  arrow(): Table;
}

export function createCollector(space: Space): Collector {
  const blocks: { columns: ResultColumn[]; choices: Uint16Array; fingerprints: Uint32Array }[] = [];
  return {
    clear: () => void blocks.splice(0),
    add(block) {
      const { chunk, done, evaluations } = block;
      const rows = Array.from({ length: chunk.count }, (_, i) => i).filter((i) => done[i] === 1);
      const pick = <T extends Uint16Array | Uint32Array>(data: T, width: number, into: T): T => {
        rows.forEach((i, row) => into.set(data.subarray(i * width, (i + 1) * width), row * width));
        return into;
      };
      const axes = space.axes.length;
      blocks.push({ columns: blockColumns(space, block), choices: pick(chunk.choices, axes, new Uint16Array(rows.length * axes)), fingerprints: pick(evaluations.fingerprints, 2, new Uint32Array(rows.length * 2)) });
    },
    table() {
      const count = blocks.reduce((sum, { choices }) => sum + choices.length / space.axes.length, 0);
      const named = (name: string): Float64Array => joined(blocks.map(({ columns }) => columns.find((column) => column.name === name)!.cells as Float64Array));
      const all = (names: readonly string[], column: (name: string) => string) => Object.fromEntries(names.map((name) => [name, named(column(name))]));
      const years = (blocks[0]?.columns ?? []).filter(({ name }) => /^pnl_\d+$/.test(name)).map(({ name }) => name.slice(4));
      const swept = space.axes.map(({ key, values }, a) => {
        const index = new Uint16Array(count);
        let at = 0;
        for (const { choices } of blocks) for (let i = a; i < choices.length; i += space.axes.length) index[at++] = choices[i];
        return { key, values: values.map((value) => value.raw), index };
      });
      const fingerprints = new Uint32Array(count * 2);
      blocks.reduce((at, block) => (fingerprints.set(block.fingerprints, at), at + block.fingerprints.length), 0);
      return {
        count, fingerprints, axes: [...swept, ...space.linked.map(({ key }) => numbered(key, named(key)))],
        metrics: all(METRICS.map(({ id }) => id), metricColumn), reasons: all(REASONS.map(({ id }) => id), (id) => `reason_${id}`),
        exits: all(EXIT_REASONS, (name) => `exit_${name}`), years: all(years, (year) => `pnl_${year}`),
      };
    },
    arrow() {
      const schema = sweepSchema(blocks[0]?.columns ?? []);
      return new Table(schema, blocks.map(({ columns }) => sweepBatch(schema, columns)));
    },
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** A linked parameter as an axis of its own: its distinct values in the order in which they come. */
export function numbered(key: string, cells: Float64Array): SweepTable["axes"][number] {
  const values: (number | "off")[] = [];
  const known = new Map<number | "off", number>();
  const index = Uint16Array.from(cells, (cell) => {
    const value = Number.isNaN(cell) ? "off" : cell;
    const at = known.get(value) ?? values.push(value) - 1;
    known.set(value, at);
    return at;
  });
  return { key, values, index };
}
