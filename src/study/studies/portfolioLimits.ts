// Which limits protect without starving? The frontier of drawdown against trades, and whether a lower drawdown is more than a smaller book.
import { answerOf } from "../answer";
import { commonFindings } from "../findings";
import { commonPlots, growthPlot } from "../plots";
import { commonTables, COMPARED, CONFIG, entriesOf, MEASURED, metric, tableOf } from "../tables";
import type { ColumnRule, Entry } from "../tables";
import type { Answers, Conclusion, Finding, Plot, Point, Study } from "../types";
import { validatedKeys } from "../validated";
import { amount, count, fixed, listed, span } from "../words";

/** Limits whose refusals are counted. */
const REFUSALS = ["max_positions", "limit_heat", "limit_underlying", "limit_group", "limit_correlation", "limit_buying_power", "size_zero_trade", "size_zero_single", "size_zero_heat", "size_zero_underlying", "size_zero_group", "size_zero_correlation"] as const;

interface Frontier {
  entry: Entry;
  /** Trades / the benchmark's trades. */
  fed: number;
  drawdown: number;
  /** CAGR per unit of the deepest fall. */
  calmar: number;
  /** No other has both a smaller fall and more trades. */
  front: boolean;
}

export const portfolioLimits: Study = {
  name: "portfolio-limits",
  conclude(answers: Answers): Conclusion {
    const [main] = answers.books;
    const answer = answerOf(main);
    const threshold = Number(answers.definition.settings.starved_below ?? 0.5);
    const points = frontier(answers);
    return {
      tables: [...commonTables(answers), frontierTable(points, threshold), refusalTable(answers)],
      plots: [frontierPlot(points, threshold), ...commonPlots(answers), growthPlot(main, main.runs.rows.map(({ label }) => label))],
      findings: [...commonFindings(answers, answer, "limiting the portfolio"), ...protectionFindings(points, threshold), ...starvationFindings(answers, threshold)],
      figures: Object.fromEntries(points.filter(({ entry: { row } }) => row.kind !== "grid").map(({ entry, drawdown }) => [`drawdown ${entry.row.label}`, { value: drawdown, low: null, high: null, unit: "percent" as const, label: `deepest fall with ${entry.row.label}` }])),
      validated: validatedKeys(answers, main, answer),
    };
  },
};

/** Every config that trades with the base's money, with the share of the benchmark's trades it keeps. */
function frontier(answers: Answers): Frontier[] {
  const entries = entriesOf({ books: answers.books.slice(0, 1) }, (row) => row.config.equity === answers.base.equity && row.config.sizing === answers.base.sizing);
  const all = entries.filter((entry) => !Number.isNaN(metric(entry, "max_drawdown"))).map((entry) => ({ entry, fed: metric(entry, "trades") / metric(entries[0], "trades"), drawdown: metric(entry, "max_drawdown"), calmar: metric(entry, "calmar") }));
  const beaten = (one: (typeof all)[number]): boolean => all.some((other) => other.drawdown <= one.drawdown && other.fed >= one.fed && (other.drawdown < one.drawdown || other.fed > one.fed));
  return all.map((one) => ({ ...one, front: !beaten(one) }));
}

const frontierTable = (points: readonly Frontier[], threshold: number) =>
  tableOf({ id: "frontier", title: "Deepest fall against trades kept", brief: [], note: `starved: fewer than ${fixed(100 * threshold, 0)} % of the trades without limits` }, points, [
    { name: "config", type: "text", unit: "", of: ({ entry }) => entry.row.label }, { name: "trades", type: "int", unit: "", of: ({ entry }) => metric(entry, "trades") }, { name: "trades_kept", type: "float", unit: "fraction", of: ({ fed }) => fed },
    { name: "max_drawdown", type: "float", unit: "fraction", of: ({ drawdown }) => drawdown }, { name: "calmar", type: "float", unit: "", of: ({ calmar }) => calmar }, { name: "cagr", type: "float", unit: "fraction", of: ({ entry }) => metric(entry, "cagr") },
    { name: "on_frontier", type: "bool", unit: "", of: ({ front }) => front }, { name: "starved", type: "bool", unit: "", of: ({ fed }) => fed < threshold },
  ]);

/** Chances that each limit refused, per named config. */
function refusalTable(answers: Answers) {
  const rules = REFUSALS.map((id): ColumnRule<Entry> => ({ name: id, type: "int", unit: "chances", of: ({ book, at }) => book.runs.reasons[id]?.[at] ?? 0 }));
  const opened: ColumnRule<Entry> = { name: "opened", type: "int", unit: "chances", of: ({ book, at }) => book.runs.reasons.opened[at] };
  return tableOf({ id: "refusals", title: "Chances opened, and refused by each limit", brief: ["config", "opened", "max_positions", "limit_heat", "limit_underlying", "limit_group", "limit_correlation"] }, entriesOf(answers, ({ kind }) => kind !== "grid"), [CONFIG, opened, ...rules, ...MEASURED.slice(0, 3), ...COMPARED.slice(-2)]);
}

