import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exportCommand } from "../../src/cli/data-export";
import { openDataset } from "../../src/node/datasetWriter";
import { chainOf, commitYears } from "../store/twoYears";

let root = "";
let printed = "";
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "mahler-cli-export-"));
  await commitYears(await openDataset(join(root, "data")), { 2018: chainOf(2018), 2019: chainOf(2019), 2020: chainOf(2020) });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<string> {
  printed = "";
  const quiet = { writeErr: () => undefined };
  await new Command("data").exitOverride().addCommand(exportCommand().exitOverride().configureOutput(quiet)).parseAsync(["export", join(root, "data"), ...args], { from: "user" });
  return printed;
}

describe("mahler data export", () => {
  it("writes Parquet by default, CSV on request, of the years asked for", async () => {
    const out = join(root, "out");
    expect(await run("--out", out)).toMatch(/out: 12 rows in 4 Parquet files, [\d.]+ MB\n$/);
    expect(readdirSync(out)).toEqual(["SPY.2018.parquet", "SPY.2019.parquet", "SPY.2020.parquet", "SPY.bars.parquet", "export.json"]);
    expect(JSON.parse(await run("--out", out, "--csv", "--years", "2019-2020", "--symbols", "SPY", "--json"))).toMatchObject({ format: "csv", rows: 8, files: [{ name: "SPY.2019.csv", rows: 4 }, { name: "SPY.2020.csv", rows: 4 }, { name: "SPY.bars.csv", rows: 3 }] });
    expect(await run("--out", out, "--parquet", "--years", "2018", "--quiet")).toBe("");
    await expect(run("--out", out, "--years", "1999")).rejects.toThrow(/years = 1999-1999: are not in .*; it holds 2018 to 20\d\d/);
    expect(readdirSync(out)).toEqual(["SPY.2018.parquet", "SPY.bars.parquet", "export.json"]);
  });

  it("names what it does not understand", async () => {
    await expect(run("--out", join(root, "x"), "--years", "2020-2018")).rejects.toThrow("--years 2020-2018: is not a range of years; give e.g. 2019 or 2018-2020");
    await expect(run("--out", join(root, "x"), "--years", "last")).rejects.toThrow("--years last");
    await expect(run("--out", join(root, "x"), "--parquet", "--csv")).rejects.toThrow(/cannot be used with option/);
    await expect(run("--out", join(root, "x"), "--symbols", "SPX")).rejects.toThrow("symbol = SPX: is not in");
  });
});
