import type { Execution } from "../results/execution";
import { dollars, grouped, metricText, percent, wholeDollars } from "./format";
import { wrapText } from "./style";
import { textTable } from "./table";
import { section, signed } from "./view";
import type { View } from "./view";

/** Stretches of market stress that the run went through. */
export function stressSection(view: View, { metrics }: Execution): string[] {
  if (metrics.stress.length === 0) return [];
  const rows = metrics.stress.map((w) => [
    w.name, `${w.start.slice(0, 7)} … ${w.end.slice(0, 7)}`, signed(view, w.return, percent(w.return)), percent(w.maxDrawdown), grouped(w.entered), grouped(w.closed),
    w.winRate === null ? "–" : percent(w.winRate, 0), signed(view, w.netPnl, wholeDollars(w.netPnl)),
  ]);
  const right = (title: string) => ({ title, align: "right" as const });
  return section(view, "Stress windows", textTable([{ title: "window", align: "left" }, { title: "", align: "left" }, right("return"), right("max fall"), right("in"), right("out"), right("wins"), right("net P&L")], rows, view.style.dim));
}

/** Costs, and everything that was counted rather than hidden. */
export function costsSection(view: View, execution: Execution): string[] {
  const { metrics, counters, config, spec } = execution;
  const two = spec.account.fill[1] / 10_000;
  const breakEven = metrics.values.break_even_slippage;
  const fill = `fills at ${percent(two, 0)} of the quoted width for two legs (${config.slippage}${breakEven ? `; break-even at ${breakEven.value === null ? breakEven.reason : percent(breakEven.value, 1)}` : ""})`;
  const costs = `${metricText(metrics.values.commissions)} commissions at ${dollars(config.commission)} per contract and leg · ${metricText(metrics.values.fees)} assignment fees`;
  const shares = Object.entries(metrics.breakers).map(([name, share]) => `${name.replaceAll("_", " ")} ${percent(share, 1)}`);
  const breakers = shares.length ? [`breakers in force, share of sessions: ${shares.join(", ")}; mean multiplier ${metricText(metrics.values.mean_breaker_multiplier)}`] : [];
  const open = metrics.values.open_at_end.value ? [`${grouped(metrics.values.open_at_end.value)} positions open at the end, ${metricText(metrics.values.open_at_end_pnl)} at their marks: in the totals, not in win rate and the like`] : [];
  const counted = Object.values(counters).filter(({ count }) => count > 0).map(({ count, text }) => `${grouped(count)} × ${text}`);
  return section(view, "Costs and counts", [fill, costs, ...breakers, ...open, ...counted].flatMap((text) => wrapText(text, view.width - 4).map((line, i) => (i === 0 ? "  " : "    ") + line)));
}

const CONTENTS = "trades and equity (.arrow, .csv, .json) · metrics.json: every number with its definition · funnel.json: reasons by year, underlying and sleeve · run.json: everything to replay it";

/** Where the files are and how to go on. */
export function filesSection(view: View, folder: string | null): string[] {
  if (folder === null) return [];
  const { bold, dim } = view.style;
  return section(view, "Files", [
    `  ${bold(folder)}`,
    ...wrapText(CONTENTS, view.width - 4).map((line) => dim(`  ${line}`)),
    dim(`  again, bit for bit: mahler replay ${folder}`),
  ]);
}
