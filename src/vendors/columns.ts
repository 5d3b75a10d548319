// Column names by meaning → positions in one file's header.
import type { CellKind, Cells } from "./cells";
import { columnAt } from "./csv";
import type { ColumnUse, HeaderFit } from "./format";

/** Header names for one meaning: the first that the file has is used. Names match exactly. */
export type Names = string | readonly string[];

/** How each meaning is read. */
export const FIELD_KINDS = {
  underlying: "text", spot: "number", symbol: "occ", root: "text", right: "right", expiry: "day", day: "day", time: "text", strike: "number", bid: "number", ask: "number",
  iv: "number", delta: "number", openInterest: "number", volume: "number", extension: "text",
} as const satisfies Record<string, CellKind>;

export type Field = keyof typeof FIELD_KINDS;
export type Fields = { readonly [F in Field]?: Names };
/** Positions of the meanings; -1 = the file has no such column. */
export type FieldColumns = Record<Field, number>;

/** A way to read a column that the cells do not offer. */
export interface ValueReader {
  kind: CellKind;
  /** NaN = unreadable. */
  read(cells: Cells, column: number): number;
}

/** Own readers of some meanings; without one `time` is not read, the others come from the cells. */
export type FieldReaders = { readonly [F in "time" | "day" | "expiry" | "right"]?: ValueReader };

/** A column only this format's quirk looks at. */
export interface Extra {
  names: Names;
  kind: CellKind;
  /** The file may lack it. */
  optional?: boolean;
}

/** Every column of a format: what it must have, may have, and does not use. */
export interface ColumnPlan {
  required: readonly Fields[];
  optional: readonly Fields[];
  extras: Readonly<Record<string, Extra>>;
  /** Not used, but must be there. */
  marks: readonly string[];
  /** Known and not used; "rest" = every other column. */
  ignored: readonly string[] | "rest";
  normalise: (name: string) => string;
}

const listOf = (names: Names): readonly string[] => (typeof names === "string" ? [names] : names);
const namesOf = (fields: readonly Fields[]): Names[] => fields.flatMap((f) => Object.values(f));

export function fitPlan(plan: ColumnPlan, raw: readonly string[]): HeaderFit {
  const header = raw.map(plan.normalise);
  const extras = Object.values(plan.extras);
  const needed = [...namesOf(plan.required), ...extras.filter((e) => !e.optional).map((e) => e.names), ...plan.marks].map(listOf);
  const known = new Set([...needed, ...namesOf(plan.optional).map(listOf), ...extras.map((e) => listOf(e.names)), plan.ignored].flat());
  return {
    missing: [...new Set(needed.filter((names) => columnAt(header, names) < 0).map((names) => names[0]))],
    unknown: plan.ignored === "rest" ? [] : raw.filter((_, i) => !known.has(header[i])),
    repeated: raw.filter((_, i) => header[i] !== "" && header.indexOf(header[i]) !== i),
  };
}

export const positionOf = (names: Names | undefined, header: readonly string[]): number => (names === undefined ? -1 : columnAt(header, listOf(names)));

/** Positions of all meanings; of several declarations of a meaning the first that the file has counts. */
export function fieldColumns(declared: readonly Fields[], header: readonly string[]): FieldColumns {
  const find = (field: Field): number => {
    for (const fields of declared) {
      const at = positionOf(fields[field], header);
      if (at >= 0) return at;
    }
    return -1;
  };
  return Object.fromEntries((Object.keys(FIELD_KINDS) as Field[]).map((field) => [field, find(field)])) as FieldColumns;
}

/** The uses of all meanings. */
export const fieldUses = (columns: FieldColumns, readers: FieldReaders): ColumnUse[] =>
  (Object.keys(FIELD_KINDS) as Field[]).map((field) => ({ column: columns[field], kind: readers[field as keyof FieldReaders]?.kind ?? FIELD_KINDS[field] }));

/** The uses of columns that exist, by column, each column and kind once. */
export function sortedUses(uses: readonly ColumnUse[]): ColumnUse[] {
  const once = new Map(uses.filter(({ column }) => column >= 0).map((use) => [`${use.column} ${use.kind}`, use]));
  return [...once.values()].sort((a, b) => a.column - b.column || (a.kind < b.kind ? -1 : 1));
}
