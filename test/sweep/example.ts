// A sweep as it might come out: a hill in delta and target, a limit that binds up to six, a switch that is off, a spike.
import type { SweepTable } from "../../src/sweep/table";
import { grid, tableOf } from "./tables";

export const exampleSpace = {
  min_delta: [0.05, 0.1, 0.15, 0.2, 0.25],
  profit_target: [35, 50, 65, 80, "off"],
  max_positions: [3, 4, 5, 6, 7, 8],
  regime_multipliers: ["flat", "production"],
};

export function exampleSweep(): SweepTable {
  return tableOf(grid(exampleSpace), ({ min_delta, profit_target, max_positions }) => {
    const [delta, target, slots] = [min_delta as number, profit_target === "off" ? 100 : (profit_target as number), Math.min(6, max_positions as number)];
    const spike = delta === 0.25 && target === 35 && slots === 3 ? 1.5 : 0;
    const sharpe = 1.2 - 20 * (delta - 0.15) * (delta - 0.15) * 4 - (Math.abs(target - 65) / 60) * (0.4 + delta) + 0.05 * slots + spike;
    const cagr = 0.04 + 0.05 * sharpe + 0.006 * slots;
    const max_drawdown = 0.03 + 0.01 * slots + delta * 0.4 + Math.abs(target - 50) / 1000;
    const trades = Math.round(60 * slots + 4000 / target + delta * 800);
    return {
      metrics: { sharpe, cagr, total_return: cagr * 12, max_drawdown, trades, max_positions: slots },
      trades: `${delta} ${target} ${slots}`,
      reasons: { opened: trades, max_positions: 7 - slots }, exits: { profit_target: trades },
    };
  });
}
