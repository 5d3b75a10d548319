// Declaring a format: `longFormat` for one contract per record, `wideFormat` for a call and a put in one record.
import { configError, dataError } from "../errors";
import { fieldColumns, fieldUses, fitPlan, positionOf, sortedUses } from "./columns";
import type { ColumnPlan, Extra, Field, FieldColumns, FieldReaders, Fields, Names } from "./columns";
import type { ChainFormat, ColumnUse, FileContext, RowReader } from "./format";
import { CALL, PUT } from "./parse";
import { rowReader } from "./reader";
import type { ReaderPlan, Units } from "./reader";

/** What a quirk is made from, once per file and side. */
export interface QuirkBase {
  /** Position of an `extra` column, -1 when the file lacks it. */
  column(name: string): number;
  columns: FieldColumns;
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
  /** Known columns that are not used; "rest" = whatever else there is. */
  ignored?: readonly string[] | "rest";
  /** IVs (as printed) the vendor prints when it has none, beside zeros in all of these columns that the file has. */
  fillers?: { iv: readonly number[]; zero: readonly Names[] };
  units?: Units;
  readers?: FieldReaders;
  /** Applied to header names before they are matched. */
  normalise?: (name: string) => string;
  /** What the file's name or the caller says in place of columns. */
  fromFile?: (context: FileContext) => FromFile;
  /** Meanings that the quirk finds without a column of their own. */
  finds?: readonly Field[];
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
  /** The OCC symbol is among the optional columns. */
  symbolMayLack: boolean;
}

/** A format with one contract per record. */
export const longFormat = (spec: LongSpec): ChainFormat =>
  makeFormat(spec, planOf(spec, [spec.columns], [spec.optional ?? {}]), [
    { declared: [spec.columns, spec.optional ?? {}], symbolMayLack: spec.columns.symbol === undefined },
  ]);

/** A format with a call and a put of one strike and expiry per record: `columns` are common to both. */
export function wideFormat(spec: WideSpec): ChainFormat {
  const { columns, call, put, optional = {}, optionalCall = {}, optionalPut = {} } = spec;
  const plan = planOf(spec, [columns, call, put], [optional, optionalCall, optionalPut]);
  return makeFormat(spec, plan, [
    { right: CALL, declared: [call, optionalCall, columns, optional], symbolMayLack: call.symbol === undefined },
    { right: PUT, declared: [put, optionalPut, columns, optional], symbolMayLack: put.symbol === undefined },
  ]);
}

const planOf = (spec: Shared, required: readonly Fields[], optional: readonly Fields[]): ColumnPlan => ({
  required, optional, marks: spec.marks ?? [], extras: spec.extra ?? {}, ignored: spec.ignored === "rest" ? "rest" : [...(spec.ignored ?? []), ...(spec.fillers?.zero ?? []).flat()], normalise: spec.normalise ?? ((name) => name),
});

/** What a user should hear about when a file lacks it. */
const REPORTED = ["spot", "time", "iv", "delta", "openInterest", "volume"] as const satisfies readonly Field[];

function makeFormat(spec: Shared, plan: ColumnPlan, sides: readonly Side[]): ChainFormat {
  const readers = spec.readers ?? {};
  const zerosIn = (header: readonly string[]): number[] => (spec.fillers?.zero ?? []).map((names) => positionOf(names, header)).filter((at) => at >= 0);
  return {
    id: spec.id,
    vendor: spec.vendor,
    fit: (header) => fitPlan(plan, header),
    uses(raw) {
      const header = raw.map(plan.normalise);
      const extras: ColumnUse[] = Object.values(plan.extras).map(({ names, kind }) => ({ column: positionOf(names, header), kind }));
      const zeros: ColumnUse[] = zerosIn(header).map((column) => ({ column, kind: "number" }));
      return sortedUses([...sides.flatMap(({ declared }) => fieldUses(fieldColumns(declared, header), readers)), ...extras, ...zeros]);
    },
    absent(raw) {
      const header = raw.map(plan.normalise);
      return REPORTED.filter((field) => !spec.finds?.includes(field) && sides.every(({ declared }) => fieldColumns(declared, header)[field] < 0));
    },
    bind(raw, context) {
      const header = raw.map(plan.normalise);
      const fillers = { iv: spec.fillers?.iv ?? [], zero: zerosIn(header) };
      return sides.map(({ right, declared, symbolMayLack }) => {
        const columns = fieldColumns(declared, header);
        const column = (name: string): number => positionOf(plan.extras[name].names, header);
        const quirk = spec.quirk?.({ column, columns }) ?? null;
        const constants = { ...constantsOf(spec, columns, context), right };
        return rowReader({ columns, units: spec.units ?? {}, constants, readers, fillers, symbolMayLack, sides: right !== undefined, quirk });
      });
    },
  };
}

/**
 * Constants for what no column prints. A date given by the caller goes before the file name's; the underlying a file names goes before the
 * caller's, whose --symbol may be a choice among many files. Throws when neither knows.
 */
function constantsOf(spec: Shared, columns: FieldColumns, context: FileContext): FromFile {
  const found = spec.fromFile?.(context) ?? {};
  const underlying = found.underlying ?? context.symbol;
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
