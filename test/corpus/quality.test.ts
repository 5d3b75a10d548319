import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Market, Underlying } from "../../src/market/types";
import { dataInfo } from "../../src/node/info";
import { coverYear, qualityContext, runChecks } from "../../src/quality";
import type { Finding } from "../../src/quality";
import { DELTA_NONE, parseIsoDate } from "../../src/units";
import { buildUnderlying } from "../helpers/buildUnderlying";
import type { ChainRow } from "../helpers/buildUnderlying";
import { workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("the known flaws of real vendor files are found by the quality checks");

type Findings = Map<string, Finding>;

function findingsOf({ underlyings: [u], curves }: Market, part: Underlying = u): Findings {
  return new Map(runChecks(part, qualityContext(part, { rate: curves.rate })).map(({ check, finding }) => [check.id, finding]));
}

const counts = (findings: Findings, ...ids: string[]): number[] => ids.map((id) => findings.get(id)!.count);
const dates = (findings: Findings, id: string): string[] => findings.get(id)!.examples.map((e) => e.date).sort();
const RATES = corpus("rates/treasury_1m_3m.csv");
const ARBITRAGE = ["intrinsic", "vertical", "butterfly", "calendar"];

describe.skipIf(!hasCorpus)("flaws of real chains", () => {
  let shop: Workshop;
  beforeAll(() => { shop = workshop(); });
  afterAll(() => shop.close());
  const chains = (...parts: string[]): string => corpus("chains", ...parts);

  describe("SPX 2019 (Cboe quote table), Memorial Day's file under the next session's date", () => {
    let market: Market;
    let found: Findings;
    beforeAll(async () => {
      const folder = chains("cboe-quotetable");
      const holiday = gunzipSync(readFileSync(join(folder, "SPX_20190527.csv.gz"))).toString().replaceAll("05/27/2019", "05/28/2019");
      const copy = shop.put("SPX_20190528.csv.gz", holiday);
      const files = readdirSync(folder).sort().filter((name) => !/2019052[78]/.test(name)).map((name) => join(folder, name));
      ({ market } = await shop.run([...files, copy], { bars: corpus("daily/SPX.csv"), rates: RATES, name: "spx2019" }));
      found = findingsOf(market);
    }, 180_000);

    it("stale_day: the copied day, and only that one", () => {
      expect(counts(found, "stale_day")).toEqual([1]);
      expect(found.get("stale_day")!.examples[0]).toMatchObject({ date: "2019-05-28", detail: expect.stringMatching(/^89\.\d % of \d+ volumes/) });
    });

    it("spot_close: 2019-05-01, 79 basis points from the close, and the copied day; every other day is within 42", () => {
      expect(found.get("spot_close")!.examples).toMatchObject([{ date: "2019-05-28" }, { date: "2019-05-01", detail: "spot 2946.73, close 2923.73: 78.7 bp" }]);
      const [u] = market.underlyings;
      const close = runChecks(u, qualityContext(u, { limits: { spotClose: 0.0042 } }), ["spot_close"])[0].finding;
      expect(close.examples.map((e) => e.date)).toEqual(["2019-05-28", "2019-05-01"]);
      const exact = runChecks(u, qualityContext(u, { limits: { spotClose: 0.000004 } }), ["spot_close"])[0].finding;
      expect(exact.of - exact.count).toBe(6);
    });

    it("thin_volume: 2019-04-25 was taken near the open, 51 thousand contracts", () => {
      expect(found.get("thin_volume")!.examples).toMatchObject([{ date: "2019-04-25", detail: expect.stringContaining("contracts traded: 50904") }]);
    });

    it("iv_missing, iv_range: zeros and a few IVs above 5 (what is above 6.5 the import removes)", () => {
      const missing = found.get("iv_missing")!;
      expect(missing.count / missing.of).toBeGreaterThan(0.05);
      expect(counts(found, "iv_range")[0]).toBeGreaterThan(50);
    });

    it("forward: implied forward / spot within 60 days −3 … +15 bp, median 4.5 (corpus: by strike; here by expiry)", () => {
      const [u] = market.underlyings;
      const { forward } = coverYear(u, 2019, 0, qualityContext(u, { rate: market.curves.rate }));
      expect(forward.median! * 1e4).toBeGreaterThan(2);
      expect(forward.median! * 1e4).toBeLessThan(6);
      expect(forward.low! * 1e4).toBeGreaterThan(-6);
      expect(forward.high! * 1e4).toBeLessThan(17);
    });

    it("zero and crossed quotes: none crossed, none locked; no arbitrage at executable prices but a few parity breaks", () => {
      expect(counts(found, "crossed", "locked", ...ARBITRAGE)).toEqual([0, 0, 0, 0, 0, 0]);
      expect(found.get("parity")!.count / found.get("parity")!.of).toBeLessThan(2e-4);
    });

    it("data info: missing sessions, expired 21 June rows, width 2.4 % of mid", async () => {
      const { manifest, symbols: [{ years: [year] }] } = await dataInfo(join(shop.root, "out"));
      expect(year).toMatchObject({ days: 41, missingSessions: 5 });
      expect(year.medianWidth! * 100).toBeCloseTo(2.3, 0);
      expect(manifest.sources.reduce((sum, { fate }) => sum + (fate!.quarantined.expired ?? 0), 0)).toBe(562);
    });
  });

  it("SPY 2021: seventeen crossed rows on 2021-09-17, the spot is the official close", async () => {
    const { market } = await shop.run([chains("L2-style-subset/SPY_2021_20-per-day.csv.gz")], { bars: corpus("daily/SPY.csv"), rates: RATES });
    const found = findingsOf(market);
    expect(counts(found, "crossed", "spot_close", "stale_day", "no_bar")).toEqual([17, 0, 0, 0]);
    expect(new Set(dates(found, "crossed"))).toEqual(new Set(["2021-09-17"]));
  });

  it("SPXW 2018-01: spots at the close, nothing executable", async () => {
    const { market } = await shop.run([chains("historicaloptiondata-L2/SPXW_2018-01.csv.gz")], { symbol: "SPX", bars: corpus("daily/SPX.csv"), rates: RATES });
    expect(counts(findingsOf(market), "spot_close", "crossed", ...ARBITRAGE, "parity")).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("VXX 2016-12: Saturday monthlies moved, 13 % zero bids, IVs above 5, asks below intrinsic value", async () => {
    const { market } = await shop.run([chains("historicaloptiondata-L2/VXX_2016-12.csv.gz")], { rates: RATES });
    const found = findingsOf(market);
    expect(found.get("expiry_moved")!.examples[0].detail).toBe("the vendor dates it 2016-12-17");
    expect(found.get("zero_bid")!.count / found.get("zero_bid")!.of).toBeCloseTo(0.13, 2);
    expect(counts(found, "expiry_date", "crossed")).toEqual([0, 0]);
    expect(counts(found, "iv_range", "intrinsic").every((n) => n > 100)).toBe(true);
  });

  it("iVolatility SPX 2011: a tenth without bids, AM series without official settlements", async () => {
    const { market } = await shop.run([chains("ivolatility-rawiv/SPX_20110103_20110107.csv.gz")], { symbol: "SPX", bars: corpus("daily/SPX.csv"), rates: RATES });
    const found = findingsOf(market);
    expect(found.get("zero_bid")!.count / found.get("zero_bid")!.of).toBeCloseTo(0.1, 2);
    expect(counts(found, "crossed", "intrinsic", "vertical", "calendar", "parity")).toEqual([0, 0, 0, 0, 0]);
    expect(counts(found, "settlement_price")[0]).toBeGreaterThan(0);
  });

  it("yfinance QQQ: 95 rows without a quote, 7 crossed; quotes of different days contradict each other", async () => {
    const { market } = await shop.run([chains("yfinance/QQQ_20260211_1631Z.csv.gz")], { bars: corpus("daily/QQQ.csv"), rates: RATES });
    const found = findingsOf(market);
    expect(counts(found, "no_quote", "crossed")).toEqual([95, 7]);
    expect(counts(found, "vertical", "intrinsic", "calendar", "parity").every((n) => n > 50)).toBe(true);
  });

  it("D.17: ORATS minutes: put deltas derived from the call's add up", async () => {
    const { market } = await shop.run([chains("orats-api-strikes/equities_20230503_20230504.csv.gz")], {});
    for (const u of market.underlyings) {
      const found = findingsOf(market, u);
      expect(counts(found, "crossed", "delta_sign", "delta_size")).toEqual([0, 0, 0]);
    }
  });

  it.each([
    ["optionchainanalytics/SPY_20240614152847.csv.gz", "optionchainanalytics-etf", { crossed: 3 }, ["intrinsic", "vertical", "parity"]],
    ["optionchainanalytics/SPX_20240524160000.csv.gz", "optionchainanalytics-spx", { crossed: 0, intrinsic: 0, vertical: 0, butterfly: 0, calendar: 0, parity: 0, spot_close: 0 }, ["iv_missing"]],
    ["generic-nonstd-flag/SPY_20150105.csv.gz", "nonstandard-flag", { crossed: 0, expiry_moved: 2, expiry_date: 0, delta_range: 0, vertical: 0 }, ["iv_missing"]],
    ["ivolatility-api/SPY_2025-01-02_2025-02-04_plus_2026-01.csv.gz", "ivolatility-api-mislabelled", { crossed: 0, no_session: 0, no_bar: 0, spot_range: 0, vertical: 0, parity: 0 }, []],
  ] as const)("%s, by a column map", async (file, map, expected, many) => {
    const symbol = file.includes("SPX") ? "SPX" : "SPY";
    const yaml = readFileSync(new URL(`../../config/imports/${map}.yaml`, import.meta.url), "utf8");
    const { market } = await shop.run([chains(file)], { symbol, map: { where: map, yaml }, bars: corpus(`daily/${symbol}.csv`), rates: RATES });
    const found = findingsOf(market);
    for (const [id, count] of Object.entries(expected)) expect([id, found.get(id)!.count]).toEqual([id, count]);
    for (const id of many) expect(found.get(id)!.count, id).toBeGreaterThan(50);
  });

  it("VIX 2016: options of a volatility index are not judged by its spot", async () => {
    const { market } = await shop.run([chains("cboe-datashop-eodquotes/VIX_20160601.csv")], {});
    const found = findingsOf(market);
    expect(counts(found, "crossed", "intrinsic", "vertical", "butterfly", "parity")).toEqual([0, 0, 0, 0, 0]);
    expect(["forward", "snapshot", "calendar", "calendar_mid"].map((id) => found.get(id)!.of)).toEqual([0, 0, 0, 0]);
    expect(found.get("zero_bid")!.count).toBe(120);
  });

  it("last trades alone: holidays are copies, 13 % of rows below intrinsic value, puts not monotone", () => {
    const u = lastTrades(chains("last-price-only/SPY_2026-05-25_2026-07-17.csv.gz"));
    const found = findingsOf({ name: "", origin: "vendor", underlyings: [u], curves: { vix: null, rate: null } });
    for (const day of ["2026-06-19", "2026-07-03"]) expect(dates(found, "stale_day")).toContain(day);
    expect(dates(found, "no_session")).toEqual(["2026-05-25", "2026-06-19", "2026-07-03"]);
    const intrinsic = found.get("intrinsic")!;
    expect(intrinsic.count / intrinsic.of).toBeGreaterThan(0.08);
    expect(found.get("vertical")!.count / found.get("vertical")!.of).toBeGreaterThan(0.03);
  });
});

/** A file of last trades as a chain whose bid and ask are both the trade: what the importer refuses, built for the checks alone. */
function lastTrades(path: string): Underlying {
  const [header, ...lines] = gunzipSync(readFileSync(path)).toString().trim().split("\n").map((line) => line.trim().split(","));
  const rows: ChainRow[] = [];
  const spots = new Map<number, number>();
  for (const cells of lines) {
    const cell = (name: string): string => cells[header.indexOf(name)];
    const [day, expiry] = [parseIsoDate(cell("date"))!, parseIsoDate(cell("expiration"))!];
    if (expiry < day || cell("underlying_price") === "") continue;
    spots.set(day, Math.round(Number(cell("underlying_price")) * 1e4));
    for (const right of ["call", "put"] as const) {
      const last = Math.round(Number(cell(`${right}_last`)) * 1e4);
      if (!(last > 0)) continue;
      const price = { bid: last, ask: last, iv: 0, delta: DELTA_NONE, openInterest: 0, volume: Number(cell(`${right}_volume`)) || 0 };
      rows.push({ day, expiry, vendorExpiry: expiry, settlement: 0, root: 0, right, strike: Math.round(Number(cell("strike")) * 1000), ...price });
    }
  }
  const info = { symbol: "SPY", multiplier: 100, exercise: "american" as const, delivery: "physical" as const, tick: 100, strikeUnit: 500, roots: ["SPY"], dividendYield: 0 };
  return buildUnderlying({ info, days: [...spots].map(([day, spot]) => ({ day, spot })), rows, bars: [] });
}
