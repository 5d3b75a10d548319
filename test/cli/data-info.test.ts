import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { infoCommand } from "../../src/cli/data-info";
import { csv, line, workshop } from "../importer/support";
import type { Workshop } from "../importer/support";

describe("mahler data info", () => {
  let shop: Workshop;
  let out = "";
  let printed = "";
  beforeAll(async () => {
    shop = workshop();
    out = join(shop.root, "out");
    const rows = [line(), line({ strike: 360, bid: -1 }), line({ day: "2021-01-06" }), line({ day: "2021-01-06", strike: 340, bid: 4.1, ask: 4 })];
    await shop.run([shop.put("a.csv", csv(...rows))], { name: "two days" });
  });
  afterAll(() => shop.close());
  beforeEach(() => {
    printed = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function info(...args: string[]): Promise<string> {
    printed = "";
    await infoCommand().exitOverride().parseAsync([out, ...args], { from: "user" });
    return printed;
  }

  it("tells coverage, fates and faults in at most 90 columns", async () => {
    const text = await info();
    expect(text).toMatch(/\n {2}2021 +2 +1 +3 +1 +1 +0\.7 \(0\.7 … 0\.7\) +– +\S+\n/);
    expect(text).toMatch(/\n {2}fault +crossed +1 +3 +33\.33 % {2}rows\n/);
    expect(text).toMatch(/set aside +1 +25\.00 %\n {4}negative quote +1/);
    expect(text.split("\n").filter((l) => l.length > 90)).toEqual([]);
  });

  it("--check names thresholds and cases, for all checks or some", async () => {
    const text = await info("--check", "crossed,no_session");
    expect(text).toContain("1 of 2 found something");
    expect(text).toMatch(/· 2021-01-06 SPY 2021-\d\d-\d\d put 340: bid 4\.10, ask 4\.00/);
    expect(await info("--check")).toContain("of 35 found something");
    await expect(info("--check", "crossd")).rejects.toThrow("check = crossd: is not a quality check; known: no_session, stale_day");
  });

  it("--json gives everything but pictures", async () => {
    const report = JSON.parse(await info("--json", "--check")) as { symbols: { years: unknown[]; checks: { id: string; count: number }[] }[] };
    expect(report.symbols[0].years[0]).toMatchObject({ year: 2021, days: 2, rows: 3, missingSessions: 1, arbitrage: { count: 0 } });
    expect(report.symbols[0].checks).toHaveLength(35);
  });

  it("--html writes a page and says so; --quiet says nothing", async () => {
    const file = join(shop.root, "page.html");
    expect(await info("--html", file, "--quiet")).toBe("");
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>[^]*Market data: two days[^]*<\/html>\n$/);
    expect(await info("--html", file)).toContain(`page: ${file}`);
    const nowhere = join(shop.root, "no", "page.html");
    await expect(info("--html", nowhere)).rejects.toThrow(`--html ${nowhere}: cannot be written`);
    expect(existsSync(nowhere)).toBe(false);
  });
});
