// Combinatorial purged cross-validation (M. López de Prado, "Advances in Financial Machine Learning", 2018, chapter 12), with backtests in place of samples.
//
// Every config runs once per group, from flat, marked at the group's end: no position lives across a border. A training group beside a test group runs again,
// shorter: after a test it begins an embargo later, before one it opens nothing that could have lived into the test.
import { configError } from "../errors";
import { combinatorialSplits, groupSpans, reconstructPaths } from "../windows";
import type { Span } from "../windows";
import type { Calendar } from "./calendar";
import { runConfigs } from "./configs";
import { chooser, CPCV_METRICS } from "./cpcvTrain";
import type { GroupRun, GroupRuns } from "./cpcvTrain";
import { curveValues } from "./curve";
import { medianOf } from "./ranks";
import type { Cpcv, CpcvOptions, CpcvPath } from "./types";
import { lengthOf } from "./windows";
import type { Study } from "./windows";

/** Numbers of equity that may be held: a gigabyte. */
const MOST_CELLS = 2 ** 27;

/** Runs it. `trainDays`: length of the training window that the guards are meant for. Throws config errors for what cannot be pooled, is too short or too large. */
export async function crossValidate(study: Study, { groups, test, embargo: asked }: CpcvOptions, calendar: Calendar, trainDays: number): Promise<Cpcv> {
  const { metric, set, longestLife: purge } = study;
  const embargo = asked ?? purge;
  if (!CPCV_METRICS.includes(metric.id)) throw configError(`metric = ${metric.id}`, "cannot be pooled over groups of days", `choose one of ${CPCV_METRICS.join(", ")}, or leave out --cpcv`);
  const splits = combinatorialSplits(groups, test);
  const spans = groupSpans(calendar.days, groups);
  const short = spans.find((span) => lengthOf(span) <= embargo + purge + 7);
  if (short) throw configError(`cpcv groups = ${groups}`, `are ${lengthOf(short)} days long, embargo (${embargo}) and longest life of a position (${purge}) together leave nothing`, "choose fewer groups");
  if (set.count * calendar.days.length * 4 > MOST_CELLS) throw configError(`cpcv: ${set.count} configs`, "do not fit into memory", "take a part of them: --sample");
  const runs = await runGroups(study, spans, { embargo, purge });
  const choose = chooser(study, runs, { calendar, trainDays });
  const chosen = splits.map(choose);
  const paths = reconstructPaths(groups, splits).map((path) => pathOf(path.map((split) => chosen[split]), runs, study.initial, calendar));
  const sharpes = paths.map(({ values }) => values.sharpe.value);
  return {
    groups: spans, testGroups: test, embargo, purge, splits: splits.map((split, s) => ({ test: [...split.test], chosen: chosen[s] })), paths,
    sharpe: spread(sharpes), undefinedPaths: sharpes.filter((value) => value === null).length,
    losing: paths.filter(({ values }) => (values.total_return.value ?? 0) < 0).length / paths.length,
  };
}

/** Every group whole, and shorter where a test group may stand before or after it. */
async function runGroups({ set, runner }: Study, spans: readonly Span[], { embargo, purge }: { embargo: number; purge: number }): Promise<GroupRuns> {
  const run = async (group: number, after: boolean, before: boolean): Promise<GroupRun> => {
    const window = { start: spans[group].start + (after ? embargo : 0), end: spans[group].end, equity: true };
    const results = await runConfigs(set, runner, { window, ...(before ? { lastEntry: window.end - purge } : {}) });
    return { results, days: results.days!, length: lengthOf(window) };
  };
  const sides = (group: number, after: boolean): Promise<(GroupRun | null)[]> => {
    const possible = !(after && group === 0);
    return Promise.all([possible ? run(group, after, false) : null, possible && group < spans.length - 1 ? run(group, after, true) : null]);
  };
  return Promise.all(spans.map((_, group) => Promise.all([sides(group, false), sides(group, true)])));
}

/** The account through the groups of a path, each with the config that its split chose; a split that chose none holds cash. */
function pathOf(configs: readonly (number | null)[], runs: GroupRuns, initial: number, calendar: Calendar): CpcvPath {
  const equity: number[] = [];
  let value = initial;
  configs.forEach((config, g) => {
    const { results, days } = runs[g][0][0]!;
    const scale = value / initial;
    for (let t = 0; t < days.length; t++) {
      if (config !== null) value = scale * results.equity![config * days.length + t];
      equity.push(value);
    }
  });
  return { configs: configs.map((config) => config ?? -1), values: curveValues({ days: Int32Array.from(runs.flatMap((run) => Array.from(run[0][0]!.days))), equity: Float64Array.from(equity) }, initial, calendar) };
}

function spread(values: readonly (number | null)[]): Cpcv["sharpe"] {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return { mean: null, deviation: null, low: null, median: null, high: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null, low: Math.min(...known), median: medianOf(known), high: Math.max(...known) };
}
