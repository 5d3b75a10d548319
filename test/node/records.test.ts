import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecords } from "../../src/node/records/open";
import type { ColumnUse } from "../../src/records/types";
import { zipOf } from "./zipOf";

const HEADER = ["contract_id", "symbol", "expiration", "strike", "type", "bid", "volume", "date", "implied_volatility"];
const USES: ColumnUse[] = [
  { column: 0, kind: "occ" }, { column: 1, kind: "text" }, { column: 2, kind: "day" }, { column: 3, kind: "number" }, { column: 4, kind: "right" },
  { column: 5, kind: "number" }, { column: 6, kind: "number" }, { column: 7, kind: "day" }, { column: 8, kind: "number" },
];
const CSV = `${HEADER.join(",")}
SPY240119P00450000,SPY,2024-01-19,450,put,1.23,10,2024-01-02,0.1534
SPY240119C00450500,SPY,2024-01-19,450.5,call,0.07,0,2024-01-02,
SPY7240119C00451000,SPY,2024-01-19,451,call,1e-2,,2024-01-03,0.12345678
nonsense,QQQ,2024-02-30,x,maybe,-0.5,nan,2024-01-03,nan
`;

/** What every container must give for the rows of `CSV`. */
const ROWS = [
  ["SPY 19741 1 450000", "SPY", 19741, 450_000, 1, 12_300, 10, 19724, 1534, false],
  ["SPY 19741 0 450500", "SPY", 19741, 450_500, 0, 700, 0, 19724, null, false],
  ["SPY7 19741 0 451000", "SPY", 19741, 451_000, 0, 100, null, 19725, 1235, true],
  [null, "QQQ", null, null, null, -5_000, null, 19725, null, false],
];

const folder = mkdtempSync(join(tmpdir(), "mahler-records-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(path: string, after?: number): Promise<{ name: string; header: readonly string[]; rows: unknown[][]; lines: number[] }[]> {
  const files: Awaited<ReturnType<typeof readAll>> = [];
  for await (const file of openRecords(path)) {
    const rows: unknown[][] = [];
    const lines: number[] = [];
    const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
    await file.read((r) => {
      const occ = r.occ(0);
      lines.push(r.line);
      rows.push([
        occ ? `${occ.root} ${occ.expiry} ${occ.right} ${occ.strike}` : null, r.text(1), orNull(r.day(2)), orNull(r.scaled(3, 3)), orNull(r.right(4)), orNull(r.scaled(5, 4)),
        r.blank(6) ? null : r.scaled(6, 0), orNull(r.day(7)), orNull(r.scaled(8, 4)), r.rounded(8, 4),
      ]);
    }, { uses: USES, after });
    files.push({ name: file.name, header: file.header, rows, lines });
  }
  return files;
}

beforeAll(async () => {
  writeFileSync(at("a.csv"), CSV);
  writeFileSync(at("a.csv.gz"), gzipSync(CSV));
  writeFileSync(at("a.zip"), zipOf({ "one/a.csv": CSV, "b.csv": CSV }));
  const db = await (await DuckDBInstance.create(":memory:")).connect();
  await db.run(`CREATE TABLE t AS SELECT * FROM read_csv('${at("a.csv")}', all_varchar = true)`);
  await db.run(`COPY t TO '${at("texts.parquet")}'`);
  await db.run(`COPY t TO '${at("a.csv.zst")}' (FORMAT csv, HEADER, COMPRESSION zstd)`);
  await db.run(`COPY (SELECT contract_id, symbol, TRY_CAST(expiration AS DATE) expiration, TRY_CAST(strike AS DOUBLE) strike, "type", TRY_CAST(bid AS DOUBLE) bid,
    TRY_CAST(volume AS BIGINT) volume, TRY_CAST("date" AS TIMESTAMP) "date", TRY_CAST(implied_volatility AS DOUBLE) implied_volatility FROM t) TO '${at("typed.parquet")}' (COMPRESSION zstd)`);
  const { Database } = await import("node-sqlite3-wasm");
  const sqlite = new Database(at("a.sqlite"));
  sqlite.run(`CREATE TABLE options_2024 (${HEADER.map((h) => `"${h}"`).join(", ")})`);
  for (const line of CSV.trim().split("\n").slice(1)) sqlite.run(`INSERT INTO options_2024 VALUES (${HEADER.map(() => "?").join(",")})`, line.split(",").map((c) => (c === "" ? null : c)));
  sqlite.close();
  writeFileSync(at("a.json"), JSON.stringify({ message: "success", data: CSV.trim().split("\n").slice(1).map((l) => Object.fromEntries(l.split(",").map((c, i) => [HEADER[i], c]))) }));
  writeFileSync(at("a.json.gz"), gzipSync(readFileSync(at("a.json"))));
});

describe("every container gives the same records", () => {
  test.each(["a.csv", "a.csv.gz", "a.csv.zst", "texts.parquet", "typed.parquet", "a.json", "a.json.gz"])("%s", async (name) => {
    const [file, ...others] = await readAll(at(name));
    expect(others).toEqual([]);
    expect(file.header).toEqual(HEADER);
    expect(file.rows).toEqual(ROWS);
  });

  test("zip: one file per member, named inside the archive", async () => {
    const files = await readAll(at("a.zip"));
    expect(files.map((f) => f.name)).toEqual(["a.zip/one/a.csv", "a.zip/b.csv"]);
    for (const file of files) expect(file.rows).toEqual(ROWS);
  });

  test("SQLite: one file per table", async () => {
    const [file] = await readAll(at("a.sqlite"));
    expect(file.name).toBe("a.sqlite/options_2024");
    expect(file.rows).toEqual(ROWS);
  });

  test.each(["a.csv", "a.csv.gz", "texts.parquet", "a.sqlite", "a.json"])("%s goes on after the line where it stopped", async (name) => {
    const [whole] = await readAll(at(name));
    const [rest] = await readAll(at(name), whole.lines[1]);
    expect(rest.rows).toEqual(ROWS.slice(2));
    expect(rest.lines).toEqual(whole.lines.slice(2));
  });
});

describe("damaged files", () => {
  test.each(["a.csv.gz", "a.csv.zst", "typed.parquet", "a.json", "a.zip"])("%s cut anywhere is an error that names it", async (name) => {
    const bytes = readFileSync(at(name));
    for (const length of [9, 40, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) {
      const cut = at(`cut-${name}`);
      writeFileSync(cut, bytes);
      truncateSync(cut, length);
      await expect(readAll(cut)).rejects.toThrow(new RegExp(`cut-${name.replaceAll(".", "\\.")}.*: `));
    }
  });

  test("a zip whose member climbs out of it, or that is encrypted, is refused", async () => {
    writeFileSync(at("climb.zip"), zipOf({ "../../a.csv": CSV }));
    await expect(readAll(at("climb.zip"))).rejects.toThrow(/climb\.zip: is a damaged zip archive \(invalid relative path/);
  });

  test("a bomb is refused before it fills anything", async () => {
    const bomb = gzipSync(Buffer.from(`a,b\n${`${"0".repeat(5000)}\n`.repeat(16_000)}`));
    writeFileSync(at("bomb.csv.gz"), bomb);
    await expect(readAll(at("bomb.csv.gz"))).rejects.toThrow("expands more than 250-fold");
  });

  test("an archive inside an archive is refused", async () => {
    writeFileSync(at("nested.zip"), zipOf({ "inner.zip": zipOf({ "a.csv": CSV }) }));
    await expect(readAll(at("nested.zip"))).rejects.toThrow("nested.zip/inner.zip: is a zip file inside an archive");
  });

});
