import { describe, expect, it } from "vitest";
import { QUALITY_CHECKS, qualityContext, runChecks, sliceDays } from "../../src/quality";
import type { Underlying } from "../../src/market/types";
import { DELTA_NONE } from "../../src/units";
import { date } from "../helpers/handMarket";
import { DAYS, EXPIRIES, cleanMarket, find, rate, rowOf, rowsOf, setQuote, shiftQuote } from "./support";
import type { CleanOptions } from "./support";

const DAY = DAYS[3];
const [NEAR, MIDDLE] = EXPIRIES;

/** Where a planted case must be found: rows, and what the worst example says. */
interface Planted {
  market?: CleanOptions;
  /** Changes the clean market; the rows that must be named. */
  plant: (u: Underlying) => number[];
  count?: number;
  detail: RegExp;
}

const at = (u: Underlying, right: "call" | "put", strike: number, expiry = NEAR): number => rowOf(u, DAY, expiry, right, strike);

/** Copies a day's quotes from the day before. */
function repeatDay(u: Underlying): number[] {
  for (const expiry of EXPIRIES) rowsOf(u, DAY, expiry).forEach((row, i) => {
    const before = rowsOf(u, DAYS[2], expiry)[i];
    [u.rows.bid[row], u.rows.ask[row]] = [u.rows.bid[before], u.rows.ask[before]];
  });
  return rowsOf(u, DAY);
}

const one = (row: number, change: (row: number) => void): number[] => {
  change(row);
  return [row];
};

