// Every chain file of the corpus through the import: format found, every row accounted for, each known flaw counted.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { importChains } from "../../src/node/import";
import type { ImportOptions } from "../../src/node/import";
import { expandFiles } from "../../src/node/inputs";
import { verifyDataset } from "../../src/node/verify";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("imports of every chain file");

const folder = mkdtempSync(join(tmpdir(), "mahler-chains-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  files: string[];
  options?: Partial<ImportOptions>;
  map?: string;
  format: string;
  read: number;
  repairs?: Record<string, number>;
  quarantined?: Record<string, number>;
  /** Observations of the first symbol, those named. */
  seen?: Record<string, number>;
}

const l2 = (name: string): string[] => [`historicaloptiondata-L2/${name}.csv.gz`];
const bars = (symbol: string): Partial<ImportOptions> => ({ bars: [corpus("daily", `${symbol}.csv`)] });

const CASES: Record<string, Case> = {
  "Cboe quote table, SPX 2019: Memorial Day repeats the day before, AM series are listed on their settlement morning, IV 0 is none": {
    files: ["cboe-quotetable"], format: "cboe-quotetable", read: 582_508, repairs: { iv_above_range_removed: 1011 }, quarantined: { expired: 562, not_a_session: 13_324 },
    seen: { vendor_iv_missing: 43_667, iv_computed: 8_993, am_settled: 154_728 },
  },
  "SPY 2021: 17 crossed rows": { files: ["L2-style-subset"], format: "historicaloptiondata", read: 5040, seen: { crossed: 17, locked: 1 } },
  "SPXW January 2018: byte-order mark": { files: l2("SPXW_2018-01"), format: "historicaloptiondata", read: 7588, seen: { zero_bid: 1143 } },
  "VXX December 2016: 310 fillers, IV above the column, zero bids, Saturday expiries": {
    files: l2("VXX_2016-12"), format: "historicaloptiondata", read: 27_940, repairs: { iv_above_range_removed: 561, iv_filler_removed: 310 }, seen: { zero_bid: 3724, expiry_moved_to_session: 14_202 },
  },
  "SPX 2014, few contracts": { files: l2("SPX_2014-12_2015-03_selected"), format: "historicaloptiondata", read: 244 },
  "SPX 2017, few contracts: the settlement morning": { files: l2("SPX_2017-01_2017-05_selected"), format: "historicaloptiondata", read: 392, quarantined: { expired: 6 } },
  "iVolatility interface: columns that hold something else than they say": {
    files: ["ivolatility-api"], map: "ivolatility-api-mislabelled", options: bars("SPY"), format: "ivolatility-api-mislabelled", read: 16_904, seen: { locked: 2, zero_bid: 11 },
  },
  "iVolatility raw, two overlapping files: IV −1 is none, the second repeats the first": {
    files: ["ivolatility-rawiv"], format: "ivolatility-rawiv", read: 18_016, repairs: { iv_negative_removed: 216 }, quarantined: { duplicate_key: 8184 }, seen: { zero_bid: 997 },
  },
  "iVolatility raw, short dates": { files: ["ivolatility-rawiv/*monthly*"], format: "ivolatility-rawiv", read: 8184 },
  "SPY 2015 with minis: non-standard contracts, fillers, |delta| above 1": {
    files: ["generic-nonstd-flag"], map: "nonstandard-flag", options: bars("SPY"), format: "nonstandard-flag", read: 4922,
    repairs: { delta_out_of_range_removed: 15, iv_filler_removed: 94 }, quarantined: { adjusted_contract: 1032, filtered_nonstd: 1126 }, seen: { days_with_spot_from_bars: 1 },
  },
  "OptionChainAnalytics SPX: no spot, no IV": {
    files: ["optionchainanalytics/SPX*"], map: "optionchainanalytics-spx", format: "optionchainanalytics-spx", read: 15_856, seen: { days_with_spot_from_parity: 1, vendor_iv_missing: 15_856, zero_bid: 1044 },
  },
  "OptionChainAnalytics SPY: crossed rows, no IV, a blank bid": {
    files: ["optionchainanalytics/SPY*"], map: "optionchainanalytics-etf", format: "optionchainanalytics-etf", read: 14_520, quarantined: { unparseable_bid: 1 }, seen: { crossed: 3, vendor_iv_missing: 1324 },
  },
  "yfinance SPY, three snapshots of a day: one is kept": {
    files: ["yfinance/SPY_20260212*"], options: bars("SPY"), format: "yfinance", read: 27_531, quarantined: { other_snapshot: 18_354 }, seen: { vendor_iv_missing: 152, zero_bid: 309 },
  },
  "yfinance QQQ: crossed and empty rows": { files: ["yfinance/QQQ*"], format: "yfinance", read: 28_451, quarantined: { other_snapshot: 14_352 }, seen: { crossed: 14, no_quote: 190, vendor_iv_missing: 373 } },
  "Cboe DataShop intervals: 28 times a day, 15:45 is kept": { files: ["cboe-datashop-intervals"], format: "cboe-datashop-intervals", read: 26_656, repairs: { iv_above_range_removed: 36 }, quarantined: { other_snapshot: 25_704 } },
  "Cboe DataShop end of day, VIX: binaries and settled series": { files: ["cboe-datashop-eodquotes"], format: "cboe-datashop-eod", read: 882, quarantined: { binary_option: 158, expired: 76 } },
  "ORATS interface, nine stocks": { files: ["orats-api-strikes"], format: "orats-api-minute", read: 10_464, repairs: { delta_out_of_range_removed: 4, iv_above_range_removed: 6 } },
  "DiscountOptionData": { files: ["discountoptiondata"], format: "discountoptiondata", read: 208 },
};

describe.skipIf(!hasCorpus)("every chain file of the corpus", () => {
  test.each(Object.entries(CASES))("%s", async (title, { files, options, map, format, read, repairs = {}, quarantined = {}, seen = {} }) => {
    const out = join(folder, String(Object.keys(CASES).indexOf(title)));
    const column = map === undefined ? undefined : { where: map, yaml: readFileSync(`config/imports/${map}.yaml`, "utf8") };
    const report = await importChains({ files: await expandFiles(files.map((name) => corpus("chains", name))), out, map: column, ...options });
    expect(new Set(report.files.flatMap((f) => f.formats))).toEqual(new Set([format]));
    expect(report.fate.read).toBe(read);
    expect(report.fate.repairs).toEqual(repairs);
    expect(report.fate.quarantined).toEqual(quarantined);
    expect(report.manifest.symbols.reduce((sum, s) => sum + s.rows, 0)).toBe(report.fate.kept + report.fate.repaired);
    expect(report.manifest.symbols[0].provenance.observations).toMatchObject(seen);
    expect((await verifyDataset(out)).problems).toEqual([]);
  }, 120_000);

  test.each(["last-price-only/SPY_2026-05-25_2026-07-17.csv.gz", "last-price-only/QQQ_2026-05-25_2026-07-17.csv.gz", "last-price-only/raw-json/SPY_2026-06-05.json.gz"])("%s prints no quotes and is refused", async (name) => {
    await expect(importChains({ files: [corpus("chains", name)], out: join(folder, "refused") })).rejects.toThrow("prints no bid and ask, and last trades are no quotes");
  });

  test("a Saturday's snapshot and files without header are refused", async () => {
    const tidy = { where: "tidy-chain", yaml: readFileSync("config/imports/tidy-chain.yaml", "utf8") };
    await expect(importChains({ files: [corpus("chains", "yfinance/SPY_20260117_filtered_tidy.csv.gz")], map: tidy, out: join(folder, "refused") })).rejects.toThrow("hold no usable row (not_a_session 2531, unparseable_bid 9)");
    await expect(importChains({ files: [corpus("chains", "quantconnect-lean/option/usa/daily/aapl_2014_quote_american.zip")], out: join(folder, "refused") })).rejects.toThrow("has no header line");
    expect(readdirSync(folder).filter((name) => name.includes("refused"))).toEqual([]);
  });
});
