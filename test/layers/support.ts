// Layers and runs made by hand: a layer is a gate, a run is what a table says for the gates that are on.
import { gaussian } from "../../assembly/portable/rng";
import { resolveConfig } from "../../src/config";
import type { Config } from "../../src/config";
import { layerSteps, planLayers } from "../../src/layers";
import type { JudgeOptions, LayerRun, LayersResult, RunRequest, SystemLayer } from "../../src/layers";
import { handLedger, weekdays } from "../helpers/ledger";
import type { HandTrade } from "../helpers/ledger";
import { isoDate } from "../../src/units";

export const configOf = (values: Record<string, unknown> = {}): Config => resolveConfig([{ file: "test.yaml", values: { ticker: "SPY,QQQ", min_credit: 3, ...values } }]);

/** A layer that is no config key: its gate is in the request or not. */
export const gate = (id: string): SystemLayer => ({
  id, about: `gate ${id}`,
  unfold: (request) => request,
  isOn: ({ gates }) => gates.includes(id),
  on: (request) => (request.gates.includes(id) ? request : { ...request, gates: [...request.gates, id].sort() }),
  off: (request) => ({ ...request, gates: request.gates.filter((other) => other !== id) }),
});

export interface HandCurve {
  returns: readonly number[];
  trades?: readonly HandTrade[];
  /** Funnel codes; all "no expiry" without them. */
  funnel?: readonly number[];
}

/** A run with these daily returns, exact to the unit of money. */
export function curveRun({ returns, trades = [], funnel }: HandCurve, initial = 1e8): LayerRun {
  let wealth = initial;
  const equity = returns.map((r) => (wealth = Math.round(wealth * (1 + r) * 1e4) / 1e4));
  const days = weekdays("2015-01-05", returns.length).map(isoDate);
  return { ledger: handLedger({ initial, days, equity, trades }), funnel: Uint8Array.from(funnel ?? returns.map(() => 8)) };
}

/** Compares gates over runs that `curveOf` makes of the gates that are on; the base has none, the system all. */
export function compareGates(ids: readonly string[], curveOf: (gates: readonly string[]) => HandCurve, judge: Partial<JudgeOptions> = {}): LayersResult {
  const plan = planLayers({ layers: ids.map(gate), system: null, base: configOf() });
  return drain(layerSteps({ plan, runner: ({ gates }: RunRequest) => curveRun(curveOf(gates)), market: { name: "hand", origin: "simulated" }, judge: { replicates: 499, ...judge } }));
}

export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Standard normal numbers, the same in every run of the tests. */
export const noise = (seed: number, n: number): number[] => Array.from({ length: n }, (_, i) => gaussian(7, seed, 0, i));
