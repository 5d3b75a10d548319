// What each protective layer does in the named stress windows, and what it costs in quiet times.
import { STRESS_WINDOWS } from "../../metrics";
import { isoWeek, parseIsoDate } from "../../units";
import { rowOf } from "../../stats/matrix";
import { holm } from "../../stats/multiplicity";
import { answerOf } from "../answer";
import { claimFindings, commonFindings } from "../findings";
import { SIGNIFICANT } from "../judge";
import { resampledMean } from "../mean";
import { commonPlots, growthPlot } from "../plots";
import { commonTables, tableOf } from "../tables";
import type { Inference } from "../inference";
import type { Answers, BookAnswers, Conclusion, Estimate, Finding, Plot, Study } from "../types";
import { validatedKeys } from "../validated";
import { amount, chance, change, count, estimateText, fixed, listed, span } from "../words";

/** One config in one window. */
interface Episode {
  window: string;
  config: string;
  row: number;
  sessions: number;
  return: number;
  maxDrawdown: number;
  worstDay: number;
  worstWeek: number;
  /** Sessions from the window's end until the equity before it is back; 0 = never below, null = not by the end of the data. */
  recovery: number | null;
  entered: number;
  closed: number;
  winRate: number | null;
  netPnl: number;
}

/** A layer's daily return − the benchmark's, inside the windows and outside, per year. */
interface Layer {
  row: number;
  label: string;
  inside: Estimate;
  outside: Estimate;
  /** Windows in which it lost less than the benchmark, of those in which the benchmark lost. */
  softer: number;
  bad: number;
  /** p-value of `inside`, corrected over the layers (Holm); NaN where no test was made. */
  corrected: number;
}

export const stress: Study = {
  name: "stress",
  conclude(answers: Answers): Conclusion {
    const [main] = answers.books;
    const answer = answerOf(main);
    const episodes = episodesOf(main);
    const layers = layersOf(main, episodes, answers.inference);
    const figures = windowFigures(episodes);
    return {
      tables: [episodeTable(episodes), layerTable(layers), ...commonTables(answers)],
      plots: [...episodePlot(episodes), ...layerPlot(layers), ...commonPlots(answers), growthPlot(main, main.runs.rows.map(({ label }) => label))],
      findings: [...commonFindings(answers, answer, "a protective layer"), ...windowFindings(main, episodes), ...layerFindings(layers, answers), ...claimFindings(answers, figures)],
      figures, validated: validatedKeys(answers, main, answer),
    };
  },
};

/** Sessions of a window: first and one beyond the last; null when the data do not reach into it. */
function sessionsOf(days: Int32Array, { start, end }: { start: string; end: string }): [from: number, until: number] | null {
  const [first, last] = [parseIsoDate(start) as number, parseIsoDate(end) as number];
  const from = days.findIndex((day) => day >= first);
  const until = days.findLastIndex((day) => day <= last) + 1;
  return from < 0 || until <= from ? null : [from, until];
}

function episodesOf({ runs, details }: BookAnswers): Episode[] {
  return STRESS_WINDOWS.flatMap((window) => {
    const stretch = sessionsOf(runs.days, window);
    if (!stretch) return [];
    return runs.rows.flatMap(({ label, kind }, row): Episode[] => {
      const execution = details.get(label);
      const known = execution?.metrics.stress.find(({ name }) => name === window.name);
      if (kind === "grid" || !known) return [];
      const { sessions, maxDrawdown, entered, closed, winRate, netPnl } = known;
      return [{ window: window.name, config: label, row, sessions, return: known.return, maxDrawdown, entered, closed, winRate, netPnl, ...extremes(runs.days, rowOf(runs.returns, row), stretch), recovery: recoveryOf(rowOf(runs.equity, row), runs.rows[row].config.equity, stretch) }];
    });
  });
}

/** Worst day and worst ISO week inside the stretch, as returns. */
function extremes(days: Int32Array, returns: Float64Array, [from, until]: [number, number]): { worstDay: number; worstWeek: number } {
  let [worstDay, worstWeek, week, growth] = [0, 0, NaN, 1];
  for (let t = from; t < until; t++) {
    if (isoWeek(days[t]) !== week) [week, growth] = [isoWeek(days[t]), 1];
    growth *= 1 + returns[t];
    worstDay = Math.min(worstDay, returns[t]);
    worstWeek = Math.min(worstWeek, growth - 1);
  }
  return { worstDay, worstWeek };
}