function frontierPlot(points: readonly Frontier[], threshold: number): Plot {
  const front = points.filter((point) => point.front);
  const dots = points.map(({ entry, fed, drawdown, front: on }): Point => ({ x: fed, y: drawdown, label: entry.row.label, group: on ? "frontier" : entry.row.kind === "grid" ? "grid" : "named", marked: on || entry.row.kind !== "grid" }));
  return {
    kind: "scatter", id: "frontier", title: "Deepest fall against trades kept", x: { label: "share of the trades without limits", unit: "percent" }, y: { label: "deepest fall", unit: "percent" }, points: dots,
    summary: `${count(points.length, "config")}, ${fixed(front.length, 0)} of them on the frontier; left of ${fixed(100 * threshold, 0)} % a setting starves the account. Frontier: ${front.slice(0, 8).map(({ entry, fed, drawdown }) => `${entry.row.label} (${amount(fed, "percent")} of trades, ${amount(drawdown, "percent")})`).join("; ")}.`,
  };
}

/** The best protection that keeps enough trades, and whether it is more than a smaller book. */
function protectionFindings(points: readonly Frontier[], threshold: number): Finding[] {
  const [none] = points;
  if (!none) return [];
  const fed = points.filter((point) => point.fed >= threshold && point.entry.at !== 0);
  const safer = fed.filter(({ drawdown }) => drawdown < none.drawdown);
  if (safer.length === 0) return [{ rule: "protection", tone: "neutral", text: `No setting that keeps ${amount(threshold, "percent")} of the trades has a smaller deepest fall than no limits (${amount(none.drawdown, "percent")}).`, figures: { unlimited: none.drawdown } }];
  const best = safer.reduce((a, b) => (b.drawdown < a.drawdown ? b : a));
  const gap = best.entry.comparison?.drawdown ?? null;
  const sure = gap?.high === null || gap === null ? "" : gap.high < 0 ? ` The difference ${span(gap.low, gap.high, "percent")} is beyond resampling error.` : ` Resampled, the difference is ${span(gap.low, gap.high, "percent")}: it may be the luck of this path.`;
  const perTrade = none.calmar > 0 || best.calmar > 0 ? ` Growth per deepest fall is ${fixed(best.calmar, 2)} against ${fixed(none.calmar, 2)}: ${best.calmar > none.calmar ? "the protection is worth more than its cost" : "as much return is given up as risk"}.` : "";
  return [{
    rule: "protection", tone: "neutral", text: `Of ${count(fed.length, "setting")} that keep at least ${amount(threshold, "percent")} of the trades, ${best.entry.row.label} falls least: ${amount(best.drawdown, "percent")} against ${amount(none.drawdown, "percent")} without limits, with ${amount(best.fed, "percent")} of the trades.${sure}${perTrade}`,
    figures: { config: best.entry.row.label, drawdown: best.drawdown, unlimited: none.drawdown, trades_kept: best.fed, calmar: best.calmar, unlimited_calmar: none.calmar },
  }];
}

/** Which named settings starve the account, and which limit does it. */
function starvationFindings(answers: Answers, threshold: number): Finding[] {
  const entries = entriesOf({ books: answers.books.slice(0, 1) }, ({ kind }) => kind !== "grid");
  const [none, ...rest] = entries;
  const starved = rest.map((entry) => ({ entry, kept: metric(entry, "trades") / metric(none, "trades"), limit: bindingLimit(entry) })).filter(({ kept }) => kept < threshold);
  if (starved.length === 0) return [{ rule: "starvation", tone: "good", text: `No named setting starves the account: each keeps at least ${amount(threshold, "percent")} of the ${fixed(metric(none, "trades"), 0)} trades without limits.`, figures: {} }];
  const text = starved.map(({ entry, kept, limit }) => `${entry.row.label} (${fixed(metric(entry, "trades"), 0)} trades, ${amount(kept, "percent")}${limit ? `; most refused by ${limit}` : ""})`);
  return [{ rule: "starvation", tone: "warn", text: `Starved against ${fixed(metric(none, "trades"), 0)} trades without limits: ${listed(text)}.`, figures: Object.fromEntries(starved.map(({ entry, kept }) => [entry.row.label, kept])) }];
}

function bindingLimit({ book, at }: Entry): string | null {
  const counts = REFUSALS.map((id) => ({ id, chances: book.runs.reasons[id]?.[at] ?? 0 }));
  const top = counts.reduce((a, b) => (b.chances > a.chances ? b : a));
  return top.chances > 0 ? top.id : null;
}
