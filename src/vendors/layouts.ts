// Declaring a format: `longFormat` for one contract per record, `wideFormat` for a call and a put in one record.
import { configError, dataError } from "../errors";
import { fieldColumns, fitPlan, positionOf, usesOf } from "./columns";
import type { ColumnPlan, Extra, FieldColumns, Fields, Names } from "./columns";
import type { ChainFormat, ColumnUse, FileContext, RowReader } from "./format";
import { CALL, PUT } from "./parse";
import { rowReader } from "./reader";
import type { ReaderPlan, Units } from "./reader";
import type { TimeReader } from "./times";

/** What a quirk is made from, once per file and side. */
export interface QuirkBase {
  /** Position of an `extra` column, -1 when the file lacks it. */
  column(name: string): number;
  columns: FieldColumns;
  context: FileContext;
  /** CALL or PUT of a wide record's side; NaN in long layouts. */
  side: number;
}

/** Day, time and symbol a format finds outside the rows. */
export type FromFile = Partial<Pick<ReaderPlan["constants"], "underlying" | "root" | "day" | "minute">>;

interface Shared {
  id: string;
  vendor: string;
  /** Columns the file must have. */
  columns: Fields;
  /** Columns the file may have. */
  optional?: Fields;
  /** Further columns, for the quirk. */
  extra?: Readonly<Record<string, Extra>>;
  /** Columns that are not used but must be there: they tell the format from its kin. */
  marks?: readonly string[];
  /** Known columns that are not used. */
  ignored?: readonly string[];
  /** The other Greeks, looked at only to recognise fillers; the file may lack them. */
  greeks?: readonly Names[];
  /** IVs × 1e-4 the vendor prints with all-zero Greeks when it has none. */
  fillers?: readonly number[];
  units?: Units;
  /** How the time column is read. */
  time?: TimeReader;
  /** Applied to header names before they are matched. */
  normalise?: (name: string) => string;
  /** What the file's name or the caller says in place of columns. */
  fromFile?: (context: FileContext) => FromFile;
  /** Last word on a row that is otherwise read. */
  quirk?: (base: QuirkBase) => RowReader;
}

export type LongSpec = Shared;

export interface WideSpec extends Shared {
  call: Fields;
  put: Fields;
  optionalCall?: Fields;
  optionalPut?: Fields;
}

interface Side {
  right?: number;
  declared: readonly Fields[];
}

/** A format with one contract per record. */
export const longFormat = (spec: LongSpec): ChainFormat =>
  makeFormat(spec, planOf(spec, [spec.columns], [spec.optional ?? {}]), [{ declared: [spec.columns, spec.optional ?? {}] }]);

/** A format with a call and a put of one strike and expiry per record: `columns` are common to both. */
export function wideFormat(spec: WideSpec): ChainFormat {
  const { columns, call, put, optional = {}, optionalCall = {}, optionalPut = {} } = spec;
  const plan = planOf(spec, [columns, call, put], [optional, optionalCall, optionalPut]);
  return makeFormat(spec, plan, [
    { right: CALL, declared: [call, optionalCall, columns, optional] },
    { right: PUT, declared: [put, optionalPut, columns, optional] },
  ]);
}

const planOf = (spec: Shared, required: readonly Fields[], optional: readonly Fields[]): ColumnPlan => ({
  required, optional, marks: spec.marks ?? [], extras: spec.extra ?? {}, ignored: [...(spec.ignored ?? []), ...(spec.greeks ?? []).flat()], normalise: spec.normalise ?? ((name) => name),
});

function makeFormat(spec: Shared, plan: ColumnPlan, sides: readonly Side[]): ChainFormat {
  const greekColumns = (header: readonly string[]): number[] => (spec.fillers ? (spec.greeks ?? []).map((names) => positionOf(names, header)).filter((at) => at >= 0) : []);
  return {
    id: spec.id,
    vendor: spec.vendor,
    fit: (header) => fitPlan(plan, header),
    uses(raw) {
      const header = raw.map(plan.normalise);
      const extras: ColumnUse[] = Object.values(plan.extras).map(({ names, kind }) => ({ column: positionOf(names, header), kind }));
      const greeks: ColumnUse[] = greekColumns(header).map((column) => ({ column, kind: "number" }));
      return usesOf(sides.map(({ declared }) => fieldColumns(declared, header)), [...extras, ...greeks]);
    },
    bind(raw, context) {
      const header = raw.map(plan.normalise);
      const greeks = greekColumns(header);
      return sides.map(({ right, declared }) => {
        const columns = fieldColumns(declared, header);
        const column = (name: string): number => positionOf(plan.extras[name].names, header);
        const quirk = spec.quirk?.({ column, columns, context, side: right ?? Number.NaN }) ?? null;
        const constants = { ...constantsOf(spec, columns, context), right };
        return rowReader({ columns, units: spec.units ?? {}, constants, time: columns.time < 0 ? null : (spec.time ?? null), fillers: spec.fillers ?? [], greeks, sides: right !== undefined, quirk });
      });
    },
  };
}

/** Constants for what no column prints: from the caller first, then from the file's name. Throws when neither knows. */
function constantsOf(spec: Shared, columns: FieldColumns, context: FileContext): FromFile {
  const found = spec.fromFile?.(context) ?? {};
  const underlying = context.symbol ?? found.underlying;
  const day = context.date ?? found.day;
  if (columns.underlying < 0 && columns.symbol < 0 && underlying === undefined) throw dataError(context.file, `prints no underlying (${spec.id})`, "name it with --symbol");
  if (columns.day < 0 && day === undefined) throw dataError(context.file, `prints no date (${spec.id})`, "give it with --date");
  return { ...found, day, underlying: columns.symbol < 0 ? underlying : found.underlying };
}

/** The snapshot asked for, else the first. Throws a config error for one the format does not have. */
export function snapshotOf(context: FileContext, known: readonly string[]): string {
  const { snapshot = known[0] } = context;
  if (!known.includes(snapshot)) throw configError(`snapshot = ${snapshot}`, "is not in this format", `known: ${known.join(", ")}`);
  return snapshot;
}
