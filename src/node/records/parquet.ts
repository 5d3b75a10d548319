// Parquet through DuckDB: it decodes, decompresses and turns texts into numbers in its own threads; what reaches JavaScript is flat columns of
// numbers. Texts that repeat (symbols, roots) come as places in a dictionary.
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { MahlerError } from "../../errors";
import type { ColumnUse, ReadOptions, RecordCells, RecordFile } from "../../records/types";
import { isBlank, occDayOf, parseDate, parseOcc, parseRight, parseScaled, wasRounded } from "../../vendors/parse";
import type { OccSymbol } from "../../vendors/parse";

/** Texts with more distinct values than this are fetched as they are. */
const LARGEST_DICTIONARY = 4096;
/** DuckDB's buffers; its process needs about twice this. */
const MEMORY = "1GB";
/** Stands for "blank" and "not readable" in integer columns. */
const NO_INT = -2_147_483_648;
const BAD_INT = -2_147_483_647;
const BLANKS = "('', 'nan', 'NaN', 'NULL', 'null', 'None')";

/** A Parquet file as records. `label` names it in messages. Throws a data error for a damaged file. */
export async function parquetFile(path: string, label: string): Promise<RecordFile> {
  const columns = await withDuckDb(label, async (db) => {
    const { getRowObjectsJS } = await db.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`).then((r) => ({ getRowObjectsJS: r.getRowObjectsJS() }));
    return getRowObjectsJS.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  });
  const read = (onRecord: (record: RecordCells) => void, options: ReadOptions): Promise<void> =>
    withDuckDb(label, (db) => readRows({ db, path, label, columns }, onRecord, options));
  return { name: label, header: columns.map((c) => c.name.trim()), read };
}

interface Column {
  name: string;
  type: string;
}

interface Source {
  db: DuckDBConnection;
  path: string;
  label: string;
  columns: readonly Column[];
}

async function withDuckDb<T>(label: string, work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: MEMORY });
  const db = await instance.connect();
  try {
    return await work(db);
  } catch (cause) {
    if (cause instanceof MahlerError) throw cause;
    throw new MahlerError("data", label, `cannot be read as Parquet (${(cause as Error).message.split("\n")[0]})`, "check the file, or download it again", { cause });
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

async function readRows(source: Source, onRecord: (record: RecordCells) => void, { uses, after = 0, signal, onProgress }: ReadOptions): Promise<void> {
  const { db, path, label } = source;
  const total = Number((await db.runAndReadAll(`SELECT count(*) FROM read_parquet(${literal(path)})`)).getRows()[0][0]);
  const fields = new Map<number, Field>();
  const select: string[] = [];
  for (const use of uses) fields.set(use.column, await fieldOf(source, use, select));
  const result = await db.stream(`SELECT ${select.join(", ") || "1"} FROM read_parquet(${literal(path)}) OFFSET ${after}`);
  const record = new ParquetRecord(fields, source.columns.length);
  record.line = after;
  const fetch = (): ReturnType<typeof result.fetchChunk> => {
    const chunk = result.fetchChunk();
    chunk.catch(() => undefined); // seen when it is awaited, or no longer of interest
    return chunk;
  };
  let next = fetch();
  for (;;) {
    if (signal?.aborted) throw new MahlerError("cancelled", label, "stopped on request", "run the same command again to go on");
    const chunk = await next;
    const rows = chunk?.rowCount ?? 0; // a call into the library: once
    if (!chunk || rows === 0) break;
    next = fetch(); // DuckDB works on it while the rows of this one are read
    record.enter(chunk);
    for (let row = 0; row < rows; row++) {
      record.row = row;
      record.line++;
      onRecord(record);
    }
    onProgress?.(record.line / Math.max(total, 1));
  }
}

/** How a column reaches JavaScript: places in the select list, and the dictionary of its texts. */
interface Field {
  form: "number" | "int" | "dictionary" | "text" | "occ";
  at: number;
  words: string[];
  values: ArrayLike<number>[];
  texts: (row: number) => string;
}

async function fieldOf(source: Source, { column, kind }: ColumnUse, select: string[]): Promise<Field> {
  const { name, type } = source.columns[column];
  const raw = `"${name.replaceAll('"', '""')}"`;
  const isText = type === "VARCHAR" || type.startsWith("ENUM");
  const text = `trim(CAST(${raw} AS VARCHAR))`;
  const at = select.length;
  const field = (form: Field["form"], expressions: string[], words: string[] = []): Field => {
    select.push(...expressions);
    return { form, at, words, values: [], texts: () => "" };
  };
  if (kind === "number") {
    const value = isText ? `CASE WHEN ${text} IS NULL OR ${text} IN ${BLANKS} THEN NULL ELSE coalesce(TRY_CAST(${text} AS DOUBLE), 'infinity') END` : `CAST(${raw} AS DOUBLE)`;
    return field("number", [`coalesce(${value}, 'nan'::DOUBLE)`]);
  }
  if (kind === "day" && !isText) return field("int", [`coalesce(CAST(CAST(${raw} AS DATE) - DATE '1970-01-01' AS INTEGER), ${NO_INT})`]);
  if (kind === "day" && (await areIsoDates(source, text))) return field("int", [`coalesce(CAST(TRY_CAST(${text} AS DATE) - DATE '1970-01-01' AS INTEGER), CASE WHEN ${text} IS NULL OR ${text} IN ${BLANKS} THEN ${NO_INT} ELSE ${BAD_INT} END)::INTEGER`]);
  if (kind === "occ") {
    const root = `trim(left(${text}, length(${text}) - 15))`;
    const words = await dictionary(source, root);
    if (words) {
      const number = (from: number, count: number): string => `coalesce(TRY_CAST(substr(${text}, length(${text}) - ${15 - from}, ${count}) AS INTEGER), ${BAD_INT})`;
      const right = `CASE upper(substr(${text}, length(${text}) - 8, 1)) WHEN 'C' THEN 0 WHEN 'P' THEN 1 ELSE ${BAD_INT} END`;
      return field("occ", [await place(source, words, root), number(1, 6), right, number(8, 8)], words);
    }
  } else {
    const words = await dictionary(source, text);
    if (words) return field("dictionary", [await place(source, words, text)], words);
  }
  return field("text", [`coalesce(${text}, '')`]);
}

/** The distinct texts of an expression; undefined when there are very many. */
async function dictionary({ db, path }: Source, expression: string): Promise<string[] | undefined> {
  const rows = await db.runAndReadAll(`SELECT DISTINCT ${expression} AS word FROM read_parquet(${literal(path)}) WHERE word IS NOT NULL LIMIT ${LARGEST_DICTIONARY + 1}`);
  const words = rows.getRows().map(([word]) => String(word));
  return words.length > LARGEST_DICTIONARY ? undefined : words.sort();
}

/** An expression for the place of a text among `words`: DuckDB's own enumeration, one look-up in a hash. */
async function place({ db }: Source, words: readonly string[], expression: string): Promise<string> {
  if (words.length === 0) return `CAST(${NO_INT} AS INTEGER)`;
  const type = `words_${types++}`;
  await db.run(`CREATE TYPE ${type} AS ENUM (${words.map(literal).join(", ")})`);
  return `coalesce(enum_code(TRY_CAST(${expression} AS ${type})), ${NO_INT})::INTEGER`;
}

let types = 0;

/** True when every text that is not blank looks like 2024-01-19. */
async function areIsoDates({ db, path }: Source, text: string): Promise<boolean> {
  const other = await db.runAndReadAll(`SELECT 1 FROM (SELECT DISTINCT ${text} AS word FROM read_parquet(${literal(path)})) WHERE word IS NOT NULL AND word NOT IN ${BLANKS} AND NOT regexp_full_match(word, '[0-9]{4}-[0-9]{2}-[0-9]{2}') LIMIT 1`);
  return other.getRows().length === 0;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The row a reader stands on, over the columns of one chunk. */
class ParquetRecord implements RecordCells {
  line = 0;
  row = 0;
  private readonly occSymbol: OccSymbol = { root: "", expiry: 0, right: 0, strike: 0 };
  private readonly days = new Map<string, number>();

  constructor(private readonly fields: ReadonlyMap<number, Field>, readonly count: number) {}

  enter(chunk: DuckDBDataChunk): void {
    for (const field of this.fields.values()) {
      if (field.form === "text") {
        const vector = chunk.getColumnVector(field.at);
        field.texts = (row) => vector.getItem(row) as string;
        continue;
      }
      const parts = field.form === "occ" ? 4 : 1;
      field.values = Array.from({ length: parts }, (_, k) => (chunk.getColumnVector(field.at + k) as unknown as { items: ArrayLike<number> }).items);
    }
  }

  private field(column: number): Field {
    const field = this.fields.get(column);
    if (!field) throw new MahlerError("engine", `column ${column}`, "was not announced to the Parquet reader", "this is a bug in the format");
    return field;
  }

  raw(): string {
    return [...this.fields.keys()].map((column) => this.text(column)).join(",");
  }

  text(column: number): string {
    if (column < 0) return "";
    const { form, values, words, texts } = this.field(column);
    if (form === "text") return texts(this.row);
    const value = values[0][this.row];
    if (form === "dictionary") return value === NO_INT ? "" : words[value];
    if (form === "occ") return occText(this.occ(column));
    return Number.isNaN(value) || value === NO_INT ? "" : String(value);
  }

  blank(column: number): boolean {
    if (column < 0) return true;
    const { form, values } = this.field(column);
    if (form === "number") return Number.isNaN(values[0][this.row]);
    return form === "int" ? values[0][this.row] === NO_INT : isBlank(this.text(column));
  }

  scaled(column: number, digits: number): number {
    if (column < 0) return Number.NaN;
    const { form, values } = this.field(column);
    if (form !== "number") return parseScaled(this.text(column), digits);
    const value = values[0][this.row];
    return Number.isFinite(value) ? scale(value, digits) : Number.NaN;
  }

  rounded(column: number, digits: number): boolean {
    if (column < 0) return false;
    const { form, values } = this.field(column);
    if (form !== "number") return wasRounded(this.text(column), digits);
    const value = values[0][this.row];
    return Number.isFinite(value) && Math.abs(value * POWERS[digits] - scale(value, digits)) > 1e-6 * Math.max(1, Math.abs(value));
  }

  day(column: number): number {
    if (column < 0) return Number.NaN;
    const { form, values } = this.field(column);
    if (form === "int") return values[0][this.row] <= BAD_INT ? Number.NaN : values[0][this.row];
    const text = this.text(column);
    let day = this.days.get(text);
    if (day === undefined) {
      if (this.days.size > LARGEST_DICTIONARY) this.days.clear();
      this.days.set(text, (day = parseDate(text)));
    }
    return day;
  }

  right(column: number): number {
    return parseRight(this.text(column));
  }

  occ(column: number): OccSymbol | undefined {
    if (column < 0) return undefined;
    const { form, values, words } = this.field(column);
    if (form !== "occ") return parseOcc(this.text(column));
    const [root, date, right, strike] = [values[0][this.row], values[1][this.row], values[2][this.row], values[3][this.row]];
    if (root === NO_INT || words[root] === "" || date < 0 || right < 0 || strike < 0) return undefined;
    const expiry = occDayOf(date);
    if (Number.isNaN(expiry)) return undefined;
    const { occSymbol } = this;
    occSymbol.root = words[root];
    occSymbol.expiry = expiry;
    occSymbol.right = right;
    occSymbol.strike = strike;
    return occSymbol;
  }
}

const occText = (occ: OccSymbol | undefined): string => (occ ? `${occ.root} expiring on day ${occ.expiry}, ${occ.right === 0 ? "C" : "P"}, strike ${occ.strike / 1000}` : "");

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/** Half away from zero. A double nearest to a decimal of `digits` places comes back as that decimal exactly. */
function scale(value: number, digits: number): number {
  const scaled = Math.floor(Math.abs(value) * POWERS[digits] + 0.5 + 1e-9);
  return value < 0 && scaled !== 0 ? -scaled : scaled;
}
