// The whole comparison: what ran, what differed, what it means.
import { E_DAY, E_EQUITY, EQ_STRIDE } from "../../assembly/abi";
import type { Core } from "../core/core";
import type { Market, Origin } from "../market/types";
import { isoDate, toDollars } from "../units";
import { comparePairs } from "./compare";
import type { FamilyBasis, PairResult } from "./compare";
import { cutRun } from "./cut";
import { daysPerYearOf } from "../metrics/returns";
import { seriesOf } from "./pairs";
import type { Series } from "./pairs";
import { changesBetween } from "./changes";
import type { KeyChange } from "./changes";
import { planLayers } from "./plan";
import type { Plan, PlannedRun, PlanRequest } from "./plan";
import { createRunner } from "./runner";
import { summarise } from "./summary";
import type { RunSummary } from "./summary";
import { DEFAULT_JUDGE } from "./types";
import type { JudgeOptions, LayerRun, Runner } from "./types";
import { verdictOf } from "./verdict";
import type { LayerVerdict } from "./verdict";

export interface RunResult extends PlannedRun, RunSummary {
  /** Keys in which it differs from the base. */
  changes: KeyChange[];
  /** Marked equity per session that counts, dollars, and before the first of them. */
  equity: Float64Array;
  before: number;
}

export interface LayersResult {
  market: { name: string; origin: Origin };
  /** What counts: first and last session, their number, and all of them as day numbers. */
  range: { from: string; to: string; sessions: number };
  days: Int32Array;
  layers: { id: string; about: string; inSystem: boolean }[];
  runs: RunResult[];
  /** `with` and `without` are places in `runs`. */
  pairs: PairResult[];
  verdicts: LayerVerdict[];
  judge: JudgeOptions & FamilyBasis;
  /** The full system's daily returns over the risk-free rate, or why there are none. */
  account: { run: string; returns: Series; sessionsPerYear: number };
}

/** What a page and a table are made of: everything but the requests, which a folder does not hold. */
export type JudgedLayers = Omit<LayersResult, "runs" | "account"> & { runs: Omit<RunResult, "request">[] };

export interface LayersRequest extends PlanRequest {
  judge?: Partial<JudgeOptions>;
}

export interface LayersProgress {
  phase: "runs" | "tests";
  done: number;
  total: number;
}

export interface LayersJob {
  plan: Plan;
  runner: Runner;
  market: LayersResult["market"];
  judge?: Partial<JudgeOptions>;
}

/** The comparison step by step, so that a host can show progress and stop in between. The result depends on the job alone. */
export function* layerSteps({ plan, runner, market, judge }: LayersJob): Generator<LayersProgress, LayersResult> {
  const options: JudgeOptions = { ...DEFAULT_JUDGE, ...judge };
  const runs: LayerRun[] = [];
  for (const { request } of plan.runs) {
    runs.push(cutRun(runner(request), options.from));
    yield { phase: "runs", done: runs.length, total: plan.runs.length };
  }
  const summaries = runs.map(summarise);
  const steps = comparePairs(plan, runs, summaries, options);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield { phase: "tests", done: step.value[0], total: step.value[1] };
  const { pairs, basis } = step.value;
  const days = Int32Array.from(column(runs[0], E_DAY));
  const system = systemOf(plan);
  return {
    market, days, range: { from: days.length ? isoDate(days[0]) : "", to: days.length ? isoDate(days[days.length - 1]) : "", sessions: days.length },
    layers: plan.layers.map((layer) => ({ id: layer.id, about: layer.about, inSystem: layer.isOn(plan.runs[system].request) })),
    runs: plan.runs.map((run, i) => ({ ...run, ...summaries[i], changes: changesBetween(plan.runs[0].request, run.request), equity: Float64Array.from(column(runs[i], E_EQUITY), toDollars), before: toDollars(runs[i].ledger.initial) })),
    pairs, verdicts: plan.layers.map(({ id }) => verdictOf(id, pairs.filter((pair) => pair.layer === id), options.level)),
    judge: { ...options, ...basis }, account: { run: plan.runs[system].id, returns: seriesOf(runs[system]), sessionsPerYear: daysPerYearOf(days) },
  };
}

/** Place of the full system among the runs; the base where they are the same. */
export const systemOf = ({ runs }: Pick<Plan, "runs">): number => Math.max(0, runs.findIndex((run) => run.id === "system"));

/** Runs and judges a system's layers on the market. Pure: the same in every host. */
export function runLayers(core: Core, market: Market, request: LayersRequest): LayersResult {
  const mark = core.arena.mark();
  try {
    const steps = layerSteps({ plan: planLayers(request), runner: createRunner(core, market), market: { name: market.name, origin: market.origin }, judge: request.judge });
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  } finally {
    core.arena.release(mark);
  }
}

/** One slot of every session. */
const column = ({ ledger: { equity } }: LayerRun, slot: number): number[] => Array.from({ length: equity.length / EQ_STRIDE }, (_, i) => equity[i * EQ_STRIDE + slot]);
