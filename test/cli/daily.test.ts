import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataCommand } from "../../src/cli/data-group";
import { compareRuns } from "../../src/node/compareRuns";
import { readRecord } from "../../src/node/results";
import { workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { OVERNIGHT, OVERNIGHT_DAILY, SAME_DAY } from "../log/samples";

let shop: Workshop;
let printed = "";
beforeEach(() => {
  shop = workshop();
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  shop.close();
});

async function data(...args: string[]): Promise<string> {
  printed = "";
  const program = dataCommand().exitOverride();
  program.commands.forEach((command) => command.exitOverride());
  await program.parseAsync(args, { from: "user" });
  return printed;
}

const YAHOO = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,1.5,1.4,10\n2024-01-04,1,2,1,1.5,1.4,10\n2024-01-06,1,2,1,1.5,1.4,10\n";

describe("mahler data daily", () => {
  it("says what was recognised and what became of each row, and writes the days", async () => {
    const [a, b] = [shop.put("a.csv", YAHOO), shop.put("b.csv.gz", gzipSync("date,open,high,low,close\n2024-01-03,1,2,1,1.75\n2024-01-04,1,2,1,1.6\n"))];
    const out = join(shop.root, "out.csv");
    expect(await data("daily", a, b, "--out", out)).toBe(`a.csv: bars, Yahoo Finance (yahoo); 2 days, 2024-01-02 to 2024-01-04; prices split-adjusted
  rows read        3
  kept             2
  repaired         0
  set aside        1
    not a session  1
  seen in the rows kept:
    missing sessions  1
  missing sessions: 2024-01-03
  note: this source divides prices by later splits; no split is known in this file (give --splits FILE if there was one)
b.csv.gz: bars, date,open,high,low,close (this project's own) (plain); 2 days, 2024-01-03 to 2024-01-04; prices as-traded
  rows read  2
  kept       2
  repaired   0
  set aside  0
b.csv.gz: 1 day added, 1 shared, 1 differs by more than 2 bp, up to 6.25 %: 2024-01-04; the first file's stand
wrote ${out}
wrote ${join(shop.root, "out.quarantine.csv")}
`);
    expect(readFileSync(out, "utf8")).toBe("date,open,high,low,close,volume,dividend,split,settlement\n2024-01-02,1,2,1,1.5,10,0,1,\n2024-01-03,1,2,1,1.75,0,0,1,\n2024-01-04,1,2,1,1.5,10,0,1,\n");
    expect(readFileSync(join(shop.root, "out.quarantine.csv"), "utf8")).toBe('file,line,reason,text\na.csv,4,not_a_session,"2024-01-06,1,2,1,1.5,1.4,10"\n');
  });

  it("reports as JSON", async () => {
    const report = JSON.parse(await data("daily", shop.put("a.csv", YAHOO), "--json"));
    expect(report).toMatchObject({ kind: "bars", written: [], files: [{ format: { id: "yahoo" }, rows: 2, prices: "split-adjusted", fate: { read: 3, kept: 2 }, gaps: [{ from: "2024-01-03", to: "2024-01-03", sessions: 1 }] }] });
  });

  it("a bad file, or files of two kinds, leave nothing behind", async () => {
    const out = join(shop.root, "out.csv");
    await expect(data("daily", shop.put("a.csv", YAHOO), shop.put("r.csv", "date,DGS3MO\n2024-01-02,5\n"), "--out", out)).rejects.toThrow("r.csv: holds rates, a.csv bars; give files of one kind, or say --as");
    await expect(data("daily", shop.put("b.csv", "date,close;\n"), "--out", out)).rejects.toThrow("b.csv:1 column");
    await expect(data("daily", shop.put("c.csv", Buffer.from(YAHOO, "utf16le")), "--out", out)).rejects.toThrow("c.csv: is UTF-16");
    expect(existsSync(out)).toBe(false);
  });
});

describe("mahler data import-log", () => {
  it("writes a run that compare sets beside another, and replay refuses", async () => {
    const [one, two] = [join(shop.root, "one"), join(shop.root, "two")];
    expect(await data("import-log", shop.put("t.csv", SAME_DAY), "--symbol", "SPX", "--out", one)).toContain(`${one}: Option Omega log, 2024-01-03 to 2024-01-04; SPX; 2 strategies\nt.csv\n  rows read  3\n  kept       3\n`);
    await data("import-log", shop.put("o.csv", OVERNIGHT), "--daily", shop.put("d.csv", OVERNIGHT_DAILY), "--symbol", "SPX", "--out", two, "--quiet");
    const compared = await compareRuns(one, two);
    expect(compared.parameters).toEqual([{ key: "equity", a: "100000", b: "50000" }]);
    expect(compared.metrics.find((metric) => metric.name === "Net profit")).toMatchObject({ a: 488, b: 688 });
    expect(compared.years).toEqual([{ name: "2024", unit: "dollars", a: 488, b: 394 }, { name: "2025", unit: "dollars", a: null, b: 294 }]);
    expect([compared.sameTrades, compared.remarks![0]]).toEqual([false, `${one} is an imported Option Omega log, 2024-01-03 … 2024-01-04; its parameters are not known`]);
    await expect(readRecord(one)).rejects.toThrow("is an imported log, not a run; set it beside a run with mahler compare");
  });

  it("replaces an earlier import, and nothing else", async () => {
    const out = join(shop.root, "one");
    const file = shop.put("t.csv", SAME_DAY);
    await data("import-log", file, "--out", out, "--quiet");
    expect(JSON.parse(await data("import-log", file, "--out", out, "--json"))).toMatchObject({ imported: "option-omega", files: [{ file: "t.csv" }] });
    await expect(data("import-log", shop.put("bad.csv", "x\n"), "--out", out)).rejects.toThrow("bad.csv:1 column Date Opened: is missing");
    expect(existsSync(join(out, "trades.csv"))).toBe(true);
    await expect(data("import-log", file, "--out", shop.root)).rejects.toThrow("exists and does not hold the results of a run");
    await expect(data("import-log", file, "--out", out, "--equity", "1.000,00")).rejects.toThrow("--equity 1.000,00: is not an amount of money");
  });
});
