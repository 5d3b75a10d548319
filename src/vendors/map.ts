// The generic importer: a column map in YAML becomes a chain format like any other.
import type { Cells } from "./cells";
import { parseDayFirst, parseMonthName } from "./dates";
import type { Extra, Fields, FieldReaders, Names, ValueReader } from "./columns";
import type { ChainFormat, RowFault, RowReader } from "./format";
import { longFormat, wideFormat } from "./layouts";
import type { FromFile, LongSpec, QuirkBase } from "./layouts";
import { parseColumnMap } from "./map-schema";
import type { ColumnMap, DateStyle, Meaning, SideMap } from "./map-schema";
import { ownDelta } from "./orats";
import { CALL, PUT, parseDate } from "./parse";
import { clockTime, epochReaders, hourTime, stampTime, utcStampTime } from "./times";

/** The chain format that a column map describes. `where` names the map in errors; config errors say what it lacks or does not know. */
export function chainFormatFromMap(yaml: string, where: string): ChainFormat {
  const map = parseColumnMap(yaml, where);
  const columns = fieldsOf(map.columns);
  const may = (part: Fields, optional: boolean): Fields => Object.fromEntries(Object.entries(part).filter(([field]) => optionalFields(map).has(field) === optional));
  const spec: LongSpec = {
    id: map.format,
    vendor: map.vendor ?? `column map ${where}`,
    columns: may(columns, false),
    optional: may(columns, true),
    extra: extrasOf(map),
    ignored: map.ignore,
    fillers: map.filler,
    units: unitsOf(map),
    readers: readersOf(map),
    fromFile: () => constantsOf(map),
    quirk: quirkOf(map),
  };
  if (map.layout === "long") return longFormat(spec);
  const [call, put] = [fieldsOf(map.call!), fieldsOf(map.put!)];
  return wideFormat({ ...spec, call: may(call, false), put: may(put, false), optionalCall: may(call, true), optionalPut: may(put, true) });
}

const FIELD_OF = { date: "day", open_interest: "openInterest" } as const;
const fieldOf = (meaning: Meaning): string => (FIELD_OF as Record<string, string>)[meaning] ?? meaning;

const fieldsOf = (part: ColumnMap["columns"] | SideMap): Fields =>
  Object.fromEntries((Object.entries(part) as [Meaning, Names][]).map(([meaning, names]) => [fieldOf(meaning), names]));

const optionalFields = (map: ColumnMap): Set<string> => new Set(map.optional.map(fieldOf));

/** Columns of filters and of the adjusted flag; numbers are compared as numbers. */
function extrasOf(map: ColumnMap): Record<string, Extra> {
  const filters = map.filters.map(({ column, keep, drop }, i) => [`filter${i}`, { names: column, kind: kindOf(keep ?? drop ?? []) }] as const);
  const adjusted = map.adjusted ? [["adjusted", { names: map.adjusted.column, kind: map.adjusted.values ? kindOf(map.adjusted.values) : "text" }] as const] : [];
  return Object.fromEntries<Extra>([...filters, ...adjusted]);
}

type Values = readonly (string | number)[];

const areNumbers = (values: Values): values is readonly number[] => values.every((v) => typeof v === "number");
const kindOf = (values: Values): "number" | "text" => (areNumbers(values) ? "number" : "text");

/** Decimals to which listed numbers are compared. */
const DIGITS = 6;

/** Whether a record's cell is among some values. */
function isAmong(values: Values, column: number): (cells: Cells) => boolean {
  if (areNumbers(values)) {
    const numbers = new Set(values.map((v) => Math.round(v * 10 ** DIGITS)));
    return (cells) => numbers.has(cells.scaled(column, DIGITS));
  }
  const texts = new Set(values.map(String));
  return (cells) => texts.has(cells.text(column));
}

function quirkOf(map: ColumnMap): (base: QuirkBase) => RowReader {
  return ({ column }) => {
    const filters = map.filters.map(({ column: name, keep, drop }, i) => {
      const listed = isAmong(keep ?? drop ?? [], column(`filter${i}`));
      const fault: RowFault = `filtered_${name}`;
      return { fault, drops: keep ? (cells: Cells) => !listed(cells) : listed };
    });
    const adjusted = adjustedBy(map.adjusted, column);
    return (cells, row) => {
      for (const { fault, drops } of filters) if (drops(cells)) return fault;
      if (adjusted(cells)) row.adjusted = true;
      if (map.put_delta === "from-call") ownDelta(row);
      return null;
    };
  };
}

/** Listed values of the flag column, or anything but a blank, mark a contract as adjusted. */
function adjustedBy(flag: ColumnMap["adjusted"], column: QuirkBase["column"]): (cells: Cells) => boolean {
  if (!flag) return () => false;
  const at = column("adjusted");
  return flag.values ? isAmong(flag.values, at) : (cells) => !cells.blank(at);
}

const PRICE = { dollars: 0, cents: 2, "ten-thousandths": 4 };
const STRIKE = { dollars: 0, cents: 2, thousandths: 3 };
const RATIO = { fraction: 0, percent: 2 };

const unitsOf = ({ units: { price = "dollars", strike = "dollars", iv = "fraction", delta = "fraction" } }: ColumnMap): LongSpec["units"] => ({
  price: PRICE[price], strike: STRIKE[strike], iv: RATIO[iv], delta: RATIO[delta],
});

const SECONDS = epochReaders(60);
const MILLISECONDS = epochReaders(60_000);

const TIMES: Readonly<Record<ColumnMap["times"], ValueReader>> = {
  stamp: stampTime, "utc-stamp": utcStampTime, clock: clockTime, hours: hourTime, "epoch-seconds": SECONDS.time, "epoch-milliseconds": MILLISECONDS.time,
};

const DATES: Readonly<Record<DateStyle, ValueReader | undefined>> = {
  auto: undefined,
  "day-first": { kind: "text", read: (cells, column) => parseDayFirst(cells.text(column)) },
  "month-name": { kind: "text", read: (cells, column) => parseMonthName(cells.text(column)) },
  "epoch-seconds": SECONDS.date,
  "epoch-milliseconds": MILLISECONDS.date,
};

function readersOf({ times, dates, rights }: ColumnMap): FieldReaders {
  const readers: FieldReaders = { time: TIMES[times], day: DATES[dates.date ?? "auto"], expiry: DATES[dates.expiry ?? "auto"] };
  return rights ? { ...readers, right: rightReader(rights) } : readers;
}

function rightReader(rights: { call: Values; put: Values }): ValueReader {
  const known = new Map([...rights.call.map((v) => [String(v), CALL] as const), ...rights.put.map((v) => [String(v), PUT] as const)]);
  return { kind: "text", read: (cells, column) => known.get(cells.text(column)) ?? Number.NaN };
}

function constantsOf({ constants: { underlying, root, date, time } }: ColumnMap): FromFile {
  const [hour = 0, minute = 0] = (time ?? "").split(":").map(Number);
  return { underlying, root, day: date === undefined ? undefined : parseDate(date), minute: time === undefined ? undefined : hour * 60 + minute };
}
