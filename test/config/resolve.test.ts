import { describe, expect, it } from "vitest";
import { dayRange, defaultConfig, KEYS, parseConfigFile, rawConfig, resolveConfig, resolveSleeves, toRunSpec } from "../../src/config";
import { dayNumber } from "../../src/units";

const file = (values: Record<string, unknown>) => ({ file: "x.yaml", values });
const flags = (values: Record<string, unknown>) => ({ file: null, values });
const resolve = (values: Record<string, unknown>) => resolveConfig([file(values)]);

describe("resolution", () => {
  it("gives the defaults without layers", () => {
    expect(resolveConfig([])).toEqual(defaultConfig());
  });

  it("lets flags win over files and later files over earlier ones", () => {
    const config = resolveConfig([file({ max_positions: 2, max_delta: 0.2 }), file({ max_positions: 3 }), flags({ max_positions: "4" })]);
    expect([config.max_positions, config.max_delta]).toEqual([4, 0.2]);
  });

  it("expands a preset within its layer, keys beside it winning, later layers winning over all", () => {
    expect(resolve({ portfolio_limits: "tight", max_positions: 7 })).toMatchObject({ max_positions: 7, max_portfolio_heat: 10, max_per_underlying: 10 });
    expect(resolveConfig([file({ max_positions: 7 }), flags({ portfolio_limits: "tight" })]).max_positions).toBe(3);
  });

  it("paper loosens limits and takes the regime out of sizing, whatever else says", () => {
    const config = resolveConfig([file({ max_positions: 3, max_per_underlying: 10, use_regime_sizing: true }), flags({ environment: "paper" })]);
    expect(config).toMatchObject({ max_positions: 5, max_portfolio_heat: 20, max_per_underlying: 20 });
    expect(toRunSpec(config, ["SPY"]).account.useRegime).toBe(false);
  });

  it("lets the later of strategy and sleeves count", () => {
    const sleeves = [{ structure: "iron-condor", width: "5,10" }];
    expect(resolveSleeves(resolveConfig([file({ sleeves }), flags({ strategy: "short-put" })])).map((s) => s.structure)).toEqual(["short-put"]);
    expect(resolveSleeves(resolveConfig([file({ strategy: "short-put" }), flags({ sleeves })])).map((s) => s.structure)).toEqual(["iron-condor"]);
    expect(() => resolve({ sleeves, strategy: "short-put" })).toThrow("both say what is traded");
  });

  it("reads the last entry day from a date, or none from end", () => {
    expect(toRunSpec(resolve({ last_entry: "2012-01-03" }), ["SPY"]).account.lastEntry).toBe(dayNumber(2012, 1, 3));
    expect(toRunSpec(resolve({ last_entry: "end" }), ["SPY"]).account.lastEntry).toBeNull();
    expect(rawConfig(resolve({}))).toMatchObject({ last_entry: "end" });
    expect(() => resolve({ last_entry: "soon" })).toThrow("is not a date of the form YYYY-MM-DD");
  });

  it("reads the same sleeve from a record and from text", () => {
    const text = resolve({ sleeves: ["iron-condor:min_delta=0.12,width=5+10"] });
    const record = resolve({ sleeves: [{ structure: "iron-condor", min_delta: 0.12, width: [5, 10] }] });
    expect(toRunSpec(text, ["SPY"]).sleeves).toEqual(toRunSpec(record, ["SPY"]).sleeves);
    expect(toRunSpec(text, ["SPY"]).sleeves[0]).toMatchObject({ structure: "iron-condor", minDelta: 1200, widths: [5000, 10_000], maxDelta: 3000 });
  });

  it("writes raw values that resolve to the same config", () => {
    for (const values of [{}, { portfolio_limits: "loose", environment: "paper" }, { sleeves: ["short-put:time_exit=off"], groups: ["a=30:SPY"], width: "0.05d", stop_loss: "off", start: "2010-01-04" }]) {
      const config = resolve(values);
      expect({ ...resolve(JSON.parse(JSON.stringify(rawConfig(config)))), portfolio_limits: config.portfolio_limits }).toEqual(config);
    }
  });
});

