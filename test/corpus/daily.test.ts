import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDailyFile } from "../../src/importer/daily";
import type { DailyKind, DailyOptions } from "../../src/importer/daily";
import { mergeBars } from "../../src/importer/daily/merge";
import { fateOf } from "../../src/importer/tally";
import { readText } from "../../src/node/text";
import { isoDate, parseIsoDate } from "../../src/units";
import { announceCorpus, corpus, hasCorpus } from "../support/corpus";

announceCorpus("daily files of the corpus and their known flaws");

const LEAN = "chains/quantconnect-lean/equity/usa";
const open = <K extends DailyKind>(kind: K, path: string, options?: DailyOptions) => readDailyFile(kind, readFileSync(corpus(path), "utf8"), path, options);
const gaps = (file: { gaps: readonly { from: number; to: number; sessions: number }[] }) => file.gaps.map(({ from, to, sessions }) => (sessions === 1 ? isoDate(from) : `${isoDate(from)}…${isoDate(to)} ${sessions}`));

describe.skipIf(!hasCorpus)("real daily files", () => {
  it.each([["SPY", "yahoo", 8448], ["QQQ", "yahoo", 6906], ["IWM", "yahoo", 6598], ["SPX", "plain", 8437], ["NDX", "plain", 8437]])("daily/%s: %s, all %i rows kept, no gap", (name, id, rows) => {
    const file = open("bars", `daily/${name}.csv`);
    expect([file.format.id, file.bars.day.length, gaps(file)]).toEqual([id, rows, []]);
    expect(fateOf(file.tally)).toMatchObject({ read: rows, kept: rows, quarantined: {} });
  });

  it("VIX: rows on holidays, 47 garbage opens before 2006, four days missing", () => {
    const file = open("vix", "daily/VIX.csv");
    expect(fateOf(file.tally)).toMatchObject({ read: 9235, kept: 9202, quarantined: { not_a_session: 33 } });
    expect(file.tally.samples.filter(({ text }) => text >= "2022").length).toBe(32);
    expect(file.tally.observations).toMatchObject({ open_outside_range: 47, missing_sessions: 4 });
    expect(gaps(file)).toEqual(["1991-03-01", "1997-01-31", "1997-11-26", "1999-12-31"]);
    expect(file.curve.value[file.curve.day.indexOf(parseIsoDate("2020-03-16")!)]).toBe(82.69);
  });

  it("VXN: the gap of February 2017 and three single days", () => {
    const file = open("vix", "daily/VXN.csv");
    expect(gaps(file)).toEqual(["2017-02-13…2017-02-21 6", "2018-12-03", "2019-02-20", "2020-10-16"]);
    expect(file.tally.quarantined).toEqual({ not_a_session: 2 });
  });

  it("rates: 198 rows without a session, 39 bond-market holidays carried; LEAN's changes as one value per session", () => {
    expect(fateOf(open("rates", "rates/treasury_1m_3m.csv").tally)).toMatchObject({ read: 5515, kept: 5278, repaired: 39, quarantined: { not_a_session: 198 } });
    const lean = open("rates", "chains/quantconnect-lean/alternative/interest-rate/usa/interest-rate.csv");
    expect([lean.format.id, lean.gaps, lean.tally.read]).toEqual(["lean-interest-rate", [], 56]);
    expect(lean.curve.value[lean.curve.day.indexOf(parseIsoDate("2023-06-15")!)]).toBe(0.0525);
  });

  it("D.8: IWM before its split of 2005 is half the price; undone by LEAN's factor file it agrees with a source as traded", () => {
    const { actions } = open("actions", `${LEAN}/factor_files/iwm.csv`);
    expect(actions.splits.map(({ day, ratio }) => [isoDate(day), ratio])).toEqual([["2005-06-09", 2]]);
    const traded = open("bars", "daily/alt/IWM_alphavantage.csv");
    expect(traded.tally.observations.split_like_moves).toBe(1);
    const [adjusted, undone] = [open("bars", "daily/IWM.csv"), open("bars", "daily/IWM.csv", { prices: "split-adjusted", actions: { dividends: [], splits: actions.splits } })];
    expect(mergeBars([adjusted, traded]).comparisons[0].worst).toBeGreaterThan(0.49);
    expect(mergeBars([undone, traded]).comparisons[0].worst).toBeLessThan(0.013);
    expect(undone.tally.observations.splits_undone).toBe(1264);
  });

  it.each([["SPY", 30], ["QQQ", 44]])("alt/%s: %i closes differ by more than 2 bp", (name, differing) => {
    const { comparisons } = mergeBars([open("bars", `daily/${name}.csv`), open("bars", `daily/alt/${name}_alphavantage.csv`)]);
    expect(comparisons[0]).toMatchObject({ added: 0, shared: 4998, differing });
    expect(comparisons[0].worst).toBeLessThan(0.012);
  });

  it("LEAN daily zip and factor file: SPY from 1998, 94 dividends within a cent and a tenth of the corpus' own", async () => {
    const { actions } = open("actions", `${LEAN}/factor_files/spy.csv`);
    const lean = readDailyFile("bars", await readText(corpus(`${LEAN}/daily/spy.zip`)), "spy.zip", { actions });
    const spy = open("bars", "daily/SPY.csv");
    expect([lean.format.id, lean.bars.day.length, actions.dividends.length]).toEqual(["lean-daily", 5849, 94]);
    const at = new Map(Array.from(spy.bars.day, (day, i) => [day, i]));
    for (const { day, amount } of actions.dividends) expect(Math.abs(spy.bars.dividend[at.get(day)!] - amount)).toBeLessThanOrEqual(110);
    let near = 0;
    lean.bars.day.forEach((day, i) => (near += Math.abs(lean.bars.close[i] / spy.bars.close[at.get(day)!] - 1) < 0.005 ? 1 : 0));
    expect(near / lean.bars.day.length).toBeGreaterThan(0.98); // last trades and official closes of the 1990s differ
  });

  it("LEAN QQQ lacks 2004-12 to 2011-03", async () => {
    const lean = readDailyFile("bars", await readText(corpus(`${LEAN}/daily/qqq.zip`)), "qqq.zip");
    expect(gaps(lean)).toEqual(["2004-12-01…2011-03-22 1588"]);
  });

  it.each([
    ["ES", { ohlc_inconsistent: 10 }], ["NQ", { ohlc_inconsistent: 24 }], ["YM", { ohlc_inconsistent: 29 }],
    ["CL", { bad_price: 2, not_a_session: 5, ohlc_inconsistent: 7 }], ["6E", { bad_price: 33, not_a_session: 33 }], ["RTY", { not_a_session: 158 }],
  ])("futures/%s: %o", (name, quarantined) => {
    expect(open("bars", `futures/front_yahoo/${name}.csv`).tally.quarantined).toEqual(quarantined);
  });
});
