import { stringify } from "yaml";
import { defaultConfig, rawConfig, rawText, resolveConfig } from "../config";
import type { Config } from "../config";
import { MahlerError } from "../errors";
import type { Metric } from "../metrics";
import { createPatcher } from "./patch";
import type { Space } from "./types";
import type { SweepTable } from "./table";

/** Position of the best config; ties go to the earlier one, undefined never wins. −1 = none is defined. */
export function bestOf({ count, metrics }: Pick<SweepTable, "count" | "metrics">, { id, better }: Metric): number {
  const sign = better === "lower" ? -1 : 1;
  let best = -1;
  for (let i = 0; i < count; i++) {
    if (!Number.isNaN(metrics[id][i]) && (best < 0 || sign * (metrics[id][i] - metrics[id][best]) > 0)) best = i;
  }
  return best;
}

/** The best config as a file that `mahler backtest --config` reads. Throws when the metric is undefined everywhere. */
export function bestConfigYaml(space: Space, table: SweepTable, metric: Metric, source: string): string {
  const best = bestOf(table, metric);
  if (best < 0) throw new MahlerError("config", `--metric = ${metric.id}`, "is undefined for every config of the sweep", "choose another metric");
  const row = Uint16Array.from(space.axes, (_, a) => table.axes[a].index[best]);
  const config = createPatcher(space).patch(row);
  return `# Config ${best} of ${source}: ${metric.label} ${String(metric && table.metrics[metric.id][best])}\n${stringify(shortConfig(config))}`;
}

/** Raw values that resolve to the config: those that differ from the defaults, or all where presets make that unsafe. */
function shortConfig(config: Config): Record<string, unknown> {
  const all = rawConfig({ ...config, out: null, export_trades: null, json: false, quiet: false });
  const plain = rawConfig(defaultConfig());
  const short = Object.fromEntries(Object.entries(all).filter(([key, raw]) => rawText(raw) !== rawText(plain[key] ?? "")));
  const resolved = rawConfig(resolveConfig([{ file: null, values: short }]));
  return Object.keys(all).every((key) => rawText(resolved[key] ?? "") === rawText(all[key])) ? short : all;
}
