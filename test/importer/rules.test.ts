import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bsmDelta } from "../../assembly/portable/black";
import { impliedVol } from "../../assembly/portable/implied";
import { ROW_FLAG, SETTLEMENT } from "../../src/market/types";
import { DELTA_NONE, isoDate } from "../../src/units";
import { aside, csv, line, workshop } from "./support";
import { storedName } from "../store/sample";
import type { Contract, Workshop } from "./support";

let shop: Workshop;
beforeEach(() => { shop = workshop(); });
afterEach(() => shop.close());

const take = (...contracts: Contract[]) => shop.run([shop.put("a.csv", csv(...contracts.map(line)))]);

describe("import: contract identity and calendar", () => {
  it("D.1: sorts by day, expiry, settlement, root, right, strike with integer strikes", async () => {
    const { underlying: u } = await take(
      { day: "2021-01-05", strike: 350 }, { strike: 352.5 }, { strike: 350 }, { strike: 349.5, right: "call" }, { expiry: "2021-01-15", strike: 360 },
    );
    expect(u.strikeUnit).toBe(500);
    expect([...u.rows.strike]).toEqual([720, 699, 700, 705, 700]);
    expect([...u.days.day].map(isoDate)).toEqual(["2021-01-04", "2021-01-05"]);
    expect([...u.blocks.expiry].map(isoDate)).toEqual(["2021-01-15", "2021-01-29", "2021-01-29"]);
    expect([[...u.blocks.callsBegin], [...u.blocks.putsBegin], [...u.blocks.end]]).toEqual([[0, 1, 4], [0, 2, 4], [1, 4, 5]]);
    expect(u.tick).toBe(200);
    expect(u.rows.bid[0] * u.tick).toBe(27_600);
    expect(u.days.spot[0]).toBe(3_687_900);
    expect(u.rows.flags).toBeNull();
  });

  it("D.2: a Saturday expiry becomes Friday, Good Friday Thursday; the vendor's date is kept", async () => {
    const { underlying: u, entry } = await take(
      { day: "2014-03-03", expiry: "2014-03-22", symbolExpiry: "2014-03-22" },
      { day: "2014-03-03", expiry: "2014-04-19", symbolExpiry: "2014-04-19" },
    );
    expect([...u.blocks.expiry].map(isoDate)).toEqual(["2014-03-21", "2014-04-17"]);
    expect([...u.blocks.vendorExpiry].map(isoDate)).toEqual(["2014-03-22", "2014-04-19"]);
    expect(entry.provenance.observations.expiry_moved_to_session).toBe(2);
  });

  it("D.4: SPX monthlies are AM and stop trading the session before, SPXW and SPX off the third Friday are PM", async () => {
    const spx: Contract = { underlying: "SPX", root: "SPX", day: "2019-05-01", expiry: "2019-06-21", strike: 2900, spot: 2900 };
    const { underlying: u, entry } = await take(spx, { ...spx, root: "SPXW" }, { ...spx, expiry: "2019-05-31" }, { ...spx, day: "2014-03-03", expiry: "2014-04-19" });
    const series = [...u.blocks.expiry].map((day, b) => [isoDate(day), u.roots[u.blocks.root[b]], u.blocks.settlement[b]]);
    expect(series).toEqual([
      ["2014-04-16", "SPX", SETTLEMENT.AM], // settles Thursday morning, Good Friday being closed
      ["2019-05-31", "SPX", SETTLEMENT.PM],
      ["2019-06-20", "SPX", SETTLEMENT.AM],
      ["2019-06-21", "SPXW", SETTLEMENT.PM],
    ]);
    expect(u).toMatchObject({ symbol: "SPX", exercise: "european", delivery: "cash" });
    expect(entry.provenance.observations.am_settled).toBe(2);
  });

  it("D.4: SPY is American, physical, PM; an unknown root is assumed to be and counted", async () => {
    expect((await take({})).underlying).toMatchObject({ exercise: "american", delivery: "physical" });
    const { entry, notes } = await take({ root: "ZZZ" });
    expect(entry.info.roots).toEqual(["ZZZ"]);
    expect(notes[0]).toContain("root ZZZ");
  });

  it.each(["America/New_York", "Asia/Tokyo", "UTC"])("D.6: the last trade date is a local date, the clock being set to %s", async (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const { underlying: u } = await take({ day: "2021-01-04", expiry: "2021-01-29" });
      expect([isoDate(u.days.day[0]), isoDate(u.blocks.expiry[0])]).toEqual(["2021-01-04", "2021-01-29"]);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it("D.7: adjusted contracts are set aside and counted", async () => {
    const { entry } = await take({}, { root: "SPY7", underlying: "SPY" });
    expect(entry.provenance.fate!.quarantined).toEqual({ adjusted_contract: 1 });
  });

  it("D.8: strikes stand beside the raw underlying price printed with the row", async () => {
    const { underlying: u } = await take({ strike: 350, spot: 368.79 });
    expect((u.rows.strike[0] * u.strikeUnit) / 1000).toBe(350);
    expect(u.days.spot[0]).toBe(3_687_900);
  });
});

describe("import: quotes", () => {
  it("keeps crossed, locked and zero quotes and counts them: the engine refuses them at the fill", async () => {
    const { underlying: u, entry } = await take({ strike: 1, bid: 2, ask: 1 }, { strike: 2, bid: 1, ask: 1 }, { strike: 3, bid: 0, ask: 0.05 }, { strike: 4, bid: 0, ask: 0 }, { strike: 5, bid: 1, ask: 0 });
    expect(u.rows.bid).toHaveLength(5);
    expect(entry.provenance.observations).toMatchObject({ crossed: 1, locked: 1, zero_bid: 1, no_quote: 1, zero_ask: 1 });
  });

  it("sets aside negative, missing and absurd numbers with their reason", async () => {
    const { entry } = await take({}, { strike: 1, bid: -0.05 }, { strike: 2, ask: "nan" }, { strike: 3, bid: "" }, { strike: 4, spot: -1 }, { strike: 5, bid: 1e9, ask: 1e9 }, { strike: 0 });
    expect(entry.provenance.fate).toEqual({ read: 7, kept: 1, repaired: 0, repairs: {}, quarantined: { bad_strike: 1, bad_underlying_price: 1, negative_quote: 1, number_too_large: 1, unparseable_ask: 1, unparseable_bid: 1 } });
  });

  it("counts prices rounded to 1e-4 dollars as repaired", async () => {
    const { underlying: u, entry } = await take({ bid: "2.76005", ask: "2.7800000000000002" });
    expect(u.rows.bid[0] * u.tick).toBe(27_601);
    expect(u.rows.ask[0] * u.tick).toBe(27_800);
    expect(entry.provenance.fate).toMatchObject({ kept: 0, repaired: 1, repairs: { price_rounded: 1 } });
    expect(u.rows.flags![0]).toBe(ROW_FLAG.REPAIRED);
  });

  it("keeps the first of repeated keys, in file order", async () => {
    const first = shop.put("1.csv", csv(line({ bid: 1, ask: 1.5 }), line({ strike: 360 })));
    const second = shop.put("2.csv.gz", csv(line({ bid: 9, ask: 9.5 })));
    const { underlying: u, entry } = await shop.run([first, second]);
    expect(u.rows.bid[0] * u.tick).toBe(10_000);
    expect(entry.provenance.fate).toMatchObject({ read: 3, kept: 2, quarantined: { duplicate_key: 1 } });
    expect(readFileSync(join(shop.root, "out", storedName(join(shop.root, "out"), "quarantine")), "utf8")).toBe('file,line,reason,text\n2.csv.gz,2,duplicate_key,"repeats 1.csv:2 (2021-01-04, bid 9, ask 9.5)"\n');
  });

  it("does not count what it drops: repairs and observations are those of the rows kept", async () => {
    const { entry } = await take({ delta: -0.2 }, { delta: 0.2, bid: 3, ask: 2 });
    expect(entry.provenance.fate).toMatchObject({ read: 2, kept: 1, repaired: 0, repairs: {}, quarantined: { duplicate_key: 1 } });
    expect(entry.provenance.observations).toEqual({});
  });

  it("gives the same columns for any order of rows (property)", async () => {
    const rights = ["put", "call"] as const;
    const lines = [0, 1, 2].flatMap((d) => [1, 2, 3].flatMap((k) => rights.map((right) => line({ day: `2021-01-0${4 + d}`, strike: 300 + 5 * k, right, iv: 0, bid: k, ask: k + 1 }))));
    const reference = (await shop.run([shop.put("a.csv", csv(...lines))])).underlying;
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
      const { underlying } = await shop.run([shop.put("b.csv", csv(...shuffled))]);
      expect([underlying.rows, underlying.blocks, underlying.days]).toEqual([reference.rows, reference.blocks, reference.days]);
    }), { numRuns: 12, seed: 4 });
  });

  it("takes days out of order", async () => {
    const { underlying: u } = await take({ day: "2021-01-06" }, { day: "2021-01-04" }, { day: "2021-01-05" });
    expect([...u.days.day].map(isoDate)).toEqual(["2021-01-04", "2021-01-05", "2021-01-06"]);
  });

  it("sets aside expired rows, holidays and dates no calendar knows", async () => {
    const spx: Contract = { underlying: "SPX", root: "SPX", strike: 2900, spot: 2900, day: "2019-06-21", expiry: "2019-06-21", bid: 0, ask: 0 };
    const { entry } = await take(spx, { ...spx, day: "2019-06-20", expiry: "2019-06-19", root: "SPXW" }, { ...spx, day: "2019-05-27" }, { ...spx, day: "1980-01-02" }, { ...spx, day: "2019-06-20" });
    expect(entry.provenance.fate).toMatchObject({ kept: 1, quarantined: { expired: 2, not_a_session: 1, date_out_of_range: 1 } });
  });

  it("D.14, D.15: keeps the row's own underlying price apart from the official close; counts days with several", async () => {
    const bars = shop.put("bars.csv", "date,open,high,low,close\n2021-01-04,375.31,375.45,364.82,368.00\n");
    const { underlying: u, entry } = await shop.run([shop.put("a.csv", csv(line(), line({ strike: 360, spot: 369 })))], { bars });
    expect([u.days.spot[0], u.bars.close[0]]).toEqual([3_687_900, 3_680_000]);
    expect(entry.provenance.observations.spot_differs_within_day).toBe(1);
  });

  it("D.16: takes the index snapshot as spot, and settlement prices only from bars", async () => {
    const bars = shop.put("bars.csv", "date,open,high,low,close,settlement\n2019-05-01,2900,2950,2890,2923.73,2911.5\n");
    const file = shop.put("a.csv", csv(line({ underlying: "SPX", root: "SPX", day: "2019-05-01", expiry: "2019-06-21", strike: 2900, spot: 2930 })));
    const { underlying: u } = await shop.run([file], { bars });
    expect([u.days.spot[0], u.bars.settlement[0]]).toEqual([29_300_000, 29_115_000]);
  });
});

