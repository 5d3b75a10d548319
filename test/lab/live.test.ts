import { expect, it } from "vitest";
import { EXIT_REASONS, REASON_CODES } from "../../assembly/abi";
import type { Engine } from "../../src/lab/client";
import { createLive } from "../../src/lab/live";
import type { SpaceReply, SpaceRequest, Values } from "../../src/lab/protocol";
import { SLIDERS } from "../../src/lab/sliders";
import { METRICS } from "../../src/metrics";

const reply = (count: number): SpaceReply => ({
  count, axes: ["profit_target"], choices: Uint16Array.from({ length: count }, (_, i) => i), days: new Int32Array(1), equity: new Float64Array(count), metrics: new Float64Array(count * METRICS.length),
  reasons: new Uint32Array(count * REASON_CODES), exits: new Uint32Array(count * EXIT_REASONS), fingerprints: Uint32Array.from({ length: 2 * count }, (_, i) => i), took: 1, refused: null,
});

/** An engine that answers when it is told to. */
function slowEngine() {
  const waiting: { request: SpaceRequest; answer: () => Promise<void> }[] = [];
  const ask = (_: string, request: SpaceRequest) => new Promise((resolve) => {
    const count = "configs" in request.vary ? request.vary.configs.length : 1;
    waiting.push({ request, answer: async () => { resolve(reply(count)); await new Promise((later) => setTimeout(later)); } });
  });
  return { engine: { ask } as unknown as Engine, waiting };
}

it("a result that comes late does not stand in for the config that was chosen since", async () => {
  const { engine, waiting } = slowEngine();
  const shown: Values[] = [];
  const live = createLive(engine, { onResult: (config) => void shown.push(config), onProblem: (error) => { throw error; }, onEvaluated: () => undefined });
  const slider = SLIDERS.find(({ id }) => id === "profit_target")!;
  live.prefetch(slider, {});
  await waiting[0].answer(); // every profit target is known now
  live.show({ stop_loss: 50 }); // not known: asked for
  live.show({ profit_target: 55 }); // known: shown at once
  await waiting[1].answer();
  expect(shown).toEqual([{ profit_target: 55 }]);
});

it("of movements that outrun the engine only the last is asked for", async () => {
  const { engine, waiting } = slowEngine();
  const shown: Values[] = [];
  const live = createLive(engine, { onResult: (config) => void shown.push(config), onProblem: (error) => { throw error; }, onEvaluated: () => undefined });
  for (const stop_loss of [50, 75, 100, 125]) live.show({ stop_loss });
  await waiting[0].answer();
  await waiting[1].answer();
  expect([waiting.length, shown]).toEqual([2, [{ stop_loss: 125 }]]);
});
