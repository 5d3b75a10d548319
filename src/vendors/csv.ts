import { dataError } from "../errors";

/** The cells of one CSV line, trimmed. Double quotes as in RFC 4180, without line breaks inside them. */
export function splitLine(line: string): string[] {
  if (line.indexOf('"') >= 0) return splitQuoted(line);
  const cells = line.split(",");
  if (line.indexOf(" ") < 0 && line.indexOf("\t") < 0) return cells;
  for (let i = 0; i < cells.length; i++) cells[i] = cells[i].trim();
  return cells;
}

function splitQuoted(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === '"') {
      if (quoted && line[at + 1] === '"') cell += line[at++];
      else quoted = !quoted;
    } else if (char === "," && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  cells.push(cell.trim());
  return cells;
}

const BOM = "\ufeff";

/** Header names of a file's first line: byte-order mark removed, trimmed. Throws a data error for a duplicate name. */
export function readHeader(line: string, file: string): string[] {
  const names = splitLine(line.startsWith(BOM) ? line.slice(1) : line);
  names.forEach((name, i) => {
    if (name !== "" && names.indexOf(name) !== i) throw dataError(`${file}:1 column ${name}`, `appears twice (columns ${names.indexOf(name) + 1} and ${i + 1})`, "remove or rename one");
  });
  return names;
}

/** Position of the first of `aliases` in the header, or -1. */
export function columnAt(header: readonly string[], aliases: readonly string[]): number {
  for (const alias of aliases) {
    const at = header.indexOf(alias);
    if (at >= 0) return at;
  }
  return -1;
}