describe("core units", () => {
  it("converts money, ratios, strikes and percentages", () => {
    const { account, sleeves } = toRunSpec(resolve({ commission: 0.65, equity: 25_000, free_close: 0.05, max_quote_width_pct: 12.5, width: [2.5, 5], min_credit: 33.3, profit_target: 65, stop_loss: 125, gamma_exit: 7, min_iv_percentile: 50 }), ["SPY", "QQQ"]);
    expect(account).toMatchObject({ commission: 6500, equity: 250_000_000, freeClose: 500, widthShare: 1250, riskPerTrade: 0.02, fill: [7500, 6600, 5600, 5300], groups: [{ limit: 0.5, members: [0, 1] }] });
    expect(sleeves[0]).toMatchObject({ widths: [2500, 5000], minCredit: 3330, profitTarget: 6500, stopLoss: 12_500, gammaExit: 7, timeExit: 0, minIvPercentile: 0.5, minDelta: 1000 });
  });

  it.each([["2%", "percent", [200]], ["0.05d", "delta", [500]], ["1%,2.5%", "percent", [100, 250]]] as const)("width %s", (width, mode, widths) => {
    expect(toRunSpec(resolve({ width }), ["SPY"]).sleeves[0]).toMatchObject({ widthMode: mode, widths });
  });

  it("D.23: slippage is one table for entries and exits", () => {
    expect(toRunSpec(resolve({ slippage: "mid" }), ["SPY"]).account.fill).toEqual([5000, 5000, 5000, 5000]);
    expect(toRunSpec(resolve({ slippage: "75%" }), ["SPY"]).account.fill).toEqual([7500, 7500, 7500, 7500]);
  });

  it("regime presets follow the detector's labels", () => {
    expect(toRunSpec(resolve({ use_regime_sizing: "on", regime_multipliers: "aggressive" }), ["SPY"]).account.regimeMultipliers).toEqual([1, 0.5, 0.25, 0.1]);
    expect(toRunSpec(resolve({ use_regime_sizing: "on", regime_detector: "vix-ladder" }), ["SPY"]).account.regimeMultipliers).toHaveLength(6);
    expect(toRunSpec(resolve({ use_regime_sizing: "on", regime_detector: "gaussian-mixture", regime_multipliers: "inverse" }), ["SPY"]).account.regimeMultipliers).toEqual([0.5, 0.75, 1, 1.25]);
  });
});

