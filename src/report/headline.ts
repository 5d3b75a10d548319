import type { MetricValue } from "../metrics";
import { sessionCount } from "../metrics/ledger";
import type { Execution } from "../results/execution";
import { grouped, metricText, percent, wholeDollars } from "./format";
import { clip, padEnd, widthOf, wrapText } from "./style";
import { banner, originBanner } from "./origin";
import { section, signed } from "./view";
import type { View } from "./view";

/** What ran, when, on which data, and the banner of quotes that no vendor recorded. */
export function header(view: View, { config, market, range, sleeves, snapshotBars, ledger }: Execution): string[] {
  const { accent, bold, dim, warn } = view.style;
  const sessions = sessionCount(ledger);
  const title = clip(`${sleeves.join(" + ")} on ${config.ticker.join(", ")}`, view.width - 10);
  const facts = [`${range.start} … ${range.end}`, `${grouped(sessions)} sessions`, `${wholeDollars(config.equity)} start`, `data: ${market.name}`];
  const lines = ["", `${accent(bold("mahler"))}  ${bold(title)}`, dim(clip(facts.join(" · "), view.width))];
  if (config.environment === "paper") lines.push(dim("environment: paper (regime sizing off, phase-1 limits)"));
  lines.push(...originBanner(view, market.origin));
  if (snapshotBars.length) lines.push("", ...banner(view, "NO BARS", `${snapshotBars.join(", ")}: the dataset has no daily bars; chain snapshots stand in for open, high, low and close.`).map(warn));
  return lines;
}

/** Three columns of the numbers that are read first. */
const headlineIds = (breakEven: boolean): readonly (readonly string[])[] => [
  ["net_profit", "sharpe", "trades"],
  ["total_return", "sortino", "win_rate"],
  ["cagr", "calmar", "profit_factor"],
  ["max_drawdown", breakEven ? "break_even_slippage" : "sigma_r", "expectancy"],
  ["volatility", "cvar_95_r", "average_hold"],
  ["time_in_market", "worst_trade", "mean_heat"],
];

export function headline(view: View, { metrics, config }: Execution): string[] {
  const { bold, dim } = view.style;
  const width = Math.floor((view.width - 2) / 3);
  const rows = headlineIds(config.break_even);
  const cell = (id: string): string => {
    const metric = metrics.values[id];
    const label = clip(metric.label, width - 3 - widthOf(metricText(metric)));
    const text = SIGNED.has(id) && metric.value !== null ? signed(view, metric.value, metricText(metric)) : metricText(metric);
    return `${padEnd(dim(label), width - 2 - widthOf(text))}${bold(text)}  `;
  };
  const note = config.risk_free === 0 ? `√${metrics.convention.daysPerYear}, risk-free 0` : `√${metrics.convention.daysPerYear}, risk-free ${config.risk_free === "curve" ? "dated" : percent(metrics.convention.riskFree as number)}`;
  return section(view, "Result", [...rows.map((row) => `  ${row.map(cell).join("")}`.trimEnd()), ...undefinedLines(view, rows.flat().map((id) => metrics.values[id]))], note);
}

/** Why values are missing, each reason once. */
function undefinedLines(view: View, values: readonly MetricValue[]): string[] {
  const missing = values.filter((metric) => metric.reason !== undefined);
  const reasons = [...new Set(missing.map((metric) => metric.reason))];
  const texts = reasons.map((reason) => `${missing.filter((metric) => metric.reason === reason).map((metric) => metric.label).join(", ")}: ${reason}`);
  return texts.flatMap((text) => wrapText(`– ${text}`, view.width - 4).map((line) => view.style.dim(`  ${line}`)));
}

const SIGNED = new Set(["net_profit", "total_return", "cagr", "sharpe", "sortino", "calmar", "expectancy"]);

/** Where the deepest fall began, ended and recovered. */
export function drawdownLine(view: View, { metrics }: Execution): string[] {
  const fall = metrics.drawdown;
  if (!fall) return [];
  const end = fall.recovered ? `back on ${fall.recovered} after` : "not recovered by the end,";
  const text = `deepest fall ${percent(fall.depth)}: ${fall.peak ?? "start"} → ${fall.trough}, ${end} ${grouped(fall.days)} days`;
  return wrapText(text, view.width - 4).map((line) => view.style.dim(`  ${line}`));
}
