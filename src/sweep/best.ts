import { stringify } from "yaml";
import { defaultConfig, rawConfig, rawText, resolveConfig } from "../config";
import type { Config } from "../config";
import { MahlerError } from "../errors";
import { METRICS } from "../metrics";
import type { Metric } from "../metrics";
import { createPatcher } from "./patch";
import type { Block } from "./run";
import type { Space } from "./types";

/** A config that leads. */
export interface Leader {
  config: number;
  value: number;
  /** Its choices, an entry per axis. */
  choices: Uint16Array;
}

/** Follows the best config over chunks; ties go to the earlier one, undefined never wins. */
export function createBest({ id, better }: Metric): { add: (block: Block) => void; leader: () => Leader | null } {
  const at = METRICS.findIndex((metric) => metric.id === id);
  const sign = better === "lower" ? -1 : 1;
  let leader: Leader | null = null;
  return {
    leader: () => leader,
    add({ chunk, done, evaluations: { metrics } }) {
      const axes = chunk.choices.length / chunk.featureOf.length;
      for (let i = 0; i < chunk.count; i++) {
        const value = metrics[i * METRICS.length + at];
        if (!done[i] || Number.isNaN(value)) continue;
        const [config, ahead] = [chunk.first + i, leader ? sign * (value - leader.value) : 1];
        if (ahead > 0 || (ahead === 0 && config < leader!.config)) leader = { config, value, choices: chunk.choices.slice(i * axes, (i + 1) * axes) };
      }
    },
  };
}

/** The leading config as a file that `mahler backtest --config` reads. Throws when the metric is undefined everywhere. */
export function bestConfigYaml(space: Space, leader: Leader | null, metric: Metric, source: string): string {
  if (!leader) throw new MahlerError("config", `--metric = ${metric.id}`, "is undefined for every config of the sweep", "choose another metric");
  return configYaml(space, leader.choices, `Config ${leader.config} of ${source}: ${metric.label} ${leader.value}`);
}

/** The config of these choices as a file that `mahler backtest --config` reads, under a comment of one line. */
export const configYaml = (space: Space, choices: Uint16Array, comment: string): string => `# ${comment}\n${stringify(shortConfig(createPatcher(space).patch(choices)))}`;

/** Raw values that resolve to the config: those that differ from the defaults, or all where presets make that unsafe. */
function shortConfig(config: Config): Record<string, unknown> {
  const all = rawConfig({ ...config, out: null, export_trades: null, json: false, quiet: false });
  const plain = rawConfig(defaultConfig());
  const short = Object.fromEntries(Object.entries(all).filter(([key, raw]) => rawText(raw) !== rawText(plain[key] ?? "")));
  const resolved = rawConfig(resolveConfig([{ file: null, values: short }]));
  return Object.keys(all).every((key) => rawText(resolved[key] ?? "") === rawText(all[key])) ? short : all;
}
