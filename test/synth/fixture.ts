// Bars and an index made up for tests: a calm year, a week of falling, a calm after it. No law stands behind them.
import { sessions } from "../../src/calendar";
import type { Bars, Curve } from "../../src/market/types";
import type { SynthInput } from "../../src/synth";
import { dayNumber } from "../../src/units";

const FALL = dayNumber(2018, 10, 8);

const wave = (i: number): number => ((((i * 7919) % 101) - 50) / 50) * 0.006;

/** Daily bars of a year and a half that begin at `price` dollars, move `beta` times as much as the pattern, and pay `dividend` in each quarter's third week. */
export function madeBars(price: number, beta = 1, dividend = 1.2): Bars {
  const day = sessions(dayNumber(2017, 9, 1), dayNumber(2019, 3, 29));
  const n = day.length;
  const ints = () => new Int32Array(n);
  const bars: Bars = { day, open: ints(), high: ints(), low: ints(), close: ints(), volume: new Float64Array(n), dividend: ints(), split: new Float64Array(n).fill(1), settlement: ints() };
  let last = price;
  for (let i = 0; i < n; i++) {
    const falling = day[i] >= FALL && day[i] < FALL + 12 ? -0.028 : 0;
    const open = last;
    last *= 1 + beta * (wave(i) + 0.0006 + falling);
    const cents = (x: number) => Math.round(x * 100) * 100;
    bars.open[i] = cents(open);
    bars.close[i] = cents(last);
    bars.high[i] = cents(Math.max(open, last) * 1.003);
    bars.low[i] = cents(Math.min(open, last) * 0.997);
    bars.volume[i] = 1e6 * (1 + 40 * Math.abs(wave(i)) + (falling < 0 ? 2 : 0));
    const date = new Date(day[i] * 86_400_000);
    if (date.getUTCMonth() % 3 === 2 && date.getUTCDate() >= 15 && date.getUTCDate() <= 21 && date.getUTCDay() === 5) bars.dividend[i] = Math.round(dividend * 10_000);
  }
  return bars;
}

/** An index of about 13 that jumps with the fall and fades. */
export function madeIndex({ day }: Bars, scale = 1): Curve {
  const value = Float64Array.from(day, (d) => {
    const since = d - FALL;
    const fear = since < 0 ? 0 : since < 12 ? (22 * since) / 12 : Math.max(0, 22 - 0.3 * (since - 12));
    return Math.round(100 * scale * (12.5 + 1.5 * (((d * 31) % 17) / 17) + fear)) / 100;
  });
  return { day, value };
}

/** SPY and QQQ over a few months around the fall. */
export function madeInput(change: Partial<SynthInput> = {}): SynthInput {
  const spy = madeBars(270);
  return {
    name: "made", rate: { day: spy.day, value: new Float64Array(spy.day.length).fill(0.022) }, from: dayNumber(2018, 9, 24), to: dayNumber(2018, 10, 26), options: { maxDte: 40 },
    symbols: [{ symbol: "SPY", bars: spy, index: madeIndex(spy) }, { symbol: "QQQ", bars: madeBars(170, 1.25, 0.4) }], ...change,
  };
}
