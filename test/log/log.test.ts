import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { importLog } from "../../src/log";
import type { LogOptions } from "../../src/log";
import { readTradeLog } from "../../src/log/trades";
import { fateOf } from "../../src/importer/tally";
import { HEADER, LIVE, OVERNIGHT, OVERNIGHT_DAILY, SAME_DAY } from "./samples";

const run = (text: string, options: Partial<LogOptions> = {}, daily?: string) => importLog({ trades: { file: "log.csv", text }, daily: daily === undefined ? undefined : { file: "daily.csv", text: daily }, ...options });
const json = (content: Uint8Array | string): Record<string, unknown>[] => JSON.parse(content as string);
const value = (log: Awaited<ReturnType<typeof run>>, id: string) => log.metrics.values[id].value;

describe("E.15: an Option Omega log as a run", () => {
  it("same-day trades: order, funds, legs, P/L net of fees, metrics by hand", async () => {
    const log = await run(SAME_DAY, { symbol: "SPX" });
    expect(log.record).toMatchObject({ imported: "option-omega", marked: true, strategies: ["Calls", "Puts"], range: { start: "2024-01-03", end: "2024-01-04" }, config: { equity: 100_000, ticker: ["SPX"] } });
    expect(log.record.files[0].fate).toMatchObject({ read: 3, kept: 3 });
    expect(log.record.notes).toEqual(["columns not used: Opening Short/Long Ratio, Closing Short/Long Ratio, Closing VIX, Gap, Movement"]);
    const trades = json(log.files["trades.json"]);
    expect(trades.map((t) => [t.id, t.structure, t.strategy, t.net_pnl, t.max_loss, t.line])).toEqual([[0, "put-credit-spread", "Puts", -50, 1840, 4], [1, "call-credit-spread", "Calls", 144, 1800, 3], [2, "put-credit-spread", "Puts", 394, 9600, 2]]);
    expect(trades[2]).toMatchObject({ entry_date: "2024-01-04", entry_time: "10:00:00", expiry: "2024-01-04", dte: 0, days_held: 0, short_put: 4650, long_put: 4600, short_call: null, contracts: 2, width: 50, credit: 2, exit_cost: 0,
      entry_commission: 6, exit_commission: 0, exit_reason: "Expired", spot_entry: 4700, spot_exit: 4710, vix: 13.5, mfe: 400, mae: -100, margin: 9600, funds_at_close: 100_488, equity_at_entry: 100_094 });
    expect((log.files["equity.csv"] as string).trim().split("\n").map((row) => row.split(",").slice(0, 6).join())).toEqual(["date,equity,positions,heat,entries,exits", "2024-01-03,100094,0,0,2,2", "2024-01-04,100488,0,0,1,1"]);
    expect([value(log, "net_profit"), value(log, "trades"), value(log, "commissions")]).toEqual([488, 3, 18]);
    expect(value(log, "expectancy")).toBeCloseTo(488 / 3, 12);
    expect(value(log, "win_rate")).toBeCloseTo(2 / 3, 15);
    expect(value(log, "profit_factor")).toBeCloseTo(538 / 50, 12);
    expect(value(log, "total_return")).toBeCloseTo(0.00488, 12);
    expect([value(log, "max_drawdown"), value(log, "time_in_market"), value(log, "worst_trade")]).toEqual([0, 0, -50]);
    expect(value(log, "worst_trade_r")).toBeCloseTo(-50 / 1840, 15);
    expect(log.metrics.breakdown.reason).toMatchObject([{ key: "Expired", trades: 1, netPnl: 394 }, { key: "Profit Target", netPnl: 144 }, { key: "Stop Loss", winRate: 0, netPnl: -50 }]);
    expect(log.metrics.breakdown.structure.map(({ key, netPnl }) => [key, netPnl])).toEqual([["Calls", 144], ["Puts", 344]]);
  });

  it("held overnight without a daily log: what needs marks is null and says why, the rest stands", async () => {
    const log = await run(OVERNIGHT);
    expect([log.record.marked, log.record.config.equity]).toEqual([false, 50_000]);
    for (const id of ["volatility", "sharpe", "sortino", "max_drawdown", "calmar"]) expect(log.metrics.values[id]).toMatchObject({ value: null, reason: expect.stringContaining("no equity marked daily") });
    for (const id of ["sigma_r", "mean_heat"]) expect(log.metrics.values[id]).toMatchObject({ value: null, reason: expect.stringContaining("the largest loss of 1 trade is not known") });
    expect(log.metrics.realised!.max_drawdown.value).toBe(0);
    expect([value(log, "net_profit"), value(log, "average_hold"), value(log, "max_positions"), value(log, "mean_breaker_multiplier")]).toEqual([688, 10.5, 2, null]);
    const trades = json(log.files["trades.json"]);
    expect(trades.map((t) => [t.structure, t.expiry, t.dte, t.max_loss, t.days_held])).toEqual([["iron-condor", "2025-01-17", 28, 4200, 11], ["other", "2025-01-17", 21, null, 10]]);
    expect([log.metrics.drawdown, log.metrics.stress, log.metrics.conventions]).toEqual([null, [], []]);
  });

  it("with the daily log they are there, by this project's definitions", async () => {
    const log = await run(OVERNIGHT, {}, OVERNIGHT_DAILY);
    expect(log.record).toMatchObject({ marked: true, config: { equity: 50_000 }, range: { start: "2024-12-20", end: "2025-01-06" } });
    expect(log.record.notes.filter((note) => !note.startsWith("columns not used"))).toEqual([]);
    expect(value(log, "max_drawdown")).toBeCloseTo(100 / 50_000, 15);
    expect(value(log, "total_return")).toBeCloseTo(688 / 50_000, 15);
    expect(value(log, "sharpe")).toBeGreaterThan(0);
    expect(log.metrics.realised).toBeUndefined();
    const equity = tableFromIPC(log.files["equity.arrow"] as Uint8Array);
    expect(equity.numRows).toBe(10);
    expect(Array.from({ length: 10 }, (_, t) => equity.getChild("positions")!.get(t))).toEqual([1, 1, 1, 1, 2, 2, 1, 1, 1, 0]);
  });

  it("a live log: premiums per share, open trades, money from outside", async () => {
    await expect(run(LIVE)).rejects.toThrow("log.csv column Funds at Close: is missing or has blanks; say with how much the account began: --equity DOLLARS");
    const log = await run(LIVE, { equity: 10_000 });
    expect(log.record.files[0]).toMatchObject({ fate: { read: 2, kept: 1, repaired: 1, repairs: { rounded: 1 } } });
    expect(log.record.notes[0]).toContain("premiums are dollars per share");
    const trades = json(log.files["trades.json"]);
    expect(trades[0]).toMatchObject({ strategy: "A | b, c", credit: 4.25, exit_cost: 3, net_pnl: 120.5, max_loss: 4575, entry_commission: null });
    expect(trades[1]).toMatchObject({ exit_date: null, days_held: null, exit_reason: null });
    expect([value(log, "trades"), value(log, "open_at_end"), value(log, "commissions")]).toEqual([1, 1, null]);
    expect(tableFromIPC(log.files["trades.arrow"] as Uint8Array).getChild("exit_date")!.nullCount).toBe(1);
  });

  it("says what became of each line", () => {
    const row = (cells: Record<string, string>): string => HEADER.split(",").map((name) => cells[name] ?? "").join(",");
    const good = { "Date Opened": "2024-01-03", "Date Closed": "2024-01-03", "P/L": "1", "Funds at Close": "100", "No. of Contracts": "1" };
    const { tally, trades } = readTradeLog([HEADER, row(good), row(good), row({ ...good, "P/L": "" }), row({ ...good, "P/L": "abc" }), row({ ...good, "No. of Contracts": "0" }), row({ ...good, "Date Opened": "2024-01-06" }),
      row({ ...good, "Date Opened": "2024-01-04" }), row({ ...good, "Date Closed": "soon" }), "1,2,3", row({ ...good, "P/L": "2", "Opening VIX": "?" }), row({ ...good, "P/L": "\"$1,250.50\"", Legs: "SPY" })].join("\n"), "log.csv");
    expect(fateOf(tally)).toEqual({ read: 11, kept: 2, repaired: 1, repairs: { unreadable_cell_left_out: 1 },
      quarantined: { bad_contracts: 1, closed_before_opened: 1, column_count: 1, duplicate_row: 1, not_a_session: 1, unparseable_day: 1, unparseable_number: 2 } });
    expect([tally.observations.legs_not_understood, ...trades.map((trade) => trade.pnl)]).toEqual([3, 10_000, 20_000, 12_505_000]);
  });

  it("columns of commissions by any of their names, unknown columns by theirs", async () => {
    const text = SAME_DAY.replace("Opening Commissions + Fees", "Opening comms & fees").replace("Closing Commissions + Fees", "Closing Commissions & Fees").replace("Movement", "My Column");
    const log = await run(text);
    expect(value(log, "commissions")).toBe(18);
    expect(log.record.notes[0]).toContain("Gap, My Column");
    expect(log.record.config.ticker).toEqual(["unknown"]);
  });

  it("P/L before fees is noticed, and corrected when said so", async () => {
    const gross = SAME_DAY.replace(",394.00,", ",400.00,").replace(",144.00,", ",150.00,").replace(",(50.00),", ",(44.00),");
    await expect(run(gross)).rejects.toThrow("log.csv: P/L is before fees: that of 3 trades equals their prices without them; say --gross to take the fees off");
    expect(value(await run(gross, { gross: true }), "net_profit")).toBe(488);
    await expect(run(SAME_DAY, { gross: true })).rejects.toThrow("P/L is net of fees already");
    await expect(run(LIVE, { gross: true, equity: 1000 })).rejects.toThrow("log.csv: has no column of fees");
  });

  it("money paid out, and trades missing, are said", async () => {
    const log = await run(SAME_DAY.replace("$100,488.00", "$90,488.00"));
    expect(log.record.notes).toContain("on 1 day Funds at Close change by something other than the P/L of the trades closed: money was paid in or out, or trades are missing");
    expect(log.record.notes).toContain("the trades' P/L add up to 488.00, equity changes by -9512.00");
  });

  it.each([
    ["Date,Net Liquidity\n2024-01-03,1\n", "log.csv: is a daily log; give it with --daily"],
    ["Date Opened,Legs\n2024-01-03,x\n", "log.csv:1 column P/L: is missing; the header is Date Opened,Legs"],
    ["Date Opened;P/L\n2024-01-03;1,5\n", "log.csv:1: its columns are separated by semicolons"],
    ['Date Opened,P/L\n2024-01-03,"1.234,5"\n', "log.csv:2 column P/L: 1.234,5 has a decimal comma"],
    ["Date Opened,P/L\n31/01/2024,1\n", "log.csv:2 column Date Opened: 31/01/2024 is a date with the day first"],
    ["Date Opened,P/L\n2024-01-06,1\n", "log.csv: holds no usable trade; 1 lines were read; see the reasons: not_a_session"],
    ["", "log.csv: is empty"],
  ])("refuses %j", async (text, message) => {
    await expect(run(text, { equity: 1 })).rejects.toThrow(message);
  });

  it("refuses a daily log that is none", async () => {
    await expect(run(SAME_DAY, {}, "Date,P/L\n2024-01-03,1\n")).rejects.toThrow("daily.csv:1 column Net Liquidity: is missing");
  });
});
