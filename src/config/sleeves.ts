import { configError } from "../errors";
import type { Structure } from "../strategy/spec";
import { nearest } from "./nearest";
import { PARAMETERS, rawText, SLEEVE_KEYS } from "./parameters";
import type { Config, SleeveKey } from "./parameters";
import type { SleeveConfig } from "./nested";

/** A structure with the value of every screening and exit key. */
export type ResolvedSleeve = { structure: Structure } & Pick<Config, SleeveKey>;

/** What is traded: the sleeves with their own keys over the config's, or one sleeve per strategy. Throws config errors. */
export function resolveSleeves(config: Config): ResolvedSleeve[] {
  if (config.sleeves.length === 0) return config.strategy.map((structure) => fromConfig(config, structure));
  return config.sleeves.map((sleeve) => ({ ...fromConfig(config, sleeve.structure), ...overrides(sleeve), structure: sleeve.structure }));
}

/** Filled by assignment: sweeps resolve ten thousand configs in a blink. */
function fromConfig(config: Config, structure: Structure): ResolvedSleeve {
  const sleeve: Record<string, unknown> = { structure };
  for (const key of SLEEVE_KEYS) sleeve[key] = config[key];
  return sleeve as ResolvedSleeve;
}

function overrides(sleeve: SleeveConfig): Partial<Pick<Config, SleeveKey>> {
  const values: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(sleeve)) {
    if (key === "structure") continue;
    const known = SLEEVE_KEYS.find((name) => name === key);
    if (!known) throw unknown(sleeve, key);
    const parsed = PARAMETERS[known].schema.safeParse(raw);
    if (!parsed.success) throw configError(`sleeve ${sleeve.structure}: ${key} = ${rawText(raw)}`, parsed.error.issues[0].message, `expected ${PARAMETERS[known].accepts}`);
    values[key] = parsed.data;
  }
  return values;
}

function unknown(sleeve: SleeveConfig, key: string): Error {
  const near = nearest(key, SLEEVE_KEYS);
  return configError(`sleeve ${sleeve.structure}: ${key}`, "is not a screening or exit key", near ? `did you mean ${near}?` : `known: ${SLEEVE_KEYS.join(", ")}`);
}
