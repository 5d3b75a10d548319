// Every chain file of the corpus: its format, and every record a row or a named fault. Expected figures are the corpus README's own.
import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CHAIN_FORMATS } from "../../src/vendors";
import type { ChainRow } from "../../src/vendors/format";
import { chainFormatFromMap } from "../../src/vendors/map";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";
import { readRows } from "./rows";
import type { ReadRows } from "./rows";

announceCorpus("chain formats on the real files");

const MAPS = readdirSync("config/imports").sort().map((name) => chainFormatFromMap(readFileSync(`config/imports/${name}`, "utf8"), name));
const FORMATS = [...CHAIN_FORMATS, ...MAPS];

const read = (path: string, take: (row: ChainRow) => void = () => undefined): ReadRows => {
  const bytes = readFileSync(corpus("chains", path));
  return readRows((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"), { file: basename(path) }, FORMATS, take);
};

interface Expected {
  format: string;
  /** Rows counted in the corpus README, and the faults seen. */
  rows: number;
  faults?: Record<string, number>;
}

const YFINANCE = ["QQQ_20260211_1631Z", "QQQ_20260212_1502Z", "QQQ_20260212_1509Z", "QQQ_20260212_1758Z", "SPY_20260211_1619Z", "SPY_20260212_1502Z", "SPY_20260212_1510Z", "SPY_20260212_1759Z"];

const FILES: Record<string, Expected> = {
  "L2-style-subset/SPY_2021_20-per-day.csv.gz": { format: "historicaloptiondata", rows: 5040 },
  "historicaloptiondata-L2/SPXW_2018-01.csv.gz": { format: "historicaloptiondata", rows: 7588 },
  "historicaloptiondata-L2/VXX_2016-12.csv.gz": { format: "historicaloptiondata", rows: 27_940 },
  "historicaloptiondata-L2/SPX_2014-12_2015-03_selected.csv.gz": { format: "historicaloptiondata", rows: 244 },
  "historicaloptiondata-L2/SPX_2017-01_2017-05_selected.csv.gz": { format: "historicaloptiondata", rows: 392 },
  "ivolatility-api/SPY_2025-01-02_2025-02-04_plus_2026-01.csv.gz": { format: "ivolatility-api-mislabelled", rows: 16_904 },
  "ivolatility-rawiv/SPX_20110103_20110107.csv.gz": { format: "ivolatility-rawiv", rows: 9832 },
  "ivolatility-rawiv/SPX_20110103_20110107_monthly-roots_us-short-dates.csv.gz": { format: "ivolatility-rawiv", rows: 8184 },
  "generic-nonstd-flag/SPY_20150105.csv.gz": { format: "nonstandard-flag", rows: 4922, faults: { filtered_nonstd: 1126 } },
  "optionchainanalytics/SPX_20240524160000.csv.gz": { format: "optionchainanalytics-spx", rows: 15_856 },
  "optionchainanalytics/SPY_20240614152847.csv.gz": { format: "optionchainanalytics-etf", rows: 7396 },
  "optionchainanalytics/SPY_20240618172021.csv.gz": { format: "optionchainanalytics-etf", rows: 7124, faults: { unparseable_bid: 1 } },
  "yfinance/SPY_20260117_filtered_tidy.csv.gz": { format: "tidy-chain", rows: 2540, faults: { unparseable_bid: 9 } },
  "cboe-datashop-intervals/SPX_20180105_15min.csv.gz": { format: "cboe-datashop-intervals", rows: 26_656 },
  "cboe-datashop-eodquotes/VIX_20160601.csv": { format: "cboe-datashop-eod", rows: 882 },
  "orats-api-strikes/equities_20230503_20230504.csv.gz": { format: "orats-api-minute", rows: 2 * 5232 },
  "discountoptiondata/A_20160105.csv": { format: "discountoptiondata", rows: 208 },
};

describe.skipIf(!hasCorpus)("corpus: chain files", () => {
  it.each(Object.entries(FILES))("%s", (path, { format, rows, faults = {} }) => {
    const out = read(path);
    expect(out).toMatchObject({ format, read: rows, faults });
    expect(out.rows + Object.values(out.faults).reduce((a, b) => a + b, 0)).toBe(rows);
  });

  it("cboe-quotetable: 42 files, no fault", () => {
    let rows = 0;
    let missing = 0;
    for (const name of readdirSync(corpus("chains", "cboe-quotetable"))) {
      const out = read(`cboe-quotetable/${name}`, (row) => (missing += row.iv === 0 ? 1 : 0));
      expect(out).toMatchObject({ format: "cboe-quotetable", faults: {} });
      rows += out.rows;
    }
    expect(rows).toBe(582508);
    expect(missing).toBe(44_338); // counted apart; the corpus README says 8.7 %
  });

  it.each(YFINANCE)("yfinance/%s", (name) => {
    const days = new Set<number>();
    let missing = 0;
    const out = read(`yfinance/${name}.csv.gz`, (row) => {
      days.add(row.day * 1440 + row.minute);
      missing += row.iv === 0 ? 1 : 0;
    });
    expect(out).toMatchObject({ format: "yfinance", faults: {} });
    expect(days.size).toBe(1);
    expect(missing).toBeGreaterThanOrEqual(133);
    expect(missing).toBeLessThanOrEqual(373);
  });

  it.each(["SPY", "QQQ"])("last-price-only %s has no quotes and is refused", (symbol) => {
    expect(() => read(`last-price-only/${symbol}_2026-05-25_2026-07-17.csv.gz`)).toThrow("prints no bid and ask, and last trades are no quotes");
  });

  it("Lean's universe has no quotes and is refused", () => {
    expect(() => read("quantconnect-lean/indexoption/usa/universes/spx/20151222.csv")).toThrow("prints no bid and ask");
  });
});

describe.skipIf(!hasCorpus)("corpus: known flaws reach the rows as they should", () => {
  it("VXX: 310 placeholders of IV 0.01", () => {
    let fillers = 0;
    read("historicaloptiondata-L2/VXX_2016-12.csv.gz", (row) => (fillers += row.filler ? 1 : 0));
    expect(fillers).toBe(310);
  });

  it("D.7: the minis of SPY 2015 keep their root and are marked", () => {
    const roots: Record<string, number> = {};
    read("generic-nonstd-flag/SPY_20150105.csv.gz", ({ root, adjusted }) => (roots[`${root} ${adjusted}`] = (roots[`${root} ${adjusted}`] ?? 0) + 1));
    expect(roots).toEqual({ "SPY false": 2764, "SPY7 true": 1032 });
  });

  it("ivolatility-api: the volumes and open interests under the wrong names come out right", () => {
    let volume = 0, interest = 0;
    read("ivolatility-api/SPY_2025-01-02_2025-02-04_plus_2026-01.csv.gz", (row) => {
      volume += row.volume;
      interest += row.openInterest;
      if (!(row.spot > 4_500_000 && row.spot < 7_500_000)) expect.fail(`spot ${row.spot}`);
    });
    expect(volume).toBeGreaterThan(0);
    expect(interest).toBeGreaterThan(5 * volume);
  });

  it("ivolatility-rawiv: 216 IVs of −1, PM third Fridays under SPXPM", () => {
    let negative = 0;
    const roots = new Set<string>();
    read("ivolatility-rawiv/SPX_20110103_20110107.csv.gz", (row) => {
      negative += row.iv < 0 ? 1 : 0;
      roots.add(row.root);
    });
    expect(negative).toBe(216);
    expect([...roots].sort()).toEqual(["SPX", "SPXPM", "SPXW"]);
  });

  it("intervals: 28 snapshots from 09:31 to 16:15, one spot each", () => {
    const spots = new Map<number, Set<number>>();
    read("cboe-datashop-intervals/SPX_20180105_15min.csv.gz", ({ minute, spot }) => spots.set(minute, (spots.get(minute) ?? new Set()).add(spot)));
    expect([spots.size, Math.min(...spots.keys()), Math.max(...spots.keys())]).toEqual([28, 571, 975]);
    expect([...spots.values()].every((seen) => seen.size === 1)).toBe(true);
    expect([...spots.get(945)!]).toHaveLength(1);
  });

  it("D.17: ORATS puts out of the money have deltas below one half", () => {
    let wrong = 0, puts = 0;
    read("orats-api-strikes/equities_20230503_20230504.csv.gz", ({ right, strike, spot, delta }) => {
      if (right !== 1 || strike * 10 >= spot * 0.9) return;
      puts++;
      if (delta < -5000 || delta > 0) wrong++;
    });
    expect([puts > 1000, wrong]).toEqual([true, 0]);
  });
});
