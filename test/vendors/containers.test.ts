// A format gives the same rows whatever its records came in: bytes of a CSV, texts of a JSON, typed columns of a Parquet file.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { openRecords } from "../../src/node/records/open";
import { detectFormat } from "../../src/vendors";
import { readHeader, splitLine } from "../../src/vendors/csv";
import { newRow } from "../../src/vendors/format";
import type { ChainRow } from "../../src/vendors/format";
import { rowsOf } from "./rows";
import { SAMPLES } from "./samples";
import type { Sample } from "./samples";

const folder = mkdtempSync(join(tmpdir(), "mahler-vendors-"));
const duck = await DuckDBInstance.create(":memory:");
const db = await duck.connect();
afterAll(() => {
  db.closeSync();
  duck.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

async function rowsIn(path: string, { format, context }: Sample): Promise<(ChainRow | string)[]> {
  const rows: (ChainRow | string)[] = [];
  for await (const file of openRecords(path)) {
    const found = detectFormat(file.header, file.name, format);
    const readers = found.bind(file.header, { file: "sample.csv", ...context });
    await file.read((record) => {
      for (const read of readers) {
        const row = newRow();
        rows.push(read(record, row) ?? row);
      }
    }, { uses: found.uses(file.header) });
  }
  return rows;
}

describe.each(SAMPLES.map((sample, i) => ({ ...sample, i })))("$format $i", ({ i, ...sample }) => {
  const expected = rowsOf(sample);
  const path = (ending: string): string => join(folder, `${i}.${ending}`);

  it("CSV", async () => {
    writeFileSync(path("csv"), `${sample.header}\n${sample.record}\n`);
    expect(await rowsIn(path("csv"), sample)).toEqual(expected);
  });

  it("JSON, numbers as texts and as numbers", async () => {
    const names = readHeader(sample.header, "f");
    const cells = splitLine(sample.record);
    const plain = cells.map((cell) => (/^-?[1-9]\d{0,9}(\.\d{1,4}[1-9])?$/.test(cell) ? Number(cell) : cell));
    for (const values of [cells, plain]) {
      writeFileSync(path("json"), JSON.stringify({ data: [Object.fromEntries(names.map((name, c) => [name, values[c]]))] }));
      expect(await rowsIn(path("json"), sample)).toEqual(expected);
    }
  });

  it("Parquet, typed as DuckDB would, and all texts", async () => {
    writeFileSync(path("csv"), `${sample.header}\n${sample.record}\n`);
    const dates = sample.record.includes("/20") ? ", dateformat = '%m/%d/%Y'" : "";
    for (const texts of [false, true]) {
      await db.run(`COPY (SELECT * FROM read_csv('${path("csv")}', header = true, delim = ',', all_varchar = ${texts}, normalize_names = false${dates})) TO '${path("parquet")}' (FORMAT parquet)`);
      expect(await rowsIn(path("parquet"), sample)).toEqual(expected);
    }
  });
});
