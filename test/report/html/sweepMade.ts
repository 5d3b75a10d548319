// Sweeps as their result files would be, of figures made up by a formula: no market, no engine.
import { emptyEvaluations } from "../../../src/engine/evaluations";
import type { Config } from "../../../src/config";
import { EXIT_REASONS, METRICS } from "../../../src/metrics";
import type { RecordedSweep } from "../../../src/report/html/sweep/input";
import { REASONS } from "../../../src/results/reasons";
import { joinColumns } from "../../../src/results/sweepTable";
import type { SweepRecord } from "../../../src/results/sweepRecord";
import { createCollector } from "../../../src/sweep/collect";
import { blockColumns } from "../../../src/sweep/columns";
import { createExpander } from "../../../src/sweep/expand";
import { createPatcher } from "../../../src/sweep/patch";
import type { Block } from "../../../src/sweep/run";
import { describeSpace, parseSpace } from "../../../src/sweep/space";
import type { SweepTable } from "../../../src/sweep/table";
import type { Space } from "../../../src/sweep/types";
import { EXIT_REASONS as EXIT_COUNT, REASON_CODES } from "../../../assembly/abi";

export interface Outcome {
  /** By metric id; the others are undefined. */
  metrics: Record<string, number>;
  /** Stands for the trade list; default: the metrics. */
  trades?: string;
  reasons?: Record<string, number>;
  exits?: Record<string, number>;
}

export interface Making {
  sweep: Record<string, unknown>;
  config?: Record<string, unknown>;
  outcome: (config: Config) => Outcome;
  folder?: string;
  origin?: SweepRecord["data"]["origin"];
  /** Whether a config is done; with it the sweep is unfinished. */
  done?: (config: number) => boolean;
}

export interface MadeSweep {
  recorded: RecordedSweep;
  space: Space;
  /** What the analysis read while the sweep ran. */
  table: SweepTable;
}

const YEARS = [2019, 2020, 2021, 2022];
const CHUNK = 4096;

export function madeSweep({ sweep, config = {}, outcome, folder = "out/made", origin = "vendor", done }: Making): MadeSweep {
  const space = parseSpace([{ file: null, values: { ticker: "SPY,QQQ", ...config } }], [{ file: null, sweep }]);
  const expander = createExpander(space);
  const patcher = createPatcher(space);
  const collector = createCollector(space);
  const blocks: Block[] = [];
  for (let chunk = expander.next(CHUNK); chunk; chunk = expander.next(CHUNK)) {
    const evaluations = emptyEvaluations(chunk.count, YEARS);
    const { first, count, choices } = chunk;
    for (let i = 0; i < count; i++) {
      const { metrics, reasons = {}, exits = {}, trades = JSON.stringify(metrics) } = outcome(patcher.patch(choices.subarray(i * space.axes.length, (i + 1) * space.axes.length)));
      METRICS.forEach(({ id }, m) => (evaluations.metrics[i * METRICS.length + m] = metrics[id] ?? NaN));
      REASONS.forEach(({ id }, code) => (evaluations.reasons[i * REASON_CODES + code] = reasons[id] ?? 0));
      EXIT_REASONS.forEach((name, code) => (evaluations.exits[i * EXIT_COUNT + code] = exits[name] ?? 0));
      evaluations.fingerprints.set(hash(trades), 2 * i);
    }
    const finished = Uint8Array.from({ length: count }, (_, i) => (done === undefined || done(first + i) ? 1 : 0));
    blocks.push({ chunk, evaluations, done: finished, filled: finished.reduce((n, one) => n + one, 0) });
  }
  for (const block of blocks) collector.add(block);
  const complete = done === undefined;
  const { configs, rejected, invalid } = expander.tally;
  const record: SweepRecord = {
    sweep_record: 2, mahler: { version: "9.9.9", abi: 7, core: "0".repeat(64) }, space: describeSpace(space),
    data: { path: "data/made", name: "made", origin, parameters: { seed: 7 }, files: { "SPY.2019.rows.00000000.arrow": "1".repeat(64) } },
    chunk: CHUNK, complete, configs: complete ? configs : null, rejected: complete ? rejected : null, invalid: complete ? invalid : null,
  };
  return { space, table: collector.table(), recorded: { folder, record, results: joinColumns(blocks.map((block) => blockColumns(space, block))), hashes: { "results.arrow": "2".repeat(64) } } };
}

function hash(text: string): [number, number] {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b + text.charCodeAt(i), 0x85ebca6b) ^ (b >>> 13);
  }
  return [a >>> 0, b >>> 0];
}

/** Smooth in delta and target, a limit that binds up to three, no trade in the first hundredth of a delta. */
export function hill({ min_delta, profit_target, max_positions, use_regime_sizing }: Config): Outcome {
  const [target, slots] = [profit_target ?? 100, Math.min(3, max_positions)];
  const trades = min_delta < 0.02 ? 0 : Math.round(60 * slots + 4000 / target + min_delta * 800);
  if (trades === 0) return { metrics: { net_profit: 0, total_return: 0, cagr: 0, max_drawdown: 0, trades: 0, win_rate: NaN }, trades: "none", reasons: { no_strike: 900 } };
  const sharpe = 0.6 - 30 * (min_delta - 0.12) * (min_delta - 0.12) * 4 - (Math.abs(target - 65) / 60) * (0.4 + min_delta) + 0.05 * slots + (use_regime_sizing ? 0.03 : 0);
  const cagr = 0.01 + 0.05 * sharpe + 0.004 * slots;
  const max_drawdown = 0.03 + 0.01 * slots + min_delta * 0.4 + Math.abs(target - 50) / 1000;
  return {
    metrics: { sharpe, sortino: sharpe * 1.3, calmar: cagr / max_drawdown, cagr, total_return: cagr * 4, net_profit: cagr * 400_000, max_drawdown, trades, win_rate: 0.7 + min_delta / 10, profit_factor: 1 + sharpe / 2, expectancy: sharpe * 10, cvar_95_r: -0.5 - min_delta, time_in_market: 0.5 + slots / 10, max_positions: slots },
    trades: `${min_delta} ${target} ${slots} ${use_regime_sizing}`, reasons: { opened: trades, max_positions: 4 - slots }, exits: { profit_target: trades },
  };
}

/** A small grid with a linked key, a limit that is partly inert, one that is inert, a conditional one and configs that never trade. */
export const SMALL: Making = {
  sweep: {
    parameters: {
      use_regime_sizing: ["off", "on"], regime_multipliers: { values: ["flat", "production"], when: { use_regime_sizing: true } }, min_delta: [0.01, 0.06, 0.12, 0.18], max_delta: "min_delta + 0.10",
      profit_target: [35, 50, 65, 80, "off"], max_positions: [1, 2, 3, 4],
    },
    constraints: ["profit_target < 80 or max_positions >= 2"],
  },
  outcome: hill, origin: "simulated",
};
