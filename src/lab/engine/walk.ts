// A walk-forward over a space of the page, and the config on the screen held over the same days.
import type { Market } from "../../market/types";
import { METRICS } from "../../metrics/list";
import type { Evaluate } from "../../sweep/run";
import { walkOn } from "../../walkforward";
import type { WalkForward } from "../../walkforward";
import { calendarOf } from "../../walkforward/calendar";
import type { Calendar } from "../../walkforward/calendar";
import { configSet, runConfigs, valueAt } from "../../walkforward/configs";
import type { ConfigSet } from "../../walkforward/configs";
import { curveValues } from "../../walkforward/curve";
import { evidenceBetween } from "../../walkforward/evidence";
import { createGate } from "../../walkforward/gate";
import { stitch } from "../../walkforward/stitch";
import { runOffOf } from "../../walkforward/windows";
import { parseWindows } from "../../windows";
import type { HeldConfig, Values, WalkReply, WalkRequest, WalkStep } from "../protocol";
import { spaceOf } from "./evaluate";

/** Milliseconds between two reports of progress. */
const REPORT = 100;

export interface WalkHost {
  evaluate: Evaluate;
  lanes: number;
  signal: AbortSignal;
  onStep(step: WalkStep): void;
}

/** Walks forward: the result is that of `mahler walk-forward` with the same space and settings. Throws config errors; rejects as cancelled when the signal aborts. */
export async function walkIn(market: Market, request: WalkRequest, { evaluate, lanes, signal, onStep }: WalkHost): Promise<WalkReply> {
  const began = performance.now();
  const space = spaceOf(request);
  const calendar = calendarOf(market, space);
  const set = configSet(space);
  const seen = { metrics: new Float64Array(set.count * METRICS.length), fingerprints: new Uint32Array(set.count * 2) };
  let reported = -Infinity;
  const result = await walkOn(calendar, space, settingsOf(request), {
    evaluate, lanes, signal,
    onJudged: (configs, { metrics, fingerprints }) => configs.forEach((config, at) => {
      seen.metrics.set(metrics.subarray(at * METRICS.length, (at + 1) * METRICS.length), config * METRICS.length);
      seen.fingerprints.set(fingerprints.subarray(2 * at, 2 * at + 2), 2 * config);
    }),
    onProgress(done, total) {
      if (performance.now() - reported < REPORT) return;
      reported = performance.now();
      onStep({ done, total });
    },
  });
  const current = await heldNow(request.values, result, { calendar, evaluate });
  return { result, current, axes: space.axes.map(({ key }) => key), choices: choicesOf(set), ...seen, took: performance.now() - began };
}

/** What the flags of the command would ask for. */
const settingsOf = ({ windows, anchored, metric, minTrades }: WalkRequest): Parameters<typeof walkOn>[2] =>
  ({ windows: { ...parseWindows("windows", windows), ...(anchored ? { anchored } : {}) }, metric, guards: { minTrades } });

function choicesOf(set: ConfigSet): Uint16Array {
  const axes = set.space.axes.length;
  const choices = new Uint16Array(set.count * axes);
  for (let config = 0; config < set.count; config++) choices.set(set.choices(config), config * axes);
  return choices;
}

/** The config of the values over the days out of sample, under the boundary that the walk-forward has. */
async function heldNow(values: Values, { options, windows, stitched, initial, longestLife }: WalkForward, { calendar, evaluate }: { calendar: Calendar; evaluate: Evaluate }): Promise<HeldConfig> {
  const set = configSet(spaceOf({ values, vary: { configs: [{ equity: values.equity ?? 100_000 }] } }));
  const test = { start: windows[0].test.start, end: windows[windows.length - 1].test.end };
  const last = calendar.days[calendar.days.length - 1];
  const end = runOffOf({ options, last, longestLife: Math.max(longestLife, ...set.longestLife) }, test.end);
  const own = await runConfigs(set, { evaluate, gate: createGate(1) }, { window: { start: test.start, end, equity: true }, ...(options.boundary === "run-off" ? { lastEntry: test.end } : {}) });
  const curve = stitch(stitched.days, [{ test, curve: { days: own.days!, equity: own.equity! } }], initial);
  return { curve, values: curveValues(curve, initial, calendar), trades: valueAt(own, 0, "trades"), evidence: evidenceBetween(stitched, curve, initial, options) };
}