describe("import: Greeks", () => {
  it("D.17, D.22: the sign of delta comes from the right, and an out-of-the-money put with |delta| ≥ 0.5 is counted", async () => {
    const { underlying: u, entry } = await take({ strike: 340, delta: 0.1 }, { strike: 350, delta: 0.9 }, { strike: 350, right: "call", delta: -0.7 });
    expect([...u.rows.delta]).toEqual([7000, -1000, -9000]);
    expect(entry.provenance.fate).toMatchObject({ kept: 0, repaired: 3, repairs: { delta_sign_derived: 3 } });
    expect(entry.provenance.observations.otm_put_delta_over_half).toBe(1);
  });

  it("D.19: IV 0 is computed from the mid when the quote allows, else stays null", async () => {
    const rates = shop.put("rates.csv", "date,DGS3MO\n2020-12-31,5\n");
    const file = shop.put("a.csv", csv(line({ iv: 0, delta: 0 }), line({ strike: 340, iv: 0, delta: 0, bid: 0 }), line({ strike: 345, iv: "nan", delta: "", bid: 5, ask: 4 })));
    const { underlying: u, entry } = await shop.run([file], { rates, dividendYield: 0.02 });
    const iv = impliedVol(0, 2.77, 368.79, 350, 25 / 365, 0.05, 0.02);
    expect([...u.rows.iv]).toEqual([0, 0, Math.round(iv * 1e4)]);
    expect([...u.rows.delta]).toEqual([DELTA_NONE, DELTA_NONE, Math.round(bsmDelta(0, 368.79, 350, 25 / 365, 0.05, 0.02, Math.round(iv * 1e4) / 1e4) * 1e4)]);
    expect(u.rows.delta[2]).toBeGreaterThan(-5000);
    expect([...u.rows.flags!]).toEqual([0, 0, ROW_FLAG.IV_COMPUTED | ROW_FLAG.DELTA_COMPUTED]);
    expect(entry.provenance.observations).toMatchObject({ vendor_iv_missing: 3, vendor_delta_missing: 3, iv_computed: 1, delta_computed: 1 });
  });

  it("nulls fillers, volatilities the column cannot hold and deltas beyond 1", async () => {
    const filler = line({ strike: 300, iv: 0.01, delta: 0, bid: 0, ask: 0 }).replace("0.01,-0.1,0.3", "0,0,0");
    const file = shop.put("a.csv", csv(filler, line({ strike: 310, iv: 36, bid: 0, ask: 0 }), line({ strike: 320, delta: -1.2, bid: 0, ask: 0 })));
    const { underlying: u, entry } = await shop.run([file]);
    expect(entry.provenance.fate!.repairs).toEqual({ delta_out_of_range_removed: 1, iv_above_range_removed: 1, iv_filler_removed: 1 });
    expect([...u.rows.iv]).toEqual([0, 0, 2880]);
    expect([...u.rows.flags!]).toEqual([ROW_FLAG.REPAIRED, ROW_FLAG.REPAIRED, ROW_FLAG.REPAIRED | ROW_FLAG.DELTA_COMPUTED]);
    expect(u.rows.delta[0]).toBe(DELTA_NONE);
  });

  it("D.20: on the last day a quarter of an hour is left", async () => {
    const { underlying: u } = await take({ expiry: "2021-01-04", iv: 0.2, delta: "" });
    expect(u.rows.delta[0]).toBe(0);
  });
});

