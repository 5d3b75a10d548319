// Every config of a space with its returns day by day, copies left out.
import { MahlerError } from "../errors";
import { METRICS } from "../metrics/list";
import type { Metric } from "../metrics/metric";
import { returnMatrix, returnsOfEquity, type ReturnMatrix } from "../stats";
import { createBest, type Leader } from "../sweep/best";
import { runSpace, type Evaluate, type SweepProgress } from "../sweep/run";
import type { Space } from "../sweep/types";

/** Bytes of returns that are kept: 14,000 different configs over 19 years. */
export const MOST_BYTES = 2 ** 29;

export interface Collected {
  /** Rows: different trade lists, by the first config that has each. Columns: sessions. Returns over the risk-free rate. */
  returns: ReturnMatrix;
  /** Row → config. */
  configs: number[];
  /** Row → configs that have its trade list. */
  copies: number[];
  /** Row → closed trades. */
  trades: number[];
  /** Day numbers. */
  days: Int32Array;
  /** Configs evaluated; combinations left out by constraints, and because they do not fit together. */
  evaluated: number;
  rejected: number;
  invalid: number;
  /** Best by the metric, and its row. */
  leader: Leader | null;
  leaderRow: number;
}

export interface CollectOptions {
  /** Day numbers of the range. */
  range: { start: number; end: number };
  evaluate: Evaluate;
  metric: Metric;
  /** Risk-free return of each session, subtracted. */
  riskFree?: Float64Array;
  lanes?: number;
  signal?: AbortSignal;
  onProgress?: (progress: SweepProgress) => void;
  /** Takes note of each chunk, e.g. to count its trials. */
  onSave?: () => Promise<void>;
}

interface Row {
  config: number;
  copies: number;
  trades: number;
  returns: Float64Array;
}

const TRADES = METRICS.findIndex(({ id }) => id === "trades");

/** Runs the space. Throws as cancelled when stopped, and an engine error when there are more different configs than memory is given to. */
export async function collect(space: Space, options: CollectOptions): Promise<Collected> {
  const best = createBest(options.metric);
  const rows = new Map<string, Row>();
  const rowOfConfig = new Map<number, Row>();
  let days = new Int32Array(0);
  const keep = (progress: SweepProgress): void => {
    const { configs, evaluations: { metrics, equity, sessions, fingerprints, yearly, years } } = progress;
    days = Int32Array.from(sessions!);
    const { length } = days;
    configs.forEach((config, i) => {
      const key = `${fingerprints[2 * i]}/${fingerprints[2 * i + 1]}`;
      const row = rows.get(key) ?? { config, copies: 0, trades: metrics[i * METRICS.length + TRADES], returns: returnsOf(equity!.subarray(i * length, (i + 1) * length), yearly.subarray(i * years.length, (i + 1) * years.length)) };
      row.copies++;
      row.config = Math.min(row.config, config);
      rows.set(key, row);
      rowOfConfig.set(config, row);
    });
    if (rows.size * length * 8 > MOST_BYTES) throw new MahlerError("engine", `different configs = ${rows.size}`, `over ${length} sessions are more than the ${MOST_BYTES / 2 ** 20} MiB that are kept`, "draw some of them: --sample 10000");
    options.onProgress?.(progress);
  };
  const outcome = await runSpace(space, {
    evaluate: options.evaluate, window: { ...options.range, equity: true }, keepEquity: false, lanes: options.lanes, signal: options.signal, onProgress: keep,
    save: async (block) => {
      await options.onSave?.();
      if (block.filled === block.chunk.count) best.add(block);
    },
  });
  if (!outcome.complete) throw new MahlerError("cancelled", "overfit", "stopped on request", "nothing was written; the configs evaluated count as trials");
  const { configs: evaluated, rejected, invalid } = outcome;
  const [leader, sorted] = [best.leader(), [...rows.values()].sort((a, b) => a.config - b.config)];
  return { ...table(sorted, days.length, options.riskFree), days, evaluated, rejected, invalid, leader, leaderRow: leader ? sorted.indexOf(rowOfConfig.get(leader.config)!) : -1 };
}

/** Daily returns of marked equity; the account began with what it ended with less the changes of all years. */
function returnsOf(equity: Float64Array, yearly: Float64Array): Float64Array {
  const initial = equity[equity.length - 1] - yearly.reduce((sum, change) => sum + change, 0);
  return returnsOfEquity(equity, 1, initial).values;
}

/** Rows by config, as one matrix of excess returns. */
function table(rows: readonly Row[], sessions: number, riskFree?: Float64Array): Pick<Collected, "returns" | "configs" | "copies" | "trades"> {
  const returns = returnMatrix(rows.length, sessions);
  rows.forEach((row, r) => {
    for (let t = 0; t < sessions; t++) returns.values[r * sessions + t] = row.returns[t] - (riskFree ? riskFree[t] : 0);
  });
  return { returns, configs: rows.map(({ config }) => config), copies: rows.map(({ copies }) => copies), trades: rows.map(({ trades }) => trades) };
}
