// A space on an evaluator or a pool → flat columns for the page, in config order.
import * as abi from "../../../assembly/abi";
import type { RunWindow } from "../../engine/window";
import { METRICS } from "../../metrics/list";
import { runSpace } from "../../sweep/run";
import type { Block, Evaluate } from "../../sweep/run";
import { parseSpace } from "../../sweep/space";
import type { Space } from "../../sweep/types";
import { UNITS_PER_DOLLAR } from "../../units";
import type { SpaceReply, SpaceRequest, SweepStep } from "../protocol";

/** The space of a request. Throws config errors. */
export const spaceOf = ({ values, vary }: Pick<SpaceRequest, "values" | "vary">): Space => parseSpace([{ file: null, values: { ...values, break_even: "off" } }], [{ file: null, sweep: vary }]);

export interface EvaluateOptions {
  evaluate: Evaluate;
  lanes: number;
  window: RunWindow;
  signal?: AbortSignal;
  onStep?: (step: SweepStep) => void;
}

/** Evaluates every combination that fits together. Rejects when stopped, or when none fits. */
export async function evaluateSpace(space: Space, { evaluate, lanes, window, signal, onStep }: EvaluateOptions): Promise<SpaceReply> {
  const blocks: Block[] = [];
  const axes = space.axes.length;
  let took = 0;
  const timed: Evaluate = async (packed, range) => {
    const began = performance.now();
    const result = await evaluate(packed, range);
    took += performance.now() - began;
    return result;
  };
  const outcome = await runSpace(space, {
    evaluate: timed, lanes, signal, window, saveEvery: Infinity,
    save: (block) => void blocks.push(block),
    onProgress: ({ done, total, configs, evaluations, chunk }) => onStep?.({ done, total, metrics: evaluations.metrics.slice(), choices: choicesOf(chunk, configs, axes) }),
  });
  return { ...joined(blocks, space.axes.map(({ key }) => key)), took, refused: outcome.firstInvalid };
}

/** [config][axis] of some configs of a chunk. */
function choicesOf(chunk: Block["chunk"], configs: Uint32Array, axes: number): Uint16Array {
  const choices = new Uint16Array(configs.length * axes);
  configs.forEach((config, at) => choices.set(chunk.choices.subarray((config - chunk.first) * axes, (config - chunk.first + 1) * axes), at * axes));
  return choices;
}

function joined(blocks: readonly Block[], axes: readonly string[]): Omit<SpaceReply, "took" | "refused"> {
  const count = blocks.reduce((sum, { chunk }) => sum + chunk.count, 0);
  const days = blocks[0]?.evaluations.sessions ?? new Int32Array(0);
  const kept = blocks[0]?.evaluations.equity ? days.length : 0;
  const reply = {
    count, axes, days,
    choices: new Uint16Array(count * axes.length), equity: new Float64Array(count * kept), metrics: new Float64Array(count * METRICS.length),
    reasons: new Uint32Array(count * abi.REASON_CODES), exits: new Uint32Array(count * abi.EXIT_REASONS), fingerprints: new Uint32Array(count * 2),
  };
  let at = 0;
  for (const { chunk, evaluations } of blocks) {
    reply.choices.set(chunk.choices.subarray(0, chunk.count * axes.length), at * axes.length);
    reply.metrics.set(evaluations.metrics, at * METRICS.length);
    reply.reasons.set(evaluations.reasons, at * abi.REASON_CODES);
    reply.exits.set(evaluations.exits, at * abi.EXIT_REASONS);
    reply.fingerprints.set(evaluations.fingerprints, at * 2);
    if (kept > 0) reply.equity.set(evaluations.equity!.map((units) => units / UNITS_PER_DOLLAR), at * kept);
    at += chunk.count;
  }
  return reply;
}
