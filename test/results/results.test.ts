import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as abi from "../../assembly/abi";
import { equityTable, tradeTable } from "../../src/results/columns";
import { toArrow, toCsv, toJson } from "../../src/results/encode";
import { summariseFunnel } from "../../src/results/funnel";
import { LIMITS, REASONS } from "../../src/results/reasons";
import { bitsOf, parseRecord } from "../../src/results/record";
import { EXIT_REASONS } from "../../src/metrics";
import { KEYS } from "../../src/config";
import { handLedger, weekdays } from "../helpers/ledger";

const ledger = handLedger({ initial: 100, equity: [110, 99], trades: [{ pnl: 12.5, exit: "2020-01-16", regime: 2 }, { pnl: -3, reason: abi.EXIT_STOP_LOSS, underlying: 1, sleeve: 1 }] });

describe("tables", () => {
  const rows = JSON.parse(toJson(tradeTable(ledger))) as Record<string, unknown>[];

  it("trades in users' units, unknown values null", () => {
    expect(rows[0]).toMatchObject({ id: 0, underlying: "SPY", structure: "put-credit-spread", entry_date: "2020-01-06", exit_date: "2020-01-16", days_held: 10, dte: 46, short_put: 300.5, long_put: 295.5, short_call: null, credit: 1.025, net_pnl: 12.5, r: 12.5 / 400, exit_reason: "profit_target", regime: "bear_low_vol", iv_rank: null, settlement: "PM", pin: false });
    expect(rows[1]).toMatchObject({ underlying: "QQQ", structure: "iron-condor", exit_reason: "stop_loss", regime: "unknown", vendor_expiry: "2020-02-22" });
  });

  it("D.34: drawdown and daily return are those of the marked curve", () => {
    expect(JSON.parse(toJson(equityTable(ledger)))).toMatchObject([{ date: "2020-01-06", equity: 110, daily_return: 0.1, drawdown: 0 }, { date: "2020-01-07", equity: 99, daily_return: -0.1, drawdown: 0.1 }]);
  });

  it("CSV, JSON and Arrow say the same", () => {
    const columns = tradeTable(ledger);
    const table = tableFromIPC(toArrow(columns, "trades"));
    expect(table.schema.fields.map((field) => field.name)).toEqual(columns.map((column) => column.name));
    expect(table.batches).toHaveLength(1);
    const [header, ...lines] = toCsv(columns).trimEnd().split("\n").map((line) => line.split(","));
    for (const [i, name] of header.entries()) {
      for (const [row, cells] of lines.entries()) {
        const expected = rows[row][name];
        expect(cells[i], name).toBe(expected === null ? "" : String(expected));
        const cell: unknown = table.getChild(name)!.get(row);
        const plain = columns[i].type === "date" ? new Date(Number(cell)).toISOString().slice(0, 10) : cell;
        expect(plain, name).toEqual(expected);
      }
    }
    expect(table.getChild("net_pnl") && table.schema.fields.find((field) => field.name === "net_pnl")!.metadata.get("unit")).toBe("$");
  });

  it("are the same bytes every time, and may be empty", () => {
    expect(toArrow(tradeTable(ledger), "trades")).toEqual(toArrow(tradeTable(ledger), "trades"));
    const none = tradeTable(handLedger({}));
    expect(tableFromIPC(toArrow(none, "trades")).numRows).toBe(0);
    expect(toCsv(none).split("\n")).toHaveLength(2);
    expect(JSON.parse(toJson(none))).toEqual([]);
  });

  it("quotes what CSV needs quoted", () => {
    expect(toCsv([{ name: "a", type: "text", unit: "", cells: ['x,"y"', "z"] }])).toBe('a\n"x,""y"""\nz\n');
  });
});

