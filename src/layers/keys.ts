// Layers made of config keys: reading, setting and copying keys, sleeves included.
import { parameterOf, rawText, SLEEVE_KEYS } from "../config";
import type { Config, Key } from "../config";
import { configError } from "../errors";
import type { RunRequest, SystemLayer } from "./types";

/** Raw values by key, as in YAML. */
export type RawValues = Readonly<Partial<Record<Key, unknown>>>;

export interface KeyLayer {
  id: string;
  about: string;
  /** Used where the system has the layer off. */
  on: RawValues;
  /** The neutral values: with them the layer does nothing. */
  off: RawValues;
  /** More keys that come along when the system's own values are used. */
  along?: readonly Key[];
  unfold?: (config: Config) => Config;
}

/** A layer of the built-in list: on as the system has it, off by neutral values. */
export function keyLayer({ id, about, on, off, along = [], unfold = (config) => config }: KeyLayer): SystemLayer {
  const keys = [...new Set([...Object.keys(off), ...Object.keys(on), ...along])] as Key[];
  const isOn = ({ config }: RunRequest): boolean => !holds(config, off, id);
  return {
    id, about, isOn,
    unfold: (request) => withConfig(request, unfold(request.config)),
    on: (request, system) => withConfig(request, isOn(system) ? copyKeys(request.config, system.config, keys) : setKeys(request.config, on, id)),
    off: (request) => withConfig(request, setKeys(request.config, off, id)),
  };
}

/** A user's layer: on exactly as written; off as written, else as the system has the keys, else their defaults. */
export function ownLayer({ id, about, on, off }: Pick<KeyLayer, "id" | "about" | "on"> & { off: RawValues | null }): SystemLayer {
  const keys = Object.keys(on) as Key[];
  const defaults = Object.fromEntries(keys.map((key) => [key, parameterOf(key).raw(parameterOf(key).default)])) as RawValues;
  const isOn = ({ config }: RunRequest): boolean => holds(config, on, id);
  return {
    id, about, isOn,
    unfold: (request) => request,
    on: (request) => withConfig(request, setKeys(request.config, on, id)),
    off: (request, system) => {
      if (off !== null) return withConfig(request, setKeys(request.config, off, id));
      if (!isOn(system)) return withConfig(request, copyKeys(request.config, system.config, keys));
      const without = setKeys(request.config, defaults, id);
      if (holds(without, on, id)) throw configError(`layer ${id}`, "is on in the system, and its values are the defaults", "say with off: what the system is without it");
      return withConfig(request, without);
    },
  };
}

const withConfig = (request: RunRequest, config: Config): RunRequest => ({ ...request, config });

/** Whether the config has all these values, in every sleeve. */
export function holds(config: Config, values: RawValues, layer: string): boolean {
  return (Object.entries(values) as [Key, unknown][]).every(([key, raw]) => {
    const wanted = textOf(key, read(key, raw, `layer ${layer}`));
    const sleeves = isSleeveKey(key) ? config.sleeves.filter((sleeve) => key in sleeve).map((sleeve) => read(key, sleeve[key], "sleeve")) : [];
    return [config[key], ...sleeves].every((value) => textOf(key, value) === wanted);
  });
}

/** The config with these values, which sleeves then share. Throws config errors naming the layer. */
export function setKeys(config: Config, values: RawValues, layer: string): Config {
  const next = { ...config } as Record<Key, unknown>;
  for (const [key, raw] of Object.entries(values) as [Key, unknown][]) next[key] = read(key, raw, `layer ${layer}`);
  const sleeves = config.sleeves.map((sleeve) => Object.fromEntries(Object.entries(sleeve).filter(([key]) => !(key in values))));
  return { ...(next as unknown as Config), sleeves: sleeves as unknown as Config["sleeves"] };
}

/** The config with another's values of the keys, those of its sleeves included where both trade the same structures. */
export function copyKeys(config: Config, from: Config, keys: readonly Key[]): Config {
  const next = { ...config } as Record<Key, unknown>;
  for (const key of keys) next[key] = from[key];
  const same = config.sleeves.length === from.sleeves.length && config.sleeves.every((sleeve, i) => sleeve.structure === from.sleeves[i].structure);
  const sleeves = same ? config.sleeves.map((sleeve, i) => ({ ...without(sleeve, keys), ...only(from.sleeves[i], keys) })) : config.sleeves;
  return { ...(next as unknown as Config), sleeves: sleeves as Config["sleeves"] };
}

const isSleeveKey = (key: Key): boolean => (SLEEVE_KEYS as readonly Key[]).includes(key);
const without = (record: object, keys: readonly string[]): object => Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
const only = (record: object, keys: readonly string[]): object => Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)));
const textOf = (key: Key, value: unknown): string => JSON.stringify(parameterOf(key).raw(value));

function read(key: Key, raw: unknown, where: string): unknown {
  const parsed = parameterOf(key).schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [{ message }] = parsed.error.issues;
  throw configError(`${where}: ${key} = ${rawText(raw)}`, message, message.includes("expected") ? "" : `expected ${parameterOf(key).accepts}`);
}