const PLANTED: Record<string, Planted> = {
  stale_day: { plant: repeatDay, detail: /^100\.0 % of \d+ quotes are those of the day before$/ },
  thin_day: { market: { day: { [DAY]: { strikes: [95, 100, 105] } } }, plant: (u) => rowsOf(u, DAY), detail: /^rows: 18 where 246 are usual \(7 %\)$/ },
  thin_volume: { plant: (u) => rowsOf(u, DAY).map((row) => { u.rows.volume[row] = 10; return row; }), detail: /^contracts traded: 2460 where 25\d{4} are usual \(1 %\)$/ },
  no_bar: { market: { day: { [DAY]: { bar: null } } }, plant: (u) => rowsOf(u, DAY), detail: /no bar/ },
  spot_range: { market: { day: { [DAY]: { bar: { open: 99, high: 100.5, low: 98, close: 100.7 - 0.3 } } } }, plant: (u) => rowsOf(u, DAY), detail: /^spot 101\.10, the session's high is 100\.50$/ },
  spot_close: { market: { day: { [DAY]: { bar: { open: 101, high: 103, low: 100, close: 102 } } } }, plant: (u) => rowsOf(u, DAY), detail: /^spot 101\.10, close 102\.00: -88\.2 bp$/ },
  snapshot: { plant: (u) => { u.days.spot[3] = 1_016_000; return rowsOf(u, DAY); }, detail: /^1 near forwards are -4\d\.\d bp from spot and carry \(median\)$/ },
  expiry_date: { market: { vendor: (e) => (e === NEAR ? "2024-04-26" : e) }, plant: (u) => DAYS.flatMap((day) => rowsOf(u, day, NEAR)), count: DAYS.length, detail: /the vendor dates it 2024-04-26/ },
  expiry_moved: { market: { vendor: (e) => (e === NEAR ? "2024-04-20" : e) }, plant: (u) => DAYS.flatMap((day) => rowsOf(u, day, NEAR)), count: DAYS.length, detail: /the vendor dates it 2024-04-20/ },
  forward: { plant: (u) => rowsOf(u, DAY, MIDDLE).map((row, i, all) => { if (i < all.length / 2) shiftQuote(u, row, 1.5); return row; }), detail: /^implied forward 10\d\.\d\d is 1\d\d\.\d bp from spot and carry$/ },
  no_quote: { plant: (u) => one(at(u, "put", 95), (row) => setQuote(u, row, 0, 0)), detail: /bid 0\.00, ask 0\.00/ },
  zero_bid: { plant: (u) => one(at(u, "put", 82), (row) => setQuote(u, row, 0, 0.05)), detail: /bid 0\.00, ask 0\.05/ },
  crossed: { plant: (u) => one(at(u, "put", 95), (row) => setQuote(u, row, 1.2, 1.1)), detail: /bid 1\.20, ask 1\.10/ },
  locked: { plant: (u) => one(at(u, "put", 95), (row) => { u.rows.ask[row] = u.rows.bid[row]; }), detail: /bid (\d\.\d\d), ask \1/ },
  blown: { plant: (u) => one(at(u, "put", 95), (row) => setQuote(u, row, 0.3, 3.1)), detail: /bid 0\.30, ask 3\.10/ },
  wide: { plant: (u) => one(at(u, "put", 95), (row) => setQuote(u, row, 0.6, 2)), detail: /bid 0\.60, ask 2\.00/ },
  intrinsic: { plant: (u) => one(at(u, "put", 120), (row) => shiftQuote(u, row, -2)), detail: /^ask 16\.\d\d is below the 18\.\d\d it is worth at least$/ },
  intrinsic_mid: { plant: (u) => one(at(u, "put", 120), (row) => shiftQuote(u, row, -2)), detail: /^mid 16/ },
  vertical: { plant: (u) => one(at(u, "put", 95), (row) => shiftQuote(u, row, 1)), count: 2, detail: /^the spread with 9[46] brings 0\.\d\d a share more than it can cost$/ },
  vertical_mid: { plant: (u) => one(at(u, "put", 95), (row) => shiftQuote(u, row, 0.95)), count: 2, detail: /at mids$/ },
  butterfly: { plant: (u) => one(at(u, "call", 104), (row) => shiftQuote(u, row, 0.12)), detail: /^the butterfly of neighbours pays 0\.\d\d a share for nothing$/ },
  butterfly_mid: { plant: (u) => one(at(u, "call", 104), (row) => shiftQuote(u, row, 0.06)), detail: /at mids$/ },
  calendar: { plant: (u) => [at(u, "call", 105), at(u, "call", 105, MIDDLE)].map((row, i) => { if (i === 0) shiftQuote(u, row, 2); return row; }), detail: /the expiry before bids \d\.\d\d/ },
  calendar_mid: { plant: (u) => [at(u, "put", 97), at(u, "put", 97, MIDDLE)].map((row, i) => { if (i === 0) u.rows.iv[row] = 4500; return row; }), detail: /^IV 30\.\d % after 45\.0 %/ },
  parity: { plant: (u) => [at(u, "call", 112), at(u, "put", 112)].map((row, i) => { if (i === 0) shiftQuote(u, row, 0.5); return row; }), detail: /beyond the quotes$/ },
  iv_missing: { plant: (u) => one(at(u, "put", 95), (row) => { u.rows.iv[row] = 0; }), detail: /^no IV for a mid of \d\.\d\d$/ },
  iv_range: { plant: (u) => one(at(u, "call", 101), (row) => { u.rows.iv[row] = 60_000; }), detail: /^IV 600\.0 %$/ },
  iv_outlier: { plant: (u) => one(at(u, "put", 90), (row) => { u.rows.iv[row] = 4500; }), detail: /^IV 45\.0 % where the smile says 30\.8 %$/ },
  delta_missing: { plant: (u) => one(at(u, "put", 95), (row) => { u.rows.delta[row] = DELTA_NONE; }), detail: /^no delta$/ },
  delta_sign: { plant: (u) => one(at(u, "put", 95), (row) => { u.rows.delta[row] = 2000; }), detail: /^delta 0\.2$/ },
  delta_range: { plant: (u) => one(at(u, "call", 81), (row) => { u.rows.delta[row] = 10_300; }), detail: /^delta 1\.03$/ },
  delta_size: { plant: (u) => one(at(u, "put", 92), (row) => { u.rows.delta[row] = -8000; }), detail: /^delta -0\.8$/ },
  delta_pair: { plant: (u) => [at(u, "call", 92), at(u, "put", 92)].map((row, i) => { if (i === 1) u.rows.delta[row] = -8500; return row; }), detail: /^call 0\.\d+, put -0\.85$/ },
};

describe("a clean chain", () => {
  it.each(QUALITY_CHECKS.map((check) => check.id))("%s finds nothing", (id) => {
    const finding = find(id, cleanMarket());
    expect(finding).toMatchObject({ count: 0, examples: [] });
    expect(finding.rows).toHaveLength(0);
    if (id !== "settlement_price") expect(finding.of).toBeGreaterThan(0);
  });
});

describe("one planted case", () => {
  it.each(Object.entries(PLANTED))("is found by %s: its rows, and no others", (id, { market, plant, count = 1, detail }) => {
    const u = cleanMarket(market);
    const rows = plant(u);
    const finding = find(id, u);
    expect([...finding.rows]).toEqual([...rows].sort((a, b) => a - b));
    expect(finding.count).toBe(count);
    expect(finding.examples[0].detail).toMatch(detail);
    expect(finding.of).toBeGreaterThanOrEqual(finding.count);
  });

  it("covers every check", () => {
    const elsewhere = ["no_session", "settlement_price"];
    expect(QUALITY_CHECKS.map((c) => c.id).filter((id) => !(id in PLANTED) && !elsewhere.includes(id))).toEqual([]);
  });

  it("names its place", () => {
    const u = cleanMarket();
    PLANTED.crossed.plant(u);
    expect(find("crossed", u).examples[0]).toMatchObject({ date: DAY, root: "HAND", expiry: NEAR, right: "put", strike: 95 });
    repeatDay(u);
    expect(find("stale_day", u).examples[0]).toMatchObject({ date: DAY, root: null, expiry: null, right: null, strike: null });
  });

  it("stale_day: volumes of the day before under fresh quotes", () => {
    const u = cleanMarket();
    const before = rowsOf(u, DAYS[2]);
    rowsOf(u, DAY).forEach((row, i) => { u.rows.volume[row] = u.rows.volume[before[i]]; });
    expect(find("stale_day", u)).toMatchObject({ count: 1, examples: [{ date: DAY, detail: "100.0 % of 246 volumes are those of the day before" }] });
  });

  it("no_session: a chain on a holiday", () => {
    const u = cleanMarket({ days: ["2024-03-28", "2024-03-29", "2024-04-01"] });
    const finding = find("no_session", u);
    expect(finding).toMatchObject({ count: 1, of: 3 });
    expect(finding.examples[0].date).toBe("2024-03-29"); // Good Friday
  });

  it("D.33: an AM series settles on the open only for want of the official settlement, and that is counted", () => {
    const market = cleanMarket({ expiries: ["2024-03-07"] });
    market.blocks.settlement.fill(1);
    expect(find("settlement_price", market)).toMatchObject({ count: 1, of: 1 });
    market.bars.settlement[4] = 1_009_000; // Friday 8 March, the settlement morning
    expect(find("settlement_price", market)).toMatchObject({ count: 0, of: 1 });
  });

  it("D.17: one delta per strike, stored for call and put alike, shows as pairs that do not add up and as puts beyond 0.5", () => {
    const u = cleanMarket();
    for (const day of DAYS) for (const expiry of EXPIRIES) for (let k = 80; k <= 120; k++) u.rows.delta[rowOf(u, day, expiry, "put", k)] = -u.rows.delta[rowOf(u, day, expiry, "call", k)];
    const pairs = find("delta_pair", u);
    expect(pairs.count / pairs.of).toBeGreaterThan(0.6);
    expect(find("delta_size", u).count).toBeGreaterThan(300);
  });
});

describe("what is no arbitrage", () => {
  it("American puts deep in the money are worth exercise, and parity is an inequality for them", () => {
    const european = cleanMarket();
    const american = { ...cleanMarket(), exercise: "american" as const };
    const row = rowOf(american, DAY, NEAR, "put", 120);
    expect(find("intrinsic", european).count).toBe(0);
    expect(find("intrinsic", american).rows).toContain(row); // European prices, exercised as American
    for (const day of DAYS) for (const expiry of EXPIRIES) for (let k = 102; k <= 120; k++) {
      const put = rowOf(american, day, expiry, "put", k);
      const exercised = k - american.days.spot[DAYS.indexOf(day)] / 10_000;
      if (american.rows.bid[put] / 100 < exercised) setQuote(american, put, exercised - 0.02, exercised + 0.04);
    }
    expect(find("intrinsic", american).count).toBe(0);
    expect(find("parity", american).count).toBe(0);
    expect(find("parity", { ...american, exercise: "european" }).count).toBeGreaterThan(0);
  });

  it("European calls of a later expiry may be cheaper by the dividends in between", () => {
    const dividend = 3;
    const u = cleanMarket({ expiries: [NEAR, MIDDLE] });
    for (const day of DAYS) for (let k = 80; k <= 120; k++) {
      shiftQuote(u, rowOf(u, day, MIDDLE, "call", k), -Math.min(dividend, u.rows.bid[rowOf(u, day, MIDDLE, "call", k)] / 100));
      shiftQuote(u, rowOf(u, day, MIDDLE, "put", k), k >= 100 ? dividend : 0);
    }
    const near = rowOf(u, DAY, NEAR, "call", 85);
    const far = rowOf(u, DAY, MIDDLE, "call", 85);
    expect(u.rows.bid[near]).toBeGreaterThan(u.rows.ask[far]);
    expect(find("calendar", u).rows).not.toContain(near);
    expect(find("calendar", { ...u, exercise: "american" }).rows).toContain(near);
  });

  it("cheap quotes that repeat do not make a day stale, nor does a handful of contracts", () => {
    const u = cleanMarket();
    repeatDay(u);
    expect(find("stale_day", u, { limits: { staleRows: 1000 } }).of).toBe(0);
    expect(find("stale_day", u, { limits: { staleAsk: 1000 } }).count).toBe(0);
  });
});

describe("runChecks", () => {
  it("adds up over slices of days, where days are not compared with each other", () => {
    const u = cleanMarket();
    for (const id of ["crossed", "vertical", "parity", "iv_outlier"]) PLANTED[id].plant(u);
    const ids = QUALITY_CHECKS.filter((c) => c.scope === "row").map((c) => c.id);
    const whole = runChecks(u, qualityContext(u, { rate }), ids);
    const parts = [sliceDays(u, 0, 3), sliceDays(u, 3, 5), sliceDays(u, 5, 8)].map((part) => runChecks(part, qualityContext(part, { rate }), ids));
    whole.forEach(({ finding }, c) => {
      const findings = parts.map((part) => part[c].finding);
      expect(findings.reduce((sum, f) => sum + f.of, 0)).toBe(finding.of);
      expect(findings.flatMap((f) => [...f.rows])).toEqual([...finding.rows]);
    });
  });

  it("keeps the worst cases first and only as many as asked for", () => {
    const u = cleanMarket();
    [0.1, 0.5, 0.3].forEach((by, i) => setQuote(u, rowOf(u, DAYS[i], NEAR, "put", 95), 1 + by, 1));
    const finding = find("crossed", u, { limits: { examples: 2 } });
    expect(finding.count).toBe(3);
    expect(finding.examples.map((e) => e.detail)).toEqual(["bid 1.50, ask 1.00", "bid 1.30, ask 1.00"]);
  });

  it("collects no rows when none are wanted", () => {
    const u = cleanMarket();
    PLANTED.crossed.plant(u);
    expect(find("crossed", u, { collectRows: false })).toMatchObject({ count: 1, rows: new Uint32Array(0) });
  });

  it("works without days, without bars and without a rate", () => {
    const u = cleanMarket();
    const none = sliceDays(u, 0, 0);
    for (const { finding } of runChecks(none, qualityContext(none))) expect(finding).toMatchObject({ count: 0, of: 0 });
    const bare = { ...u, bars: { ...u.bars, day: new Int32Array(0) } };
    expect(runChecks(bare, qualityContext(bare), ["no_bar", "spot_close", "settlement_price"]).map(({ finding }) => finding.of)).toEqual([0, 0, 0]);
  });

  it("refuses unknown ids by name", () => {
    const u = cleanMarket({ days: [DAYS[0]] });
    expect(() => runChecks(u, qualityContext(u), ["vertical", "stale"])).toThrow(/^check = stale: is not a quality check; known: no_session, stale_day, /);
  });

  it("limits are adjustable", () => {
    const u = cleanMarket({ day: { [DAY]: { bar: { open: 101, high: 103, low: 100, close: 102 } } } });
    expect(find("spot_close", u, { limits: { spotClose: 0.01 } }).count).toBe(0);
    expect(date(DAY)).toBe(u.days.day[3]);
  });
});