describe("S.16: config faults name key, value and remedy", () => {
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ["an unknown key, the nearest named", { min_detla: 0.1 }, /x\.yaml: min_detla: is not a known key; did you mean min_delta/],
    ["a number that is none", { equity: "lots" }, /equity = lots: is not a number; expected number above 0/],
    ["out of range", { max_delta: 1.5 }, /max_delta = 1\.5: is out of range/],
    ["not a whole number", { min_dte: 21.5 }, /min_dte = 21\.5: is not a whole number/],
    ["an unknown choice", { ranking: "best" }, /ranking = best: is not one of expected-value/],
    ["an inverted delta band", { min_delta: 0.4 }, /min_delta = 0\.4: is above max_delta = 0\.3; lower min_delta/],
    ["an inverted DTE band", { min_dte: 60 }, /min_dte = 60: is above max_dte = 45/],
    ["a ticker twice", { ticker: "SPY,spy" }, /ticker = SPY,spy: names SPY twice/],
    ["a last entry day before the start", { start: "2012-01-03", last_entry: "2010-01-04" }, /last_entry = 2010-01-04: is before start = 2012-01-03: nothing would be opened; choose a later day, or last_entry: end/],
    ["the end before the start", { start: "2012-01-03", end: "2010-01-04" }, /end = 2010-01-04: is before start = 2012-01-03/],
    ["a date that does not exist", { start: "2010-02-30" }, /start = 2010-02-30: is not a date/],
    ["a target above the credit", { profit_target: 120 }, /profit_target = 120: is out of range/],
    ["a stop that can never fire", { stop_loss: 900 }, /stop_loss = 900: can never fire/],
    ["a time exit inside the entry band", { time_exit: 30 }, /time_exit = 30: would close entries/],
    ["a target delta outside the band", { ranking: "target-delta", target_delta: 0.4 }, /target_delta = 0\.4: is outside the band/],
    ["widths that fall", { width: [10, 5] }, /width = 10,5: is not strictly rising/],
    ["widths of two kinds", { width: "5,2%" }, /width = 5,2%: mixes/],
    ["a long leg above the short one", { width: "0.1d" }, /width = 0\.1d: puts the long leg/],
    ["a trade budget above the position cap", { max_risk_per_trade: 6 }, /max_risk_per_trade = 6: is above max_single_position = 5/],
    ["breakers in the wrong order", { day_loss_halt: 1.2 }, /day_loss_half = 1\.5: is above day_loss_halt = 1\.2/],
    ["levels in the wrong order", { vix_levels: "20,40,30,50" }, /vix_levels = 20,40,30,50: is not strictly rising/],
    ["a mixture without its trend", { mixture_columns: "volatility,range" }, /mixture_columns = volatility,range: lacks trend, from which the labels follow/],
    ["a window that the warm-up does not fill", { mixture_window: 100 }, /mixture_warmup = 252: is above mixture_window = 100/],
    ["a style whose stop can never fire", { dynamic_exits: "conservative", min_credit: 70 }, /dynamic_exits = conservative: can never fire/],
    ["multipliers for another detector", { use_regime_sizing: true, regime_detector: "vix-ladder", regime_multipliers: "1,1,1,1" }, /has 4 values, vix-ladder has 6 labels/],
    ["a preset without a form", { use_regime_sizing: true, regime_detector: "vix-ladder", regime_multipliers: "mild" }, /mild: has no form for vix-ladder/],
    ["an unknown preset", { regime_multipliers: "bold" }, /regime_multipliers = bold: is not one of the presets flat/],
    ["averages in the wrong order", { trend_fast: 60 }, /trend_fast = 60: is not below trend_slow = 50/],
    ["an exit trigger twice", { exit_priority: "stop-loss,stop-loss" }, /names a trigger twice/],
    ["an unknown sleeve key", { sleeves: ["iron-condor:min_detla=0.1"] }, /sleeve iron-condor: min_detla: is not a screening or exit key; did you mean min_delta/],
    ["a bad sleeve value", { sleeves: ["iron-condor:min_delta=x"] }, /sleeve iron-condor: min_delta = x: is not a number/],
    ["equal sleeves", { sleeves: ["short-put", "short-put"] }, /sleeve 2 \(short-put\): is the same/],
    ["an unknown structure", { strategy: "butterfly" }, /strategy = butterfly: butterfly is not one of put-credit-spread/],
    ["an export without a known ending", { export_trades: "trades.xlsx" }, /export_trades = trades\.xlsx: has an unknown ending/],
    ["a group without limit", { groups: ["tech:QQQ"] }, /groups = tech:QQQ: is neither a record nor/],
  ];
  it.each(cases)("%s", (_, values, message) => {
    expect(() => resolve(values)).toThrow(message);
  });

  it("names the flag when the value came from one", () => {
    expect(() => resolveConfig([flags({ min_delta: "x" })])).toThrow(/^--min-delta = x: is not a number; expected number from 0 to 1$/);
  });

  it("D.43: NaN and infinity are no numbers", () => {
    for (const value of [NaN, Infinity, ".nan", "Infinity"]) expect(() => resolve({ max_positions: value })).toThrow("is not a number");
  });

  it("an empty range of days", () => {
    const [first, last] = [dayNumber(2010, 1, 4), dayNumber(2012, 12, 31)];
    expect(dayRange({ start: null, end: null }, first, last)).toEqual({ start: first, end: last });
    expect(() => dayRange({ start: "2013-01-02", end: null }, first, last)).toThrow("start = 2013-01-02: is after the data, which ends on 2012-12-31");
    expect(() => dayRange({ start: null, end: "2009-01-02" }, first, last)).toThrow("end = 2009-01-02: is before the data");
  });
});

describe("YAML", () => {
  it("names file and line of a syntax error, and of a key written twice", () => {
    expect(() => parseConfigFile("a: 1\nb: [", "x.yaml")).toThrow(/^x\.yaml:\d: .*; fix the YAML$/);
    expect(() => parseConfigFile("equity: 1\nequity: 2", "x.yaml")).toThrow(/x\.yaml:2: Map keys must be unique/);
    expect(() => parseConfigFile("- a", "x.yaml")).toThrow("is not a mapping");
  });

  it("reads on and off as words, and an empty file as nothing", () => {
    expect(parseConfigFile("breakers: off", "x").values).toEqual({ breakers: "off" });
    expect(parseConfigFile("# nothing", "x")).toEqual({ bases: [], values: {} });
  });

  it("has help, values and a group for every key", () => {
    expect(KEYS.length).toBeGreaterThan(70);
  });
});
