// Which spelling a file has: by the names in its header, never by its name or the order of its columns.
import { dataError } from "../../errors";
import { columnAt, splitLine } from "../../vendors/csv";
import { ACTION_FORMATS, BAR_FORMATS, RATE_FORMATS, VIX_FORMATS } from "./formats";
import type { DailyFormat, DailyKind, Role } from "./formats";
import { findHeader, firstLine, refuseDoubled, refuseSeparators } from "./table";
import type { Table } from "./table";

/** Formats that may hold each kind, in order: an index's close is in any file of bars. */
const CANDIDATES: Record<DailyKind, readonly DailyFormat[]> = { bars: BAR_FORMATS, vix: [...VIX_FORMATS, ...BAR_FORMATS], rates: RATE_FORMATS, actions: ACTION_FORMATS };
const ALL: readonly DailyFormat[] = [...RATE_FORMATS, ...VIX_FORMATS.slice(0, 3), ...BAR_FORMATS, ...ACTION_FORMATS, ...VIX_FORMATS.slice(3)];

export interface Recognised {
  format: DailyFormat;
  table: Table;
}

/** Column of a role in the header, −1 = none. */
export const columnOf = (header: readonly string[], format: DailyFormat, role: Role): number => columnAt(header, format.columns[role] ?? []);

const missing = (header: readonly string[], format: DailyFormat): Role[] => format.required.filter((role) => columnOf(header, format, role) < 0);
const fits = (header: readonly string[], format: DailyFormat): boolean => missing(header, format).length === 0 && !(format.without ?? []).some((name) => header.includes(name));

/** Finds header and format. `kind` null = any kind. Throws a data error naming the nearest format and the column it misses. */
export function recognise(lines: string[], file: string, kind: DailyKind | null): Recognised {
  const formats = kind === null ? ALL : CANDIDATES[kind];
  const table = findHeader(lines, file, (header) => formats.some((format) => fits(header, format)));
  if (!table) throw unknownHeader(lines, file, formats);
  const format = formats.find((candidate) => fits(table.header, candidate))!;
  refuseDoubled(table, Object.values(format.columns).flat());
  return { format, table: format.skip ? skipLabels(table, format.skip) : table };
}

/** pandas prints the names of its header levels as lines of their own: "Ticker,SPY,…" and "Date,,…". */
function skipLabels(table: Table, count: number): Table {
  const labels: string[] = [];
  let first = table.first;
  for (; first < table.lines.length && labels.length < count; first++) if (table.lines[first].trim() !== "") labels.push(splitLine(table.lines[first])[0]);
  if (labels.join() !== "Ticker,Date") throw dataError(`${table.file}:${table.first + 1}`, `begins with ${labels.join(", ") || "nothing"} where Ticker and Date were expected`, "save one ticker, e.g. with yf.Ticker(…).history(auto_adjust=False)");
  return { ...table, first };
}

function unknownHeader(lines: string[], file: string, formats: readonly DailyFormat[]): Error {
  const { text, number } = firstLine(lines);
  refuseSeparators(text, `${file}:${number}`);
  const header = splitLine(text);
  const shown = `the header is ${text.trim().slice(0, 120)}`;
  const nearest = [...formats].sort((a, b) => missing(header, a).length - missing(header, b).length || Number(b.id.startsWith("plain")) - Number(a.id.startsWith("plain")))[0];
  const role = missing(header, nearest)[0];
  if (role === undefined) return dataError(`${file}:${number}`, "is not the header of this kind of file", shown);
  const names = nearest.columns[role]!;
  const onlyAdjusted = role === "close" && header.some((name) => /^adj/i.test(name));
  const remedy = onlyAdjusted ? "it has adjusted prices only, and strikes are compared with prices as traded: download the unadjusted close too" : shown;
  return dataError(`${file}:${number} column ${names.find((name) => name === name.toLowerCase()) ?? names[0]}`, "is missing", `${remedy} (nearest format: ${nearest.title})`);
}
