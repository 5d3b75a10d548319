import type { Collected } from "../../src/overfit";
import { overfitSteps } from "../../src/overfit";
import type { Overfit, OverfitOptions } from "../../src/overfit";
import { returnMatrix } from "../../src/stats";
import { sessions } from "../../src/calendar";
import { dayNumber } from "../../src/units";
import { random } from "../helpers/random";

/** Returns of so many configs over sessions from 2015 on: noise of 1 % a day, plus each config's drift; the leader has the highest mean over deviation. */
export function sample(configs: number, count: number, seed: number, drift: (config: number) => number = () => 0): Collected {
  const draw = random(seed);
  const days = Int32Array.from(sessions(dayNumber(2015, 1, 2), dayNumber(2026, 1, 2)).slice(0, count));
  const returns = returnMatrix(configs, count, Float64Array.from({ length: configs * count }, (_, i) => 0.01 * draw.normal() + drift(Math.floor(i / count))));
  const sharpes = Array.from({ length: configs }, (_, row) => {
    const series = returns.values.subarray(row * count, (row + 1) * count);
    const mean = series.reduce((a, b) => a + b, 0) / count;
    return mean / Math.sqrt(series.reduce((a, b) => a + (b - mean) ** 2, 0) / (count - 1));
  });
  const leaderRow = sharpes.indexOf(Math.max(...sharpes));
  return {
    returns, configs: Array.from({ length: configs }, (_, i) => i * 10), copies: Array(configs).fill(1), trades: Array(configs).fill(500), days, evaluated: configs, rejected: 0, invalid: 0,
    leader: { config: leaderRow * 10, value: sharpes[leaderRow] * Math.sqrt(252), choices: new Uint16Array(0) }, leaderRow,
  };
}

const QUICK: Partial<OverfitOptions> = { blocks: 8, resamples: 300, permutations: 1000, paths: 200 };

export function analyse(collected: Collected, options: Partial<OverfitOptions> = {}): Overfit {
  const steps = overfitSteps({ collected, parameters: { profit_target: "65" }, metric: { id: "sharpe", label: "Sharpe", value: collected.leader!.value } }, { ...QUICK, ...options });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
