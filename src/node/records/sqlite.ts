// SQLite databases: every table that holds rows is a record file. The engine is SQLite itself compiled to WebAssembly, reading pages from the disk.
import { setImmediate as breathe } from "node:timers/promises";
import { MahlerError } from "../../errors";
import type { ReadOptions, RecordCells, RecordFile } from "../../records/types";
import { textCells } from "../../vendors/cells";

const STRIDE = 8192;

/** The tables of a database. `label` names it in messages. Throws a data error for a damaged database. */
export async function sqliteTables(path: string, label: string): Promise<RecordFile[]> {
  const { Database } = await import("node-sqlite3-wasm");
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new MahlerError("data", label, `cannot be read as SQLite (${(cause as Error).message})`, "check the file, or download it again", { cause });
    }
  };
  const database = attempt(() => new Database(path, { readOnly: true, fileMustExist: true }));
  try {
    const names = attempt(() => database.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")).map((row) => String((row as Record<string, unknown>).name));
    return names.map((table) => tableFile({ path, label, table, header: attempt(() => database.all(`PRAGMA table_info(${quoted(table)})`)).map((row) => String((row as Record<string, unknown>).name)) }));
  } finally {
    database.close();
  }
}

interface Table {
  path: string;
  label: string;
  table: string;
  header: string[];
}

function tableFile({ path, label, table, header }: Table): RecordFile {
  const name = `${label}/${table}`;
  const read = async (onRecord: (record: RecordCells) => void, { uses, after = 0, signal, onProgress }: ReadOptions): Promise<void> => {
    const { Database } = await import("node-sqlite3-wasm");
    const database = new Database(path, { readOnly: true, fileMustExist: true });
    const columns = [...new Set(uses.map((use) => use.column))];
    const cells = textCells();
    const values = new Array<string>(header.length).fill("");
    cells.cells = values;
    const record: RecordCells & { line: number } = { ...cells, line: after, count: header.length, raw: () => values.join(",") };
    const statement = database.prepare(`SELECT ${columns.map((c) => quoted(header[c])).join(", ") || "1"} FROM ${quoted(table)} ORDER BY rowid LIMIT -1 OFFSET ${after}`);
    try {
      for (const row of statement.iterate(undefined, { expand: false })) {
        const fields = Object.values(row as Record<string, unknown>);
        for (let i = 0; i < columns.length; i++) values[columns[i]] = fields[i] === null || fields[i] === undefined ? "" : String(fields[i]).trim();
        record.line++;
        if (record.line % STRIDE === 0) {
          if (signal?.aborted) throw new MahlerError("cancelled", name, "stopped on request", "run the same command again to go on");
          onProgress?.(Number.NaN);
          await breathe();
        }
        onRecord(record);
      }
    } catch (cause) {
      if (cause instanceof MahlerError) throw cause;
      throw new MahlerError("data", name, `row ${record.line + 1} cannot be read (${(cause as Error).message})`, "check the database", { cause });
    } finally {
      statement.finalize();
      database.close();
    }
  };
  return { name, header, read };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
