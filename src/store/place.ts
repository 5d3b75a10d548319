// Where a symbol's columns lie in memory: one place per column, the years one after the other, wide enough for the widest of them.
import { liveColumns } from "../core/live";
import { align } from "../core/memory";
import type { Arena } from "../core/memory";
import { dataError } from "../errors";
import { columnView } from "./decode";
import { WIDTHS } from "./layout";
import type { PartitionEntry, SymbolEntry } from "./manifest";
import type { Chain } from "./partition";
import { TABLES, UINT_COLUMNS } from "./schema";
import type { ColumnType, PartitionTable, UintName } from "./schema";

const PARTITION_TABLES = ["rows", "blocks", "days"] as const;

/** Element type of every column of a table; absent columns are left out. */
export type TableTypes = Partial<Record<string, ColumnType>>;

/** Columns of a symbol in memory, by table and name. */
type Places = Record<PartitionTable, Record<string, { type: ColumnType; address: number }>>;

export interface PartitionPlace {
  entry: PartitionEntry;
  /** First row, block and day of the partition in the symbol's columns. */
  base: Record<PartitionTable, number>;
  places: Places;
}

export interface SymbolPlaces {
  partitions: PartitionPlace[];
  /** Views over the columns. */
  columns(): Pick<Chain, "rows" | "blocks" | "days">;
}

/** Bytes that `placeSymbol` takes of an arena, at most. */
export function symbolBytes(entry: SymbolEntry): number {
  let bytes = 0;
  for (const table of PARTITION_TABLES) {
    for (const type of Object.values(typesOf(entry, table))) bytes += align(total(entry, table) * WIDTHS[type!]) + 64;
  }
  return bytes;
}

/** Takes memory for all columns of the entry's partitions. */
export function placeSymbol(arena: Arena, entry: SymbolEntry): SymbolPlaces {
  const places: Places = { rows: {}, blocks: {}, days: {} };
  for (const table of PARTITION_TABLES) {
    for (const [name, type] of Object.entries(typesOf(entry, table))) places[table][name] = { type: type!, address: arena.alloc(total(entry, table) * WIDTHS[type!]) };
  }
  const base = { rows: 0, blocks: 0, days: 0 };
  const partitions = entry.partitions.map((partition) => {
    const place: PartitionPlace = { entry: partition, base: { ...base }, places };
    for (const table of PARTITION_TABLES) base[table] += partition[table];
    return place;
  });
  const view = (table: PartitionTable) => {
    const columns = Object.keys(TABLES[table]).map((name) => {
      const place = places[table][name];
      return [name, place ? columnView(place.type, arena.memory.buffer, place.address, total(entry, table)) : null] as const;
    });
    return liveColumns(arena.memory, Object.fromEntries(columns));
  };
  return { partitions, columns: () => ({ rows: view("rows"), blocks: view("blocks"), days: view("days") }) as unknown as Pick<Chain, "rows" | "blocks" | "days"> };
}

const total = ({ partitions }: SymbolEntry, table: PartitionTable): number => partitions.reduce((sum, partition) => sum + partition[table], 0);

function typesOf(entry: SymbolEntry, table: PartitionTable): TableTypes {
  if (table !== "rows") return Object.fromEntries(Object.entries(TABLES[table]).map(([name, { types }]) => [name, types[0]]));
  const types: TableTypes = {};
  for (const [name, spec] of Object.entries(TABLES.rows)) {
    if (isUint(name)) types[name] = widest(entry, name);
    else if (name !== "flags" || entry.partitions.some(({ flags }) => flags)) types[name] = spec.types[0];
  }
  return types;
}

const isUint = (name: string): name is UintName => (UINT_COLUMNS as readonly string[]).includes(name);

/** The narrowest type that holds the column's values of all partitions, in the symbol's units. */
function widest({ info, partitions }: SymbolEntry, name: UintName): ColumnType {
  const max = partitions.reduce((most, partition) => Math.max(most, partition.max[name] * factor(info, partition, name)), 0);
  if (max > 0xffffffff) throw dataError(`${info.symbol} ${name}`, `reaches ${max} in steps of ${name === "strike" ? info.strikeUnit : info.tick}, more than 32 bits hold`, "import the source files again, without the prices that need so fine a step");
  return max <= 0xffff ? "u16" : "u32";
}

/** What a partition's values are multiplied by: its unit over the symbol's. */
export function factor(units: { tick: number; strikeUnit: number }, partition: { tick: number; strikeUnit: number }, name: string): number {
  if (name === "strike") return partition.strikeUnit / units.strikeUnit;
  return name === "bid" || name === "ask" ? partition.tick / units.tick : 1;
}
