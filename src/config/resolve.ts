// defaults < first file < … < last file < flags. Within one layer a preset fills in keys, and keys written beside it win.
import { z } from "../zod";
import { configError } from "../errors";
import { lint } from "./lint";
import { nearest } from "./nearest";
import { flagOf, KEYS, parameterOf, rawText } from "./parameters";
import type { Config, Key } from "./parameters";
import { LIMIT_PRESETS, PAPER_LIMITS } from "./presets";
import { resolveSleeves } from "./sleeves";

/** One source of raw values. */
export interface Layer {
  /** File name for messages; null = flags. */
  file: string | null;
  values: Record<string, unknown>;
}

/** Every key optional, no other key allowed. */
export const configSchema = z.strictObject(Object.fromEntries(KEYS.map((key) => [key, z.optional(parameterOf(key).schema)])));

export function defaultConfig(): Config {
  return Object.fromEntries(KEYS.map((key) => [key, parameterOf(key).default])) as unknown as Config;
}

/** The config of the layers, checked key by key and as a whole. Throws config errors that name key, value and remedy. */
export function resolveConfig(layers: readonly Layer[]): Config {
  const config = mergeLayers(layers);
  resolveSleeves(config);
  lint(config);
  return config;
}

/** The config of the layers, checked key by key only: the base of a space, whose axes may still put right what does not fit together. */
export function mergeLayers(layers: readonly Layer[]): Config {
  let config = defaultConfig();
  for (const layer of layers) config = { ...config, ...readLayer(layer) };
  return config;
}

function readLayer(layer: Layer): Partial<Config> {
  const parsed = configSchema.safeParse(layer.values);
  if (!parsed.success) throw firstProblem(layer, parsed.error.issues[0]);
  const values = parsed.data as Partial<Config>;
  return expandStructures(layer, { ...presetPatch(values), ...values });
}

/** Keys that the presets among the values fill in; values written beside them win. */
export function presetPatch({ environment, portfolio_limits }: Partial<Config>): Partial<Config> {
  return { ...(environment === "paper" ? PAPER_LIMITS : {}), ...(portfolio_limits ? LIMIT_PRESETS[portfolio_limits] : {}) };
}

/** `strategy` and `sleeves` say the same thing: the later layer's word counts, both in one layer is a mistake. */
function expandStructures(layer: Layer, values: Partial<Config>): Partial<Config> {
  if (values.strategy && values.sleeves?.length) {
    throw configError(`${nameOf(layer, "sleeves")} and ${nameOf(layer, "strategy")}`, "both say what is traded", "give one of them");
  }
  return values.strategy ? { ...values, sleeves: [] } : values;
}

function firstProblem(layer: Layer, issue: z.core.$ZodIssue): Error {
  if (issue.code === "unrecognized_keys") return unknownKey(layer, issue.keys[0]);
  const key = issue.path[0] as Key;
  const { accepts, unit } = parameterOf(key);
  const remedy = issue.message.includes("expected") ? "" : `expected ${accepts}${unit ? ` (${unit})` : ""}`;
  return configError(`${nameOf(layer, key)} = ${rawText(layer.values[key])}`, issue.message, remedy);
}

function unknownKey(layer: Layer, key: string): Error {
  const near = nearest(key.replaceAll("-", "_"), KEYS);
  return configError(`${layer.file ?? "flags"}: ${key}`, "is not a known key", near ? `did you mean ${near}? mahler params lists all` : "mahler params lists all keys");
}

const nameOf = (layer: Layer, key: Key): string => (layer.file === null ? flagOf(key) : `${layer.file}: ${key}`);

/** Raw values that resolve to the same config: what run.json keeps. Presets stay expanded, so they are left out. */
export function rawConfig(config: Config): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const key of KEYS) {
    if (key === "portfolio_limits" || (key === "strategy" && config.sleeves.length)) continue;
    raw[key] = parameterOf(key).raw(config[key]);
  }
  if (config.sleeves.length === 0) delete raw.sleeves;
  return raw;
}
