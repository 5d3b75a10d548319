// From a system and its layers to the runs that are needed, each once, and the pairs that are compared.
import { lint, rawConfig, resolveSleeves } from "../config";
import type { Config } from "../config";
import { configError, MahlerError } from "../errors";
import { changesBetween } from "./changes";
import type { Context, RunRequest, SystemLayer } from "./types";

export interface PlannedRun {
  /** "base", "base + breakers", "system − breakers", "system". */
  id: string;
  /** Layers that are on. */
  on: readonly string[];
  request: RunRequest;
}

/** Two runs that differ by one layer, as places in the list of runs. */
export interface PlannedPair {
  layer: string;
  context: Context;
  with: number;
  without: number;
}

export interface Plan {
  layers: readonly SystemLayer[];
  runs: readonly PlannedRun[];
  pairs: readonly PlannedPair[];
}

export interface PlanRequest {
  layers: readonly SystemLayer[];
  /** The full system; without it the base with every layer on. */
  system: Config | null;
  /** What it is built upon; every layer is switched off in it. Without it the system. */
  base: Config | null;
}

/** Keys that must be the same in base and system for their days to be pairs. */
const SHARED = ["ticker", "start", "end", "data", "equity", "risk_free"] as const;

/** The runs and pairs of a comparison. Throws config errors when a layer leaves a config that does not fit together. */
export function planLayers({ layers, system: given, base: below }: PlanRequest): Plan {
  if (layers.length === 0) throw configError("layers", "are none", "name some: --layers breakers,iv-filter");
  const bottom = given ?? below;
  if (bottom === null) throw configError("layers", "have no system to be part of", "give a config");
  if (given && below) requireShared(given, below);
  const unfolded = (config: Config): RunRequest => layers.reduce((request, layer) => layer.unfold(request), quiet(config));
  const first = unfolded(bottom);
  const base = layers.reduce((request, layer) => layer.off(request, first), unfolded(below ?? bottom));
  requireApart(layers, base, first);
  const system = given ? first : layers.reduce((request, layer) => layer.on(request, first), base);
  const runs = createRuns(layers);
  const ground = runs.add("base", base);
  const pairs = [...layers.map((layer) => ({ layer: layer.id, context: "alone" as const, with: runs.add(`base + ${layer.id}`, layer.on(base, system)), without: ground }))];
  const inSystem = layers.map((layer) => inContext(layer, system, runs));
  runs.add("system", system);
  return { layers, runs: runs.list, pairs: [...pairs, ...inSystem] };
}

/** Every layer must be off in the base: of two that set one key, each off in its own way, the first would be tried on what the second left. */
function requireApart(layers: readonly SystemLayer[], base: RunRequest, system: RunRequest): void {
  for (const layer of layers) {
    const [change] = changesBetween(layer.off(base, system), base);
    if (change) throw configError(`layer ${layer.id}: ${change.key} = ${change.from} without it`, `a later layer sets ${change.to}`, "judge them apart, each with its own --layers");
  }
}

/** The system with and without the layer: without what it has, with what it lacks. */
function inContext(layer: SystemLayer, system: RunRequest, runs: Runs): PlannedPair {
  const has = layer.isOn(system);
  const [on, off] = [layer.on(system, system), layer.off(system, system)];
  return { layer: layer.id, context: "system", with: runs.add(has ? "system" : `system + ${layer.id}`, on), without: runs.add(has ? `system − ${layer.id}` : "system", off) };
}

interface Runs {
  list: PlannedRun[];
  add: (id: string, request: RunRequest) => number;
}

function createRuns(layers: readonly SystemLayer[]): Runs {
  const list: PlannedRun[] = [];
  const places = new Map<string, number>();
  return {
    list,
    add(id, request) {
      const identity = identityOf(request);
      const known = places.get(identity);
      if (known !== undefined) return known;
      checked(id, request.config);
      places.set(identity, list.length);
      return list.push({ id, on: layers.filter((layer) => layer.isOn(request)).map((layer) => layer.id), request }) - 1;
    },
  };
}

/** Equal requests have equal identities. */
export const identityOf = ({ config, gates }: RunRequest): string => JSON.stringify([rawConfig(config), gates]);

function checked(id: string, config: Config): void {
  try {
    lint(config, resolveSleeves(config));
  } catch (cause) {
    if (!(cause instanceof MahlerError)) throw cause;
    throw configError(`run "${id}": ${cause.subject}`, cause.problem, cause.remedy);
  }
}

/** A request that runs the config and nothing beside it. */
const quiet = (config: Config): RunRequest => ({ config: { ...config, break_even: false, out: null, export_trades: null, json: false, quiet: false, portfolio_limits: null }, gates: [] });

function requireShared(system: Config, base: Config): void {
  const differs = SHARED.find((key) => JSON.stringify(system[key]) !== JSON.stringify(base[key]));
  if (differs === undefined) return;
  throw configError(`${differs} = ${String(base[differs])} of the base`, `is ${String(system[differs])} in the system`, `give both the same --${differs.replaceAll("_", "-")}`);
}
