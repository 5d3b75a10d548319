// Which limits protect without starving? The frontier of drawdown against trades, and whether a lower drawdown is more than the luck of one path.
import { rowOf } from "../../stats/matrix";
import { answerOf } from "../answer";
import { commonFindings } from "../findings";
import type { Inference } from "../inference";
import { pairedGap } from "../paired";
import { commonPlots, growthPlot } from "../plots";
import { commonTables, COMPARED, CONFIG, entriesOf, MEASURED, metric, tableOf } from "../tables";
import type { ColumnRule, Entry } from "../tables";
import type { Answers, Conclusion, Finding, Plot, Point, Study } from "../types";
import { validatedKeys } from "../validated";
import { amount, change, count, fixed, listed, span } from "../words";

/** Limits whose refusals are counted. */
const REFUSALS = ["max_positions", "limit_heat", "limit_underlying", "limit_group", "limit_correlation", "limit_buying_power", "size_zero_trade", "size_zero_single", "size_zero_heat", "size_zero_underlying", "size_zero_group", "size_zero_correlation"] as const;

interface Frontier {
  entry: Entry;
  /** Closed trades a year. */
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
    const threshold = Number(answers.definition.settings.starved_below ?? 26);
    const points = frontier(answers);
    return {
      tables: [...commonTables(answers), frontierTable(points, threshold), refusalTable(answers)],
      plots: [frontierPlot(points, threshold), ...commonPlots(answers), growthPlot(main, main.runs.rows.map(({ label }) => label))],
      findings: [shieldFinding(points, threshold, answers), ...commonFindings(answers, answer, "limiting the portfolio").map((one) => (one.rule === "answer" ? { ...one, rule: "risk-adjusted" } : one)), ...protectionFindings(points, threshold, answers.inference), ...starvationFindings(answers, threshold)],
      figures: Object.fromEntries(points.filter(({ entry: { row } }) => row.kind !== "grid").map(({ entry, drawdown }) => [`drawdown ${entry.row.label}`, { value: drawdown, low: null, high: null, unit: "percent" as const, label: `deepest fall with ${entry.row.label}` }])),
      validated: validatedKeys(answers, main, answer),
    };
  },
};

const tradesPerYear = (entry: Entry): number => (metric(entry, "trades") * entry.book.runs.daysPerYear) / entry.book.runs.days.length;

/** Every config that trades with the base's money and sizing. */
function frontier(answers: Answers): Frontier[] {
  const entries = entriesOf({ books: answers.books.slice(0, 1) }, (row) => row.config.equity === answers.base.equity && row.config.sizing === answers.base.sizing);
  const all = entries.filter((entry) => !Number.isNaN(metric(entry, "max_drawdown"))).map((entry) => ({ entry, fed: tradesPerYear(entry), drawdown: metric(entry, "max_drawdown"), calmar: metric(entry, "calmar") }));
  const beaten = (one: (typeof all)[number]): boolean => all.some((other) => other.drawdown <= one.drawdown && other.fed >= one.fed && (other.drawdown < one.drawdown || other.fed > one.fed));
  return all.map((one) => ({ ...one, front: !beaten(one) }));
}

const frontierTable = (points: readonly Frontier[], threshold: number) =>
  tableOf({ id: "frontier", title: "Deepest fall against trades", brief: [], note: `starved: fewer than ${fixed(threshold, 0)} trades a year` }, points, [
    { name: "config", type: "text", unit: "", of: ({ entry }) => entry.row.label }, { name: "trades", type: "int", unit: "", of: ({ entry }) => metric(entry, "trades") }, { name: "trades_per_year", type: "float", unit: "", of: ({ fed }) => fed },
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
    kind: "scatter", id: "frontier", title: "Deepest fall against trades", x: { label: "closed trades a year", unit: "count" }, y: { label: "deepest fall", unit: "percent" }, points: dots,
    summary: `${count(points.length, "config")}, ${fixed(front.length, 0)} of them on the frontier; left of ${fixed(threshold, 0)} a setting starves the account. Frontier: ${front.slice(0, 8).map(({ entry, fed, drawdown }) => `${entry.row.label} (${fixed(fed, 0)} trades a year, ${amount(drawdown, "percent")})`).join("; ")}.`,
  };
}

/**
 * The answer: which of the settings named beforehand trade enough and fall less than no limits, with intervals of the difference of the deepest falls
 * widened for their number (Bonferroni). The grid's settings are picked with hindsight and answer nothing.
 */
