// Column names by meaning → positions in one file's header.
import type { CellKind } from "./cells";
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
  ignored: readonly string[];
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
    unknown: header.filter((name) => !known.has(name)),
    repeated: [...new Set(header.filter((name, i) => name !== "" && header.indexOf(name) !== i))],
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

/** The uses of some positions, sorted, each column and kind once. */
export function usesOf(columns: readonly FieldColumns[], extras: readonly ColumnUse[]): ColumnUse[] {
  const uses: ColumnUse[] = [...columns.flatMap((c) => (Object.keys(FIELD_KINDS) as Field[]).map((field) => ({ column: c[field], kind: FIELD_KINDS[field] }))), ...extras];
  const once = new Map(uses.filter(({ column }) => column >= 0).map((use) => [`${use.column} ${use.kind}`, use]));
  return [...once.values()].sort((a, b) => a.column - b.column || (a.kind < b.kind ? -1 : 1));
}
