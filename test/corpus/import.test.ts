import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sessions } from "../../src/calendar";
import { SETTLEMENT } from "../../src/market/types";
import type { Underlying } from "../../src/market/types";
import { dataInfo } from "../../src/node/info";
import { verifyDataset } from "../../src/node/verify";
import { DELTA_NONE, dayNumber, isoDate, parseIsoDate } from "../../src/units";
import { aside, workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("imports of real vendor files");

const L2 = (name: string) => corpus("chains/historicaloptiondata-L2", name);

/** Rows of one block as text: independent of the importer's own parsing. */
function* contracts(u: Underlying, day?: number) {
  for (let d = 0; d < u.days.day.length; d++) {
    if (day !== undefined && u.days.day[d] !== day) continue;
    for (let b = u.days.blocksBegin[d]; b < u.days.blocksEnd[d]; b++) {
      for (let i = u.blocks.callsBegin[b]; i < u.blocks.end[b]; i++) {
        const right = i < u.blocks.putsBegin[b] ? "call" : "put";
        yield { key: [isoDate(u.days.day[d]), u.roots[u.blocks.root[b]], isoDate(u.blocks.vendorExpiry[b]), right, (u.rows.strike[i] * u.strikeUnit) / 1000].join(" "), i, b, d };
      }
    }
  }
}

const us = (text: string) => `${text.slice(6)}-${text.slice(0, 2)}-${text.slice(3, 5)}`;

describe.skipIf(!hasCorpus)("real chains", () => {
  let shop: Workshop;
  beforeAll(() => { shop = workshop(); });
  afterAll(() => shop.close());

  describe("SPX, 41 sessions of 2019 (Cboe quote table)", () => {
    const folder = corpus("chains/cboe-quotetable");
    let imported: Awaited<ReturnType<Workshop["run"]>>;
    beforeAll(async () => {
      const files = readdirSync(folder).sort().map((name) => join(folder, name));
      imported = await shop.run(files, { bars: corpus("daily/SPX.csv"), vix: corpus("daily/VIX.csv"), rates: corpus("rates/treasury_1m_3m.csv"), name: "spx2019" });
    }, 120_000);

    it("accounts for all 582,508 rows: the stale Memorial Day file and 562 expired rows are set aside", () => {
      const { entry } = imported;
      expect(entry.provenance.fate).toEqual({ read: 582_508, kept: 567_611, repaired: 1011, repairs: { iv_above_range_removed: 1011 }, quarantined: { expired: 562, not_a_session: 13_324 } });
      expect(entry.rows + aside(entry)).toBe(582_508);
      expect(imported.manifest.sources).toHaveLength(42);
      expect(entry.provenance.observations.crossed).toBeUndefined();
    });

    it("holds exactly the 41 sessions the corpus lists, five missing", async () => {
      const { underlying: u } = imported;
      const missing = new Set(["2019-05-10", "2019-05-17", "2019-06-14", "2019-06-17", "2019-06-18"]);
      const expected = [...sessions(dayNumber(2019, 4, 25), dayNumber(2019, 6, 28))].map(isoDate).filter((day) => !missing.has(day));
      expect([...u.days.day].map(isoDate)).toEqual(expected);
      expect(expected).toHaveLength(41);
      const [{ years }] = (await dataInfo(join(shop.root, "out"))).symbols;
      expect(years).toHaveLength(1);
      expect(years[0]).toMatchObject({ year: 2019, days: 41, rows: 568_622, missingSessions: 5 });
      expect(years[0].medianWidth).toBeGreaterThan(0.02);
      expect(years[0].medianWidth).toBeLessThan(0.03); // the corpus states 2.4 % of mid
    });

    it("D.4: AM and PM series of one date and strike stand apart", () => {
      const { underlying: u } = imported;
      const june21 = dayNumber(2019, 6, 21);
      const found = new Set<string>();
      for (let b = 0; b < u.blocks.expiry.length; b++) {
        if (u.blocks.vendorExpiry[b] === june21) found.add(`${u.roots[u.blocks.root[b]]} ${u.blocks.settlement[b]} ${isoDate(u.blocks.expiry[b])}`);
        expect(u.blocks.settlement[b]).toBe(u.roots[u.blocks.root[b]] === "SPX" ? SETTLEMENT.AM : SETTLEMENT.PM);
      }
      expect([...found].sort()).toEqual(["SPX 1 2019-06-20", "SPXW 0 2019-06-21"]);
    });

    it.each(["20190425", "20190621"])("equals the text of SPX_%s row by row", (date) => {
      const { underlying: u } = imported;
      const text = gunzipSync(readFileSync(join(folder, `SPX_${date}.csv.gz`))).toString().trim().split("\n").slice(1).map((l) => l.split(","));
      const wanted = new Map(text.map((c) => [[us(c[6]), c[3].slice(0, -15), us(c[5]), c[4], Number(c[7])].join(" "), c]));
      const day = parseIsoDate(us(text[0][6]))!;
      let seen = 0;
      for (const { key, i, d } of contracts(u, day)) {
        const c = wanted.get(key)!;
        seen++;
        const stored = [u.rows.bid[i] * u.tick, u.rows.ask[i] * u.tick, u.rows.volume[i], u.rows.openInterest[i], u.days.spot[d]];
        expect(stored).toEqual([c[10], c[11], c[12], c[13], c[1]].map((cell, k) => Math.round(Number(cell) * (k === 2 || k === 3 ? 1 : 1e4))));
        const iv = Math.round(Number(c[14]) * 1e4);
        if (iv > 0 && iv <= 65_535) expect(u.rows.iv[i]).toBe(iv);
        if (Number(c[15]) !== 0) expect(u.rows.delta[i]).toBe(Math.round(Number(c[15]) * 1e4));
      }
      expect(seen).toBe(text.length - (date === "20190621" ? 562 : 0));
    });

    it("D.17: signs follow the right; out-of-the-money puts with |delta| ≥ 0.5 are six in 568,622", () => {
      const { underlying: u, entry } = imported;
      for (let b = 0; b < u.blocks.end.length; b++) {
        for (let i = u.blocks.callsBegin[b]; i < u.blocks.end[b]; i++) {
          const delta = u.rows.delta[i];
          if (delta !== DELTA_NONE && (i < u.blocks.putsBegin[b] ? delta < 0 : delta > 0)) throw new Error(`row ${i}: delta ${delta}`);
        }
      }
      expect(entry.provenance.observations.otm_put_delta_over_half).toBe(6);
    });

    it("loads bars, the volatility index without its holiday prints, and rates with blanks carried", () => {
      const { market, underlying: u } = imported;
      expect([u.bars.day.length, isoDate(u.bars.day[0])]).toEqual([8437, "1993-01-04"]);
      expect(market.curves.vix!.day).toHaveLength(9202);
      expect(market.curves.rate!.day).toHaveLength(5317);
      const at = market.curves.rate!.day.indexOf(parseIsoDate("2023-10-19")!);
      expect(market.curves.rate!.value[at]).toBe(0.056);
    });

    it("verifies", async () => {
      const report = await verifyDataset(join(shop.root, "out"));
      expect(report).toMatchObject({ ok: true, problems: [] });
      expect(report.symbols[0]).toMatchObject({ rows: 568_622, crossed: 0, daysWithoutBar: 0, offCalendar: 0 });
    });
  });

  it("SPXW 2018-01: one expiry followed to expiration, renamed to SPX, byte-order mark and all", async () => {
    const { underlying: u, entry } = await shop.run([L2("SPXW_2018-01.csv.gz")], { symbol: "SPX", bars: corpus("daily/SPX.csv") });
    expect(entry.provenance.fate).toMatchObject({ read: 7588, kept: 7588, quarantined: {} });
    expect([u.symbol, u.roots, u.days.day.length, u.blocks.expiry.length]).toEqual(["SPX", ["SPXW"], 21, 21]);
    expect(new Set([...u.blocks.expiry].map(isoDate))).toEqual(new Set(["2018-01-31"]));
    for (let d = 0; d < 21; d++) {
      const close = u.bars.close[u.bars.day.indexOf(u.days.day[d])];
      expect(Math.abs(u.days.spot[d] - close)).toBeLessThanOrEqual(2000); // within 0.2 points
    }
  });

  it("VXX 2016-12: 310 fillers and the volatilities above 6.5535 become null; Saturday expiries move to Friday", async () => {
    const { underlying: u, entry } = await shop.run([L2("VXX_2016-12.csv.gz")]);
    expect(entry.provenance.fate).toEqual({ read: 27_940, kept: 27_069, repaired: 871, repairs: { iv_above_range_removed: 561, iv_filler_removed: 310 }, quarantined: {} });
    expect(u.days.day).toHaveLength(20);
    expect([...u.blocks.vendorExpiry].map(isoDate)).toContain("2016-12-17");
    expect([...u.blocks.expiry].map(isoDate)).toContain("2016-12-16");
    expect([...u.blocks.expiry].map(isoDate)).not.toContain("2016-12-17");
  });

  it.each([
    ["SPX_2014-12_2015-03_selected.csv.gz", 244, 244, {}, 61],
    ["SPX_2017-01_2017-05_selected.csv.gz", 392, 386, { expired: 6 }, 95], // 2017-05-19: the settlement morning of the May series
  ])("%s (pandas index column, ISO dates)", async (name, read, rows, quarantined, days) => {
    const { underlying: u, entry } = await shop.run([L2(name)]);
    expect(entry.provenance.fate).toMatchObject({ read, quarantined });
    expect([entry.rows, u.days.day.length]).toEqual([rows, days]);
    expect(new Set(u.blocks.settlement)).toEqual(new Set([SETTLEMENT.AM]));
  });

  it("SPY 2021: 17 crossed rows, all on 2021-09-17, kept and counted; snapshots at the official close", async () => {
    const { underlying: u, entry } = await shop.run([corpus("chains/L2-style-subset/SPY_2021_20-per-day.csv.gz")], { bars: corpus("daily/SPY.csv") });
    expect(entry.provenance.fate).toMatchObject({ read: 5040, kept: 5040 });
    expect(entry.provenance.observations.crossed).toBe(17);
    const days = new Set<string>();
    for (const { i, d } of contracts(u)) if (u.rows.bid[i] > u.rows.ask[i]) days.add(isoDate(u.days.day[d]));
    expect([...days]).toEqual(["2021-09-17"]);
    for (let d = 0; d < u.days.day.length; d++) expect(u.days.spot[d]).toBe(u.bars.close[u.bars.day.indexOf(u.days.day[d])]);
  });

  it("discountoptiondata: 208 rows of A, terms assumed", async () => {
    const { entry, notes } = await shop.run([corpus("chains/discountoptiondata/A_20160105.csv")]);
    expect(entry.provenance.fate).toMatchObject({ read: 208, kept: 208 });
    expect(notes[0]).toContain("root A");
  });

  it.each(["SPY.csv", "QQQ.csv", "IWM.csv", "SPX.csv", "NDX.csv"])("daily/%s is accepted whole", async (name) => {
    const { parseBars } = await import("../../src/importer/daily");
    const { bars, tally } = parseBars(readFileSync(corpus("daily", name), "utf8"), name);
    expect(tally.quarantined).toEqual({});
    expect(bars.day.length).toBe(tally.read);
  });
});