describe("import: every row has a fate", () => {
  it("read = kept + repaired + set aside, and the rest is stored", async () => {
    const { entry } = await take({}, { strike: 1, bid: -1 }, { strike: 2, delta: 0.1 }, {}, { strike: 3, day: "2021-01-02" });
    const { read, kept, repaired } = entry.provenance.fate!;
    expect([read, kept, repaired, aside(entry), entry.rows]).toEqual([5, 1, 1, 3, 2]);
  });

  it("caps quarantine.csv, never the counts", async () => {
    const bad = Array.from({ length: 1500 }, (_, i) => line({ strike: 1 + i, bid: -1 }));
    const { entry } = await shop.run([shop.put("a.csv", csv(line(), ...bad))]);
    expect(entry.provenance.fate!.quarantined).toEqual({ negative_quote: 1500 });
    const lines = readFileSync(join(shop.root, "out", storedName(join(shop.root, "out"), "quarantine")), "utf8").trim().split("\n");
    expect(lines).toHaveLength(1 + 1000 + 1);
    expect(lines.at(-1)).toBe(",,negative_quote,and 500 more rows");
  });

  it("does not depend on the order of columns, line ends, a byte-order mark or compression", async () => {
    const text = csv(line(), line({ strike: 360 }), line({ day: "2021-01-05" }));
    const shuffled = text.split("\n").map((l) => l.split(",").reverse().join(",")).join("\n");
    const reference = await shop.run([shop.put("a.csv", text)]);
    for (const [name, content] of [["b.csv", shuffled], ["c.csv", `\ufeff${text.replaceAll("\n", "\r\n")}`], ["d.csv.gz", text], ["e.csv", text.trimEnd()]]) {
      const { underlying } = await shop.run([shop.put(name, content)]);
      expect(underlying.rows, name).toEqual(reference.underlying.rows);
      expect(underlying.blocks, name).toEqual(reference.underlying.blocks);
    }
  });
});
