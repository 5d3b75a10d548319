// The column map of the generic importer: what a YAML file may say about somebody's chain files. docs/formats.md explains each key.
import { z } from "zod";
import { nearest } from "../config/nearest";
import { parseMapping } from "../config/yaml";
import { configError } from "../errors";

const name = z.string().min(1);
const names = z.union([name, z.array(name).min(1)]);

/** Meanings of one contract's own values; in wide maps each side has them. */
const SIDE = { symbol: names, bid: names, ask: names, iv: names, delta: names, open_interest: names, volume: names };
const COLUMNS = { underlying: names, spot: names, root: names, right: names, expiry: names, date: names, time: names, strike: names, ...SIDE };

export type Meaning = keyof typeof COLUMNS;
const MEANINGS = Object.keys(COLUMNS) as Meaning[];

const dateStyle = z.enum(["auto", "day-first", "month-name", "epoch-seconds", "epoch-milliseconds"]);
const value = z.union([z.string(), z.number()]);
const values = z.array(value).min(1);

const FILTER = { column: name, keep: values.optional(), drop: values.optional() };
const OBJECTS = {
  columns: z.strictObject(COLUMNS).partial(),
  call: z.strictObject(SIDE).partial(),
  put: z.strictObject(SIDE).partial(),
  constants: z.strictObject({ underlying: name, root: name, date: z.iso.date(), time: z.string().regex(/^([01]?\d|2[0-3]):[0-5]\d$/, "is not a time like 15:45") }).partial(),
  dates: z.strictObject({ date: dateStyle, expiry: dateStyle }).partial(),
  units: z
    .strictObject({
      price: z.enum(["dollars", "cents", "ten-thousandths"]),
      strike: z.enum(["dollars", "cents", "thousandths"]),
      iv: z.enum(["fraction", "percent"]),
      delta: z.enum(["fraction", "percent"]),
    })
    .partial(),
  rights: z.strictObject({ call: values, put: values }),
  adjusted: z.strictObject({ column: name, values: values.optional() }),
  filler: z.strictObject({ iv: z.array(z.number()).min(1), zero: z.array(name) }),
};

const schema = z.strictObject({
  format: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, "is not a name of small letters, digits, dots and dashes"),
  vendor: name.optional(),
  layout: z.enum(["long", "wide"]).default("long"),
  columns: OBJECTS.columns,
  call: OBJECTS.call.optional(),
  put: OBJECTS.put.optional(),
  optional: z.array(z.enum(MEANINGS)).default([]),
  constants: OBJECTS.constants.default({}),
  dates: OBJECTS.dates.default({}),
  times: z.enum(["stamp", "utc-stamp", "clock", "hours", "epoch-seconds", "epoch-milliseconds"]).default("stamp"),
  units: OBJECTS.units.default({}),
  rights: OBJECTS.rights.optional(),
  put_delta: z.enum(["own", "from-call"]).default("own"),
  filters: z.array(z.strictObject(FILTER)).default([]),
  adjusted: OBJECTS.adjusted.optional(),
  filler: OBJECTS.filler.optional(),
  ignore: z.union([z.literal("rest"), z.array(z.string())]).default([]),
});

export type ColumnMap = z.infer<typeof schema>;
export type SideMap = z.infer<typeof OBJECTS.call>;
export type DateStyle = z.infer<typeof dateStyle>;

/** Reads and checks a column map. Throws a config error that names file, key and the nearest known key. */
export function parseColumnMap(text: string, where: string): ColumnMap {
  const parsed = schema.safeParse(parseMapping(text, where));
  if (!parsed.success) throw problemOf(parsed.error.issues[0], where);
  check(parsed.data, where);
  return parsed.data;
}

function problemOf(issue: z.core.$ZodIssue, where: string): Error {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return configError(`${where}: ${path.join(".") || "map"}`, issue.message, "docs/formats.md lists what a map may say");
  const [key] = issue.keys;
  const near = nearest(key, knownAt(path[0]));
  return configError(`${where}: ${[...path, key].join(".")}`, "is not a known key", near ? `did you mean ${near}?` : `known: ${knownAt(path[0]).join(", ")}`);
}

function knownAt(key: string | undefined): readonly string[] {
  if (key === undefined) return Object.keys(schema.shape);
  if (key === "filters") return Object.keys(FILTER);
  return key in OBJECTS ? Object.keys(OBJECTS[key as keyof typeof OBJECTS].shape) : [];
}

/** What the keys must say together. */
function check(map: ColumnMap, where: string): void {
  const has = (meaning: Meaning): boolean => map.columns[meaning] !== undefined;
  const wide = map.layout === "wide";
  if (wide !== (map.call !== undefined && map.put !== undefined)) throw configError(`${where}: layout = ${map.layout}`, wide ? "lacks call and put" : "has call or put", "give both with layout: wide, none with layout: long");
  for (const side of wide ? [map.call!, map.put!] : [map.columns]) {
    const named = has("symbol") || side.symbol !== undefined;
    if (side.bid === undefined || side.ask === undefined) throw configError(`${where}: columns`, "name no bid and ask", "chains without quotes cannot be imported");
    for (const meaning of ["strike", "expiry", "right"] as const) {
      if (!named && !has(meaning) && !(wide && meaning === "right")) throw configError(`${where}: columns.${meaning}`, "is missing", `name its column, or symbol's`);
    }
  }
  for (const { column, keep, drop } of map.filters) {
    if ((keep === undefined) === (drop === undefined)) throw configError(`${where}: filters`, `on ${column} need keep or drop`, "give one of them");
  }
}
