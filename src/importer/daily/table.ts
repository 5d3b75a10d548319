// A daily file's text as a header and lines. Encodings and separators that would be misread are refused by name.
import { dataError } from "../../errors";
import { splitLine } from "../../vendors/csv";

/** Titles and disclaimers that some vendors print above the header. */
const MAX_PREAMBLE = 4;
const BOM = "\ufeff";
/** Characters looked at for signs of a wrong encoding. */
const SNIFFED = 4096;

export interface Table {
  file: string;
  /** Header names, trimmed. */
  header: string[];
  /** All lines of the file, without their ends. */
  lines: string[];
  /** Index of the first line after the header. */
  first: number;
}

/** The text's lines. Throws a data error for an empty file and for one that is not UTF-8 text. */
export function linesOf(text: string, file: string): string[] {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  const head = body.slice(0, SNIFFED);
  if (head.includes("\0")) throw dataError(file, "is UTF-16 or not text at all (it holds zero bytes)", "save it as CSV in UTF-8");
  if (head.startsWith("PK\u0003\u0004")) throw dataError(file, "is a zip archive or a spreadsheet", "unpack it, or save the sheet as CSV in UTF-8");
  if (/^\s*<(!doctype|html|head|body|\?xml|svg)/i.test(head)) throw dataError(file, "is a web page or XML, not CSV", "download the CSV itself");
  const lines = body.split(/\r\n|\n|\r/);
  if (lines.every((line) => line.trim() === "")) throw dataError(file, "is empty", "give a CSV file with a header line");
  return lines;
}

/** The first line that `known` takes for a header; undefined when none of the first lines is one. */
export function findHeader(lines: string[], file: string, known: (header: readonly string[]) => boolean): Table | undefined {
  for (let at = 0, seen = 0; at < lines.length && seen <= MAX_PREAMBLE; at++) {
    if (lines[at].trim() === "") continue;
    seen++;
    const header = splitLine(lines[at]);
    if (known(header)) return { file, header, lines, first: at + 1 };
  }
  return undefined;
}

/** The first line that is not blank: what an error about an unknown header speaks of. */
export function firstLine(lines: readonly string[]): { text: string; number: number } {
  const at = lines.findIndex((line) => line.trim() !== "");
  return { text: lines[at], number: at + 1 };
}

/** Throws a data error when the header is cut by something else than commas. */
export function refuseSeparators(header: string, where: string): void {
  for (const [sign, name] of [[";", "semicolons"], ["\t", "tabs"], ["|", "bars"]]) {
    if (!header.includes(",") && header.includes(sign)) throw dataError(where, `its columns are separated by ${name}`, "save it with commas between columns and points in numbers");
  }
}

/** Throws a data error when a name that is read stands twice in the header; others may (indicators in chart exports do). */
export function refuseDoubled({ file, header, first }: Table, names: readonly string[]): void {
  const doubled = header.find((name, i) => names.includes(name) && header.indexOf(name) !== i);
  if (doubled !== undefined) throw dataError(`${file}:${first} column ${doubled}`, `appears twice (columns ${header.indexOf(doubled) + 1} and ${header.lastIndexOf(doubled) + 1})`, "remove or rename one");
}