function shieldFinding(points: readonly Frontier[], threshold: number, { inference, definition: { minTrades } }: Answers): Finding {
  const [none] = points;
  const named = points.filter(({ entry: { row } }) => row.kind === "alternative");
  if (!none || metric(none.entry, "trades") < minTrades || named.length === 0) return { rule: "answer", tone: "warn", text: `No answer: without limits ${none ? count(metric(none.entry, "trades"), "trade was", "trades were") : "no trades were"} closed, fewer than ${minTrades}.`, figures: {} };
  const level = 1 - (1 - inference.level) / named.length;
  const shields = named.filter(({ fed, entry }) => fed >= threshold && metric(entry, "trades") >= minTrades).flatMap((point) => {
    const { runs } = point.entry.book;
    const gap = pairedGap(rowOf(runs.returns, point.entry.at), rowOf(runs.returns, 0), runs.daysPerYear, { ...inference, level }).drawdown;
    return gap !== null && gap.high !== null && gap.high < 0 ? [{ point, gap }] : [];
  });
  const figures = Object.fromEntries(shields.map(({ point, gap }) => [point.entry.row.label, gap.value]));
  const rest = `without limits it is ${amount(none.drawdown, "percent")} with ${fixed(none.fed, 0)} trades a year`;
  if (shields.length === 0) return { rule: "answer", tone: "neutral", text: `No evidence that one of ${count(named.length, "named setting")} protects without starving: none trades ${fixed(threshold, 0)} times a year and falls less beyond resampling error; the deepest fall ${rest}.`, figures };
  const texts = shields.map(({ point, gap }) => `${point.entry.row.label} (deepest fall ${amount(point.drawdown, "percent")}, ${change(gap.value, "percent")} ${span(gap.low, gap.high, "percent")}; ${fixed(point.fed, 0)} trades a year)`);
  return { rule: "answer", tone: "good", text: `Limits protect without starving: ${listed(texts)}; ${rest}. Intervals allow for ${count(named.length, "setting")}.`, figures };
}

/** The settings that fall least, and that grow most per fall, among those that trade enough; each against no limits with its uncertainty. */
function protectionFindings(points: readonly Frontier[], threshold: number, inference: Inference): Finding[] {
  const [none] = points;
  if (!none) return [];
  const fed = points.filter((point) => point.fed >= threshold && point.entry.at !== 0);
  if (fed.length === 0) return [{ rule: "protection", tone: "warn", text: `No setting trades ${fixed(threshold, 0)} times a year.`, figures: {} }];
  const safest = fed.reduce((a, b) => (b.drawdown < a.drawdown || (b.drawdown === a.drawdown && b.fed > a.fed) ? b : a));
  const steady = fed.filter(({ calmar }) => !Number.isNaN(calmar)).reduce((a, b) => (b.calmar > a.calmar ? b : a), safest);
  const tell = (point: Frontier): string => {
    const { runs } = point.entry.book;
    const gap = pairedGap(rowOf(runs.returns, point.entry.at), rowOf(runs.returns, 0), runs.daysPerYear, inference);
    const sure = gap.drawdown === null ? "" : `, difference ${change(gap.drawdown.value, "percent")} ${span(gap.drawdown.low, gap.drawdown.high, "percent")}`;
    return `${point.entry.row.label}: deepest fall ${amount(point.drawdown, "percent")} against ${amount(none.drawdown, "percent")} without limits${sure}; ${fixed(point.fed, 0)} trades a year against ${fixed(none.fed, 0)}; CAGR ${amount(metric(point.entry, "cagr"), "percent")} against ${amount(metric(none.entry, "cagr"), "percent")}`;
  };
  const figures = (point: Frontier) => ({ config: point.entry.row.label, drawdown: point.drawdown, unlimited: none.drawdown, trades_per_year: point.fed, calmar: point.calmar, unlimited_calmar: none.calmar });
  const lead = `Of ${count(fed.length, "setting")} with at least ${fixed(threshold, 0)} trades a year`;
  return [
    { rule: "protection", tone: safest.drawdown < none.drawdown ? "good" : "neutral", text: `${lead}, this falls least: ${tell(safest)}.`, figures: figures(safest) },
    ...(steady === safest ? [] : [{ rule: "steady", tone: "neutral" as const, text: `${lead}, this grows most per deepest fall (${fixed(steady.calmar, 2)}; without limits ${fixed(none.calmar, 2)}): ${tell(steady)}. It was picked among them with hindsight.`, figures: figures(steady) }]),
  ];
}

/** Which named settings starve the account, and which limit does it. */
function starvationFindings(answers: Answers, threshold: number): Finding[] {
  const [none, ...rest] = entriesOf({ books: answers.books.slice(0, 1) }, ({ kind }) => kind !== "grid");
  const starved = rest.map((entry) => ({ entry, fed: tradesPerYear(entry), limit: bindingLimit(entry) })).filter(({ fed }) => fed < threshold);
  const unlimited = `${fixed(metric(none, "trades"), 0)} trades without limits`;
  if (starved.length === 0) return [{ rule: "starvation", tone: "good", text: `No named setting starves the account (${unlimited}).`, figures: {} }];
  const text = starved.map(({ entry, fed, limit }) => `${entry.row.label} (${count(metric(entry, "trades"), "trade")}, ${fixed(fed, 1)} a year${limit ? `; most refused by ${limit}` : ""})`);
  return [{ rule: "starvation", tone: "warn", text: `Starved, with fewer than ${fixed(threshold, 0)} trades a year, against ${unlimited}: ${listed(text)}.`, figures: Object.fromEntries(starved.map(({ entry, fed }) => [entry.row.label, fed])) }];
}

function bindingLimit({ book, at }: Entry): string | null {
  const counts = REFUSALS.map((id) => ({ id, chances: book.runs.reasons[id]?.[at] ?? 0 }));
  const top = counts.reduce((a, b) => (b.chances > a.chances ? b : a));
  return top.chances > 0 ? top.id : null;
}