function recoveryOf(equity: Float64Array, initial: number, [from, until]: [number, number]): number | null {
  const before = from === 0 ? initial : equity[from - 1];
  for (let t = until - 1; t < equity.length; t++) if (equity[t] >= before) return t - (until - 1);
  return null;
}

function layersOf({ runs }: BookAnswers, episodes: readonly Episode[], inference: Inference): Layer[] {
  const stretches = STRESS_WINDOWS.map((window) => sessionsOf(runs.days, window)).filter((stretch) => stretch !== null);
  const stressed = runs.days.map((_, t) => (stretches.some(([from, until]) => t >= from && t < until) ? 1 : 0));
  const base = rowOf(runs.returns, 0);
  const layers = runs.rows.flatMap(({ label, kind }, row): Omit<Layer, "corrected">[] => {
    if (kind !== "alternative") return [];
    const own = rowOf(runs.returns, row);
    const gap = (wanted: number): Estimate => {
      const series = own.map((value, t) => value - base[t]).filter((_, t) => stressed[t] === wanted).map((value) => value * runs.daysPerYear);
      return series.some(Number.isNaN) ? { value: null, low: null, high: null, unit: "percent", label, reason: "an account was used up" } : resampledMean(series, `return per year, ${label} − ${runs.rows[0].label}, ${wanted ? "inside" : "outside"} the windows`, "percent", inference);
    };
    const pairs = episodes.filter((episode) => episode.row === row).map((episode) => ({ own: episode.return, base: episodes.find((other) => other.row === 0 && other.window === episode.window)!.return })).filter((pair) => pair.base < 0);
    return [{ row, label, inside: gap(1), outside: gap(0), softer: pairs.filter((pair) => pair.own > pair.base).length, bad: pairs.length }];
  });
  const corrected = holm(layers.map(({ inside }) => inside.p ?? NaN));
  return layers.map((layer, i) => ({ ...layer, corrected: corrected[i] }));
}

const episodeTable = (episodes: readonly Episode[]) =>
  tableOf({ id: "windows_stress", title: "Stress windows", note: "recovery: sessions from the window's end until the equity before it is back; empty = not by the end of the data", brief: [] }, episodes, [
    { name: "window", type: "text", unit: "", of: ({ window }) => window }, { name: "config", type: "text", unit: "", of: ({ config }) => config }, { name: "sessions", type: "int", unit: "", of: ({ sessions }) => sessions },
    { name: "return", type: "float", unit: "fraction", of: (e) => e.return }, { name: "max_drawdown", type: "float", unit: "fraction", of: ({ maxDrawdown }) => maxDrawdown }, { name: "worst_day", type: "float", unit: "fraction", of: ({ worstDay }) => worstDay },
    { name: "worst_week", type: "float", unit: "fraction", of: ({ worstWeek }) => worstWeek }, { name: "recovery", type: "int", unit: "sessions", of: ({ recovery }) => recovery }, { name: "entered", type: "int", unit: "trades", of: ({ entered }) => entered },
    { name: "closed", type: "int", unit: "trades", of: ({ closed }) => closed }, { name: "win_rate", type: "float", unit: "fraction", of: ({ winRate }) => winRate }, { name: "net_pnl", type: "float", unit: "$", of: ({ netPnl }) => netPnl },
  ]);

const layerTable = (layers: readonly Layer[]) =>
  tableOf({ id: "layers", title: "Return per year: layer − unprotected, inside and outside the windows", brief: ["layer", "inside", "inside_low", "inside_high", "outside", "outside_low", "outside_high", "p_inside_holm", "softer_windows"] }, layers, [
    { name: "layer", type: "text", unit: "", of: ({ label }) => label },
    ...(["inside", "outside"] as const).flatMap((where) => (["value", "low", "high"] as const).map((end) => ({ name: end === "value" ? where : `${where}_${end}`, type: "float" as const, unit: "fraction a year", of: (layer: Layer) => layer[where][end] }))),
    { name: "p_inside_holm", type: "float", unit: "", of: ({ corrected }) => corrected }, { name: "softer_windows", type: "int", unit: "", of: ({ softer }) => softer }, { name: "losing_windows", type: "int", unit: "", of: ({ bad }) => bad },
  ]);

function episodePlot(episodes: readonly Episode[]): Plot[] {
  if (episodes.length === 0) return [];
  const cells = episodes.map(({ window, config, return: value }) => ({ x: window, y: config, value }));
  const worst = episodes.reduce((a, b) => (b.return < a.return ? b : a));
  return [{ kind: "heat", id: "stress", title: "Return in each stress window", x: "window", y: "config", unit: "percent", cells, summary: `Return of each config in each window; the worst is ${worst.config} in ${worst.window} with ${amount(worst.return, "percent")}.` }];
}