describe("funnel", () => {
  const days = Int32Array.from([...weekdays("2019-12-31", 1), ...weekdays("2020-01-02", 1)]);
  const equity = new Float64Array(2 * abi.EQ_STRIDE);
  equity[abi.E_ENTRIES] = 1;
  const output = { trades: new Float64Array(0), equity, funnel: Uint8Array.of(abi.OPENED, abi.NO_DATA, abi.LIMIT_FULL, abi.NO_DATA), summary: new Float64Array(abi.SUM_SLOTS) };
  const summary = summariseFunnel(output, days, ["SPY", "QQQ"], ["put-credit-spread"]);

  it("every chance has one code, and the codes add up to the chances", () => {
    expect(summary).toMatchObject({ chances: 4, opened: 1, byYear: { 2019: { opened: 1, no_data: 1 }, 2020: { limit_heat: 1, no_data: 1 } }, byUnderlying: { SPY: { opened: 1, limit_heat: 1 }, QQQ: { no_data: 2 } }, bySleeve: { "put-credit-spread": { opened: 1, no_data: 2, limit_heat: 1 } } });
    expect(summary.codes.reduce((sum, code) => sum + code.count, 0)).toBe(4);
    expect(summary.codes.map(({ id, share }) => [id, share])).toEqual([["opened", 0.25], ["no_data", 0.5], ["limit_heat", 0.25]]);
  });

  it("refuses a funnel that does not add up", () => {
    expect(() => summariseFunnel({ ...output, funnel: new Uint8Array(3) }, days, ["SPY", "QQQ"], ["x"])).toThrow("there were 4 chances");
    expect(() => summariseFunnel({ ...output, funnel: new Uint8Array(4) }, days, ["SPY", "QQQ"], ["x"])).toThrow("the equity table has 1 entries");
    expect(() => summariseFunnel({ ...output, funnel: Uint8Array.of(0, 1, 1, 99) }, days, ["SPY", "QQQ"], ["x"])).toThrow("funnel code = 99: is not a reason");
  });
});

describe("names match the ABI", () => {
  it("one reason per code, at its code", () => {
    expect(REASONS).toHaveLength(abi.ENTRIES_ENDED + 1);
    const named = Object.entries(abi).filter(([name]) => /^(OPENED|NO_DATA|WARM_UP|REGIME_ZERO|MAX_POSITIONS|MAX_ENTRIES|IV_FILTER|NO_EXPIRY|NO_STRIKE|LONG_LEG_MISSING|QUOTE_\w+|LIQUIDITY|CREDIT_\w+|ENTRIES_ENDED)$/.test(name));
    expect(named).toHaveLength(19);
    for (const [name, code] of named) expect(REASONS[code].id).toBe(name.toLowerCase());
    expect(LIMITS).toHaveLength(abi.LIMIT_COUNT);
    for (const [name, limit] of Object.entries(abi).filter(([n]) => /^LIMIT_(TRADE|SINGLE|HEAT|UNDERLYING|GROUP|CORRELATION|BUYING_POWER)$/.test(n))) {
      expect(REASONS[abi.SIZE_ZERO + (limit)].id).toBe(`size_zero_${name.slice(6).toLowerCase()}`);
      if ((limit) >= abi.LIMIT_HEAT) expect(REASONS[abi.LIMIT_FULL + (limit) - abi.LIMIT_HEAT].id).toBe(name.toLowerCase());
    }
    expect(new Set(REASONS.map((reason) => reason.id)).size).toBe(REASONS.length);
  });

  it("one exit reason per code", () => {
    expect(EXIT_REASONS[abi.EXIT_END_OF_DATA]).toBe("end_of_data");
    expect(EXIT_REASONS).toHaveLength(abi.EXIT_END_OF_DATA + 1);
  });

  it("every refusal names a key that exists", () => {
    for (const { remedy, id } of REASONS) if (id !== "opened") expect(KEYS.some((key) => remedy.includes(key)) || /mahler data|import/.test(remedy), id).toBe(true);
  });
});

describe("run record", () => {
  it("S.17: hashes are of the raw bits", async () => {
    const output = { trades: Float64Array.of(1), equity: Float64Array.of(2), funnel: Uint8Array.of(3), summary: new Float64Array(0) };
    const bits = await bitsOf(output);
    expect(bits.funnel).toBe("084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5"); // sha256 of the byte 03
    expect((await bitsOf({ ...output, trades: Float64Array.of(1 + Number.EPSILON) })).trades).not.toBe(bits.trades);
  });

  it("refuses foreign files and other versions", () => {
    expect(() => parseRecord("{", "run.json")).toThrow("run.json: is not JSON");
    expect(() => parseRecord("{}", "run.json")).toThrow(/^run\.json record: /);
    expect(() => parseRecord('{"record": 9}', "run.json")).toThrow("run.json record = 9: this build reads 2");
  });
});