function layerPlot(layers: readonly Layer[]): Plot[] {
  const rows = layers.flatMap(({ label, inside, outside }) => ([["inside the windows", inside], ["outside", outside]] as const).flatMap(([group, { value, low, high }]) => (value === null ? [] : [{ group, label, value, low, high }])));
  return rows.length ? [{ kind: "intervals", id: "layers", title: "What a layer saves in crises and costs outside them", summary: layers.map(({ label, inside, outside }) => `${label}: ${estimateText(inside)} a year inside, ${estimateText(outside)} outside`).join("; "), unit: "percent", axis: "return per year − the unprotected account's", rows }] : [];
}

/** The unprotected account's worst window, and those that do not show anything. */
function windowFindings({ runs }: BookAnswers, episodes: readonly Episode[]): Finding[] {
  const own = episodes.filter(({ row }) => row === 0);
  if (own.length === 0) return [{ rule: "windows", tone: "warn", text: "The data reach into none of the named stress windows.", figures: {} }];
  const worst = own.reduce((a, b) => (b.return < a.return ? b : a));
  const losing = own.filter((episode) => episode.return < 0);
  const empty = own.filter(({ entered, closed }) => entered + closed === 0);
  const recovery = worst.recovery === null ? "not made good by the end of the data" : worst.recovery === 0 ? "made good inside the window" : `made good ${count(worst.recovery, "session")} later`;
  const text = `${runs.rows[0].label} loses in ${fixed(losing.length, 0)} of ${count(own.length, "window")}; worst in ${worst.window}: ${amount(worst.return, "percent")}, worst day ${amount(worst.worstDay, "percent")}, worst week ${amount(worst.worstWeek, "percent")}, ${recovery}.${empty.length ? ` It did not trade in ${listed(empty.map(({ window }) => window))}: that says nothing about surviving them.` : ""}`;
  return [{ rule: "windows", tone: worst.return < 0 ? "warn" : "neutral", text: text.charAt(0).toUpperCase() + text.slice(1), figures: { losing: losing.length, windows: own.length, worst: worst.window, worst_return: worst.return } }];
}

/** Layers that save money in the windows after correction over all layers; what each costs outside. */
function layerFindings(layers: readonly Layer[], { definition }: Answers): Finding[] {
  const known = layers.filter(({ corrected }) => !Number.isNaN(corrected));
  if (known.length === 0) return [];
  const clear = known.filter(({ corrected }) => corrected < SIGNIFICANT);
  const [saves, hurts] = [1, -1].map((sign) => clear.filter(({ inside }) => sign * inside.value! > 0));
  const each = (list: readonly Layer[]): string => listed(list.map(({ label, inside, outside, softer, bad, corrected }) => `${label} (${change(inside.value, "percent")} a year inside the windows, ${chance(corrected)}; ${change(outside.value, "percent")} outside ${span(outside.low, outside.high, "percent")}; softer in ${softer} of ${bad} losing windows)`));
  const figures = (list: readonly Layer[]) => Object.fromEntries(list.map(({ label, inside }) => [label, inside.value]));
  const none = `No layer of ${definition.name} saves money in the windows after correction for ${count(known.length, "layer")} (Holm); the most is ${each([known.reduce((a, b) => (b.inside.value! > a.inside.value! ? b : a))])}.`;
  return [
    { rule: "protects", tone: saves.length ? "good" : "neutral", text: saves.length ? `In the windows, after correction for ${count(known.length, "layer")} (Holm), money is saved by ${each(saves)}. A layer that only holds less saves here and gives up elsewhere: the Sharpe ratios above tell whether it does more.` : none, figures: figures(known) },
    ...(hurts.length ? [{ rule: "hurts", tone: "bad" as const, text: `The windows are made worse by ${each(hurts)}.`, figures: figures(hurts) }] : []),
  ];
}

/** Return of the unprotected account in the windows that claims speak of. A window is one path: no interval. */
function windowFigures(episodes: readonly Episode[]): Record<string, Estimate> {
  return Object.fromEntries(episodes.filter(({ row }) => row === 0).map(({ window, return: value, entered, closed }) => [`stress_${window.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`, { value, low: null, high: null, unit: "percent" as const, label: `return in ${window} (${count(entered, "trade")} opened, ${fixed(closed, 0)} closed, one path, no interval)` }]));
}
